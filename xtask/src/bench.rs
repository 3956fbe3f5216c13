//! `cargo xtask bench`, `load` and `weigh`: they start the programs of the benches.

use core::convert::Infallible;
use std::{ffi::OsString, os::unix::process::CommandExt, process::Command};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    prerequisites::{self, BENCHES, LOAD, Program},
    run::{cargo, run},
};

/// What the program is asked to do. It reads its options itself.
#[derive(Args)]
pub(crate) struct Options {
    /// The program's options; `--help` shows them.
    #[arg(
        value_name = "OPTION",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    options: Vec<OsString>,
}

impl Options {
    /// Whether the program only draws, or only says what it can do.
    fn measures_nothing(&self) -> bool {
        let options = ["--redraw", "--help", "-h"];
        let given = |option: &&str| self.options.iter().any(|one| one == option);
        options.iter().any(given)
    }
}

pub(crate) fn bench(options: &Options) -> Result<Infallible> {
    become_program("report", BENCHES, options)
}

pub(crate) fn load(options: &Options) -> Result<Infallible> {
    become_program("load", LOAD, options)
}

pub(crate) fn weigh(options: &Options) -> Result<Infallible> {
    become_program("weigh", &[], options)
}

/// Compares the counts of ours with the committed ones.
pub(crate) fn check() -> Result<()> {
    prerequisites::install(BENCHES)?;
    run(program("report").args(["--quick", "--check"]))
}

fn become_program(name: &str, needs: &'static [Program], options: &Options) -> Result<Infallible> {
    if !options.measures_nothing() {
        prerequisites::install(needs)?;
    }
    Err(program(name).args(&options.options).exec()).context("could not run cargo")
}

/// The program without what it measures: whatever needs the frameworks, it has cargo build by itself.
fn program(name: &str) -> Command {
    let package = ["run", "--quiet", "--package", "cors-benches"];
    let mut command = cargo(&package);
    command.args(["--no-default-features", "--bin", name, "--"]);
    command
}
