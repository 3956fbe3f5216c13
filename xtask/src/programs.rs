//! The workspace's own programs that commands run, built as its tests are.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    metadata::workspace,
    run::{cargo, run},
};

/// Builds programs, and returns the folder that they are in.
pub(crate) fn build(programs: &[&str]) -> Result<PathBuf> {
    // Of the whole workspace with all features, as its tests are, or every framework would be built once
    // more with fewer. The features that tests need count only where a test is built: a small one.
    let mut build = cargo(&["build", "--workspace", "--all-features", "--test", "demo"]);
    for program in programs {
        build.args(["--bin", program]);
    }
    run(&mut build)?;
    Ok(workspace()?.target_directory.join("debug").into())
}
