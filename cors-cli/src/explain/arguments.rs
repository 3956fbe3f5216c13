//! What `cors explain` takes.

use clap::Args;
use cors_policy_file::Format;

use crate::{formats, page::PageArguments};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A policy, as FILE or FILE#NAME; or a code.
    #[arg(value_name = "FILE#NAME|CODE")]
    pub(crate) subject: Option<String>,

    /// The origin of the page that asks.
    #[arg(long, conflicts_with = "message")]
    pub(crate) origin: Option<String>,

    #[command(flatten)]
    pub(crate) page: PageArguments,

    /// Write the cure into the file.
    #[arg(long, requires = "origin")]
    pub(crate) fix: bool,

    /// What a browser's console said; - for standard input.
    #[arg(long, value_name = "TEXT")]
    pub(crate) message: Option<String>,

    /// List every code, with what it stands for.
    #[arg(long, conflicts_with_all = ["subject", "origin", "message"])]
    pub(crate) list: bool,

    /// The format of standard input, and of files whose names do not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: formats::Format,
}
