//! What `cors explain` takes.

use clap::Args;
use cors_policy_file::Format;

use crate::{
    formats,
    input::{Named, Origin},
    page::PageArguments,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
With --origin, the modelled browser asks a server that has nothing but the policy, and answers 200 with the headers \
that --read names. It is at the first host of expect_hosts that is not the page's own, or at https://server.example. \
With --credentials, the visitor has a cookie named session, without attributes. The exit status is 0 if the page gets \
what it asks for, and 1 if it is blocked.

With --message, the exit status is 1 if a message was explained, and 2 if there was none.")]
pub(crate) struct Arguments {
    /// A policy, as FILE or FILE#NAME; or a code. - is standard input, and -#NAME one of its policies.
    #[arg(value_name = "FILE#NAME|CODE")]
    pub(crate) subject: Option<String>,

    /// `-#NAME` looks like an option, and so it is one.
    #[arg(
        short = '#',
        value_name = "NAME",
        hide = true,
        conflicts_with = "subject"
    )]
    pub(crate) policy_of_stdin: Option<String>,

    /// The origin of the page that asks; null for a sandboxed frame and its like.
    #[arg(long, conflicts_with = "message")]
    pub(crate) origin: Option<String>,

    #[command(flatten)]
    pub(crate) page: PageArguments,

    /// Write the cures into the file, those too that are right only under a condition, and ask again.
    #[arg(long, requires = "origin")]
    pub(crate) fix: bool,

    /// What a browser's console said; - for standard input.
    #[arg(
        long,
        value_name = "TEXT",
        conflicts_with_all = ["method", "headers", "credentials", "upload", "read"]
    )]
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

impl Arguments {
    /// The policy that is named, if one is.
    pub(super) fn named(&self) -> Option<Named> {
        match (&self.subject, &self.policy_of_stdin) {
            (Some(subject), _) => Some(Named::parse(subject)),
            (None, Some(name)) => Some(Named {
                origin: Origin::Stdin,
                policy: Some(name.clone()),
            }),
            (None, None) => None,
        }
    }
}
