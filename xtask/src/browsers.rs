//! `cargo xtask browsers`: real browsers against all five frameworks.

use core::iter;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{
    prerequisites,
    programs::build,
    run::{root, run},
};

/// What is run. Everything, where nothing is chosen.
#[derive(Args, Default)]
pub(crate) struct Choice {
    /// An engine to drive: chromium, firefox or webkit.
    #[arg(long)]
    engine: Vec<String>,
    /// A framework to serve on: actix, axum, poem, rocket or warp.
    #[arg(long)]
    framework: Vec<String>,
    /// Only cases whose names contain this text.
    #[arg(long)]
    filter: Option<String>,
    /// Only the cases that `cargo xtask test` runs.
    #[arg(long)]
    slice: bool,
    /// Only the playground's page, and no case.
    #[arg(long)]
    playground: bool,
    /// Only what the browsers print to their consoles, and no case.
    #[arg(long)]
    console: bool,
    /// The same, and keeps what they print as what is expected from now on.
    #[arg(long)]
    record: bool,
    /// Only what the modelled browser's notes say, and no case.
    #[arg(long)]
    notes: bool,
    /// Only what guards let pass, and no case.
    #[arg(long)]
    guards: bool,
}

impl Choice {
    /// What `cargo xtask test` runs.
    pub(crate) fn slice() -> Self {
        Self {
            slice: true,
            ..Self::default()
        }
    }
}

pub(crate) fn browsers(choice: &Choice) -> Result<()> {
    prerequisites::install(prerequisites::BROWSERS)?;
    run(&mut command(choice)?)
}

/// The command that runs what was chosen, once the programs are there that it needs.
pub(crate) fn command(choice: &Choice) -> Result<Command> {
    let geckodriver = prerequisites::tool(&prerequisites::GECKODRIVER)?;
    let mut command = Command::new(build(&["real-browsers"])?.join("real-browsers"));
    command.current_dir(root()).env("GECKODRIVER", geckodriver);
    let engines = choice.engine.iter().map(|engine| ("--engine", engine));
    let frameworks = choice.framework.iter().map(|name| ("--framework", name));
    let filter = choice.filter.iter().map(|text| ("--filter", text));
    for (option, value) in engines.chain(frameworks).chain(filter) {
        command.args([option, value]);
    }
    for (flag, chosen) in [
        ("--slice", choice.slice),
        ("--playground", choice.playground),
        ("--console", choice.console),
        ("--record", choice.record),
        ("--notes", choice.notes),
        ("--guards", choice.guards),
    ] {
        command.args(iter::repeat_n(flag, usize::from(chosen)));
    }
    Ok(command)
}
