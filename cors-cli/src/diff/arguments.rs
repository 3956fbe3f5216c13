//! What `cors diff` takes.

use clap::Args;
use cors_policy_file::Format;

use crate::{formats, input};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What was: FILE[#NAME], -[#NAME] or git:REV:PATH[#NAME].
    ///
    /// Policies are compared by their names, unless one is named on either side. PATH begins at the repository's
    /// root, or here if it begins with ./; without REV it is what is staged: git:HEAD~1:cors.toml,
    /// git:main:./cors.toml, git::cors.toml.
    #[arg(value_name = "OLD", allow_hyphen_values = true, value_parser = input::argument)]
    pub(crate) old: String,

    /// What will be, in the same forms.
    #[arg(value_name = "NEW", allow_hyphen_values = true, value_parser = input::argument)]
    pub(crate) new: String,

    /// Exit with 1 if anything is let in that was not, or if that can't be decided.
    #[arg(long)]
    pub(crate) deny_widening: bool,

    /// The format of standard input, and of files whose names do not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: formats::Format,
}
