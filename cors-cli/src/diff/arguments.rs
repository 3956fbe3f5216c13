//! What `cors diff` takes.

use clap::Args;
use cors_policy_file::Format;

use crate::{formats, input};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What was: FILE, FILE#NAME or git:REV:PATH. - is standard input, and -#NAME one of its policies.
    #[arg(allow_hyphen_values = true, value_parser = input::argument)]
    pub(crate) old: String,

    /// What will be.
    #[arg(allow_hyphen_values = true, value_parser = input::argument)]
    pub(crate) new: String,

    /// Fail if anything is allowed that was not.
    #[arg(long)]
    pub(crate) deny_widening: bool,

    /// The format of standard input, and of files whose names do not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: formats::Format,
}
