//! `cargo xtask edge`: gateways that others wrote, with the suite's policies exported to them.

use core::iter;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{
    prerequisites,
    programs::build,
    run::{root, run},
    wheels,
};

/// What is run. Everything, where nothing is chosen.
#[derive(Args, Default)]
pub(crate) struct Choice {
    /// A gateway to run, such as nginx; all without one.
    #[arg(long)]
    gateway: Vec<String>,
    /// Only cases whose topic/name contains this text.
    #[arg(long, allow_hyphen_values = true)]
    filter: Option<String>,
    /// Only what `cargo xtask test` runs: without ten thousand origins, and with each seventh request of the modelled
    /// browser.
    #[arg(long)]
    short: bool,
    /// So many random requests for random policies; without it some, unless there is a filter.
    #[arg(long)]
    random: Option<usize>,
    /// What they are drawn with; without it always the same.
    #[arg(long)]
    seed: Option<u64>,
    /// Only print what the exporter says of each policy of the suite.
    #[arg(long)]
    losses: bool,
}

impl Choice {
    /// What `cargo xtask test` runs.
    pub(crate) fn short() -> Self {
        Self {
            short: true,
            ..Self::default()
        }
    }
}

pub(crate) fn edge(choice: &Choice) -> Result<()> {
    prerequisites::install(prerequisites::EDGE)?;
    run(&mut command(choice)?)
}

/// Builds what runs the gateways, brings those that Debian has not, and returns the former.
pub(crate) fn command(choice: &Choice) -> Result<Command> {
    let folder = wheels::install(wheels::GATEWAYS)?;
    let mut command = Command::new(build(&["real-gateways"])?.join("real-gateways"));
    command.current_dir(root()).env("TOOLS", folder);
    for gateway in &choice.gateway {
        command.args(["--gateway", gateway]);
    }
    if let Some(filter) = &choice.filter {
        command.args(["--filter", filter]);
    }
    if let Some(random) = choice.random {
        command.arg(format!("--random={random}"));
    }
    if let Some(seed) = choice.seed {
        command.arg(format!("--seed={seed}"));
    }
    for (flag, chosen) in [("--short", choice.short), ("--losses", choice.losses)] {
        command.args(iter::repeat_n(flag, usize::from(chosen)));
    }
    Ok(command)
}
