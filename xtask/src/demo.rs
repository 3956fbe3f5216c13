//! `cargo xtask demo`: the playground, and what to try without it.

use core::convert::Infallible;
use std::{os::unix::process::CommandExt, path::Path};

use anyhow::{Context, Result};

use crate::run::cargo;

/// Becomes the program that serves everything: signals reach it, and its exit status is this one's.
pub(crate) fn demo(policies: Option<&Path>) -> Result<Infallible> {
    eprintln!("building the servers");
    let run = ["run", "--quiet", "--package", "cors-playground", "--"];
    let mut command = cargo(&run);
    // A file is named as seen from where the user is.
    command.current_dir(std::env::current_dir()?);
    if let Some(policies) = policies {
        command.arg("--policies").arg(policies);
    }
    Err(command.exec()).context("could not run cargo")
}
