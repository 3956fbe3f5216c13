//! `cargo xtask screenshot`: takes the pictures again that the READMEs show.

use anyhow::Result;
use clap::Args;

use crate::{
    browsers, prerequisites,
    run::{cargo, root, run},
};

/// What is taken. Everything, where nothing is chosen.
#[derive(Args)]
pub(crate) struct Choice {
    /// Only the picture of a terminal with the command `cors`, which needs no browser.
    #[arg(long)]
    terminal: bool,
}

pub(crate) fn screenshot(choice: &Choice) -> Result<()> {
    // The test that holds the picture to what is printed takes it, too.
    let test = ["test", "--package", "cors-cli", "--test", "cli", "picture"];
    run(cargo(&test).env("SNAPSHOTS", "overwrite"))?;
    if choice.terminal {
        return Ok(());
    }
    prerequisites::install(prerequisites::BROWSERS)?;
    let mut command = browsers::command(&browsers::Choice::default())?;
    command.arg("--screenshots").arg(root().join("playground"));
    run(&mut command)
}
