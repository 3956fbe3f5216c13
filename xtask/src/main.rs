//! The project's own commands: `cargo xtask --help` lists them.

mod audit;
mod bench;
mod browsers;
mod copy;
mod demo;
mod edge;
mod metadata;
mod package;
mod prerequisites;
mod programs;
mod run;
mod screenshot;
mod servers;
mod test;
mod wheels;

use std::path::PathBuf;

use anyhow::Result;
use browsers::Choice;
use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve an example policy and the playground, and print what to try.
    Demo {
        /// The policy file to serve instead of the example.
        #[arg(long)]
        policies: Option<PathBuf>,
    },
    /// Everything that a change has to pass, or only the steps that are named.
    Test { steps: Vec<test::Step> },
    /// Package every published crate, then build and test each from its package and nothing else.
    Package,
    /// Check the dependencies' licences and sources, and what is banned.
    Audit(audit::Choice),
    /// Measure what CORS costs: ours, today's peers and a hand-written floor.
    #[command(disable_help_flag = true)]
    Bench(bench::Options),
    /// Drive Chromium, Firefox and WebKit against all five frameworks.
    Browsers(Choice),
    /// Probe servers that others wrote with the command `cors`.
    Servers(servers::Choice),
    /// Ask gateways that others wrote, with the suite's policies exported to them, in front of a server without one.
    Edge(edge::Choice),
    /// Load servers over real sockets, with a policy and without one.
    #[command(disable_help_flag = true)]
    Load(bench::Options),
    /// Build programs with CORS and without, and compare their builds and their sizes.
    #[command(disable_help_flag = true)]
    Weigh(bench::Options),
    /// Take the READMEs' pictures again, of the playground and of a terminal.
    Screenshot(screenshot::Choice),
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Demo { policies } => match demo::demo(policies.as_deref())? {},
        Command::Test { steps } => test::test(&steps),
        Command::Package => package::package(),
        Command::Audit(choice) => audit::audit(&choice),
        Command::Bench(options) => match bench::bench(&options)? {},
        Command::Browsers(choice) => browsers::browsers(&choice),
        Command::Servers(choice) => servers::servers(&choice),
        Command::Edge(choice) => edge::edge(&choice),
        Command::Load(options) => match bench::load(&options)? {},
        Command::Weigh(options) => match bench::weigh(&options)? {},
        Command::Screenshot(choice) => screenshot::screenshot(&choice),
    }
}
