//! The project's own commands: `cargo xtask demo`, `test`, `bench`, `browsers`, `load`, `weigh` and
//! `screenshot`.

mod bench;
mod browsers;
mod demo;
mod load;
mod prerequisites;
mod run;
mod spread;
mod test;
mod weigh;

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
    /// Check format, lints and documentation, then run every test, a slice of `browsers`, and compare
    /// instruction counts with the committed ones.
    Test,
    /// Measure what CORS costs: ours, today's peers and a hand-written floor.
    Bench(bench::Options),
    /// Drive Chromium, Firefox and WebKit against all five frameworks.
    Browsers(Choice),
    /// Load servers over real sockets, with a policy and without one.
    Load(load::Choice),
    /// Build programs with CORS and without, and compare their builds and their sizes.
    Weigh(weigh::Choice),
    /// Take the README's pictures of the playground again.
    Screenshot,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Demo { policies } => match demo::demo(policies.as_deref())? {},
        Command::Test => test::test(),
        Command::Bench(options) => bench::bench(&options),
        Command::Browsers(choice) => browsers::browsers(&choice),
        Command::Load(choice) => load::load(&choice),
        Command::Weigh(choice) => weigh::weigh(&choice),
        Command::Screenshot => browsers::screenshot(),
    }
}
