//! `cargo xtask servers`: servers that others wrote, as `cors probe` finds them.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{
    prerequisites,
    programs::build,
    run::{root, run},
};

/// What is probed. Everything, where nothing is chosen.
#[derive(Args, Default)]
pub(crate) struct Choice {
    /// Only cases whose names contain this text.
    #[arg(long)]
    filter: Option<String>,
    /// Only start the servers, and say where they are.
    #[arg(long)]
    serve: bool,
}

pub(crate) fn servers(choice: &Choice) -> Result<()> {
    prerequisites::install(prerequisites::SERVERS)?;
    run(&mut command(choice)?)
}

/// Builds the command `cors` and what probes with it, and returns the latter.
pub(crate) fn command(choice: &Choice) -> Result<Command> {
    let built = build(&["cors", "real-servers"])?;
    let mut command = Command::new(built.join("real-servers"));
    command.current_dir(root());
    if let Some(filter) = &choice.filter {
        command.args(["--filter", filter]);
    }
    if choice.serve {
        command.arg("--serve");
    }
    Ok(command)
}
