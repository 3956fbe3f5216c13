//! What `cors check` takes.

use clap::Args;
use cors_policy_file::Format;

use crate::formats::ListFormat;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Policy files; - for standard input. Without one: cors.toml, cors.yaml, cors.yml or cors.json, here or
    /// in a folder above, up to the repository's root.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,

    /// `-#NAME` looks like an option, and so it is one.
    #[arg(short = '#', value_name = "NAME", hide = true)]
    pub(super) policy_of_stdin: Option<String>,

    /// Correct what is certain, in the files, and say what is left. Standard input goes corrected to
    /// standard output, and everything else to standard error.
    #[arg(long)]
    pub(crate) fix: bool,

    /// Show what --fix would change, and change nothing.
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,

    /// Fail on warnings, too.
    #[arg(long)]
    pub(crate) deny_warnings: bool,

    /// The format of standard input, and of files whose names do not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ListFormat,
}
