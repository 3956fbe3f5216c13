//! `cargo xtask demo`: the playground, and what to try without it.

use core::convert::Infallible;
use std::{os::unix::process::CommandExt, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::programs::build;

/// Becomes the program that serves everything: signals reach it, and its exit status is this one's.
pub(crate) fn demo(policies: Option<&Path>) -> Result<Infallible> {
    eprintln!("building the servers");
    // It runs where the user is: a file is named as seen from there.
    let mut command = Command::new(build(&["playground"])?.join("playground"));
    if let Some(policies) = policies {
        command.arg("--policies").arg(policies);
    }
    Err(command.exec()).context("could not run the playground")
}
