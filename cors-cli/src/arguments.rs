//! What the command takes: its subcommands, and what they share.

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::{check, diff, explain, probe};

/// Answers questions about CORS: is my policy right, why is this request blocked, what does this
/// live URL do, what does this change let in.
#[derive(Debug, Parser)]
#[command(name = "cors", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colour. NO_COLOR and CLICOLOR_FORCE are heard, too.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: clap::ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with policy files.
    Check(check::Arguments),
    /// Say why a page is blocked, what a browser's message means, or what a code stands for.
    Explain(explain::Arguments),
    /// Ask a live URL as a browser would, and then as an attacker's page would.
    Probe(Box<probe::Arguments>),
    /// Say what changes between two policy files, and whom the new one lets in.
    Diff(diff::Arguments),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}
