//! What the command takes: its subcommands, and what they share.

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::{check, diff, explain, export, help, probe, version};

/// Answers questions about CORS: is my policy right, why is this request blocked, what does this live URL do, what
/// does this change let in, how do I say this to my gateway.
///
/// A policy file names the origins, methods and headers that a server allows. `check` reads it as the server does,
/// `explain` asks it as a browser would, `diff` compares it with what it was, and `export` says it in the words of
/// nginx, Envoy and others. `probe` asks a running server, whatever it is written in, and is the only subcommand that
/// uses the network.
#[derive(Debug, Parser)]
#[command(
    name = "cors",
    version = version::version(),
    propagate_version = true,
    max_term_width = 100,
    after_help = help::OVERVIEW.short(),
    after_long_help = help::OVERVIEW.long()
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colour: auto, always or never.
    ///
    /// With auto, the answer is in colour on a terminal. NO_COLOR turns it off, and CLICOLOR_FORCE turns it on where the
    /// answer is piped.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        // After what is a subcommand's own.
        display_order = 900
    )]
    pub(crate) color: clap::ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with policy files.
    ///
    /// Every mistake of every policy and file is said in one run, with its place and its cure, as a server would say it
    /// that reads the file. With --fix, what is certain is corrected in the file, and its comments and layout are kept.
    #[command(override_usage = help::CHECK_USAGE, after_long_help = help::CHECK.long())]
    Check(check::Arguments),

    /// Say why a page is blocked, what a browser's message means, or what a code stands for.
    ///
    /// With --origin, a modelled browser asks the policy for a page of that origin, step by step; nothing is sent. With
    /// --message, it says what a browser's console meant, which header of which response is to blame, and what allows
    /// it. With a code, it prints the page of a problem, a finding or a reason.
    #[command(override_usage = help::EXPLAIN_USAGE, after_long_help = help::EXPLAIN.long())]
    Explain(explain::Arguments),

    /// Ask a live URL as a browser would, and then as an attacker's page would.
    ///
    /// First comes what the modelled browser makes of the answers, for the page that the options describe. Then come
    /// findings: what the server lets strangers do, and what browsers will not understand. Each has a code, a severity,
    /// the request as a line for curl, what came back, and what to do.
    ///
    /// Only GET, HEAD and OPTIONS are sent unless --send is given, and no credentials except those of -H: at most 60
    /// requests, one after the other. At most two connections are open at a time, and none goes through a proxy.
    #[command(override_usage = help::PROBE_USAGE, after_long_help = help::PROBE.long())]
    Probe(Box<probe::Arguments>),

    /// Say what changes between two policy files, and whom the new one lets in.
    ///
    /// Each change of a setting widens, narrows or differs. Whether one set of origins is within the other is decided and
    /// not guessed, and an origin that is let in or left out is shown. Two ways to write the same are no change.
    #[command(override_usage = help::DIFF_USAGE, after_long_help = help::DIFF.long())]
    Diff(diff::Arguments),

    /// Say a policy to a gateway: nginx, Envoy, the Kubernetes Gateway API and five more.
    ///
    /// The files are made to be included in the gateway's configuration, where it says; each policy gets its own. What
    /// the gateway can't say is told with its line of the policy: what would be blocked is a warning, what is only
    /// different is a note, and what would grant more than the policy is an error. Then nothing is written at all.
    ///
    /// What is written is read again by the gateway's own rules and compared with the policy before it leaves the
    /// command.
    #[command(override_usage = help::EXPORT_USAGE, after_long_help = help::EXPORT.long())]
    Export(export::Arguments),

    /// Print completions for a shell.
    #[command(after_long_help = help::COMPLETIONS.long())]
    Completions {
        /// The shell.
        shell: Shell,
    },

    /// Print the manual page.
    ///
    /// All of what --help says of each subcommand, with exit statuses, formats, files and the environment.
    #[command(after_long_help = help::MAN.long())]
    Man,
}
