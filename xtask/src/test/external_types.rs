//! Public signatures name types of those crates only that the manifest lists: a new major version of
//! one of them is one of ours.
//!
//! The tool reads rustdoc's JSON, which is unstable: its version and Rust's belong together.

use std::process::Command;

use anyhow::Result;
use cargo_metadata::{Package, Target};

use crate::{
    metadata::{published, workspace},
    prerequisites::{CHECK_EXTERNAL_TYPES, tool},
    run::{printed, root, run},
};

/// Whose rustdoc the tool reads.
const RUST: &str = "rustc 1.95.";

pub(super) fn external_types() -> Result<()> {
    let rust = printed(Command::new("rustc").arg("--version"))?;
    if !rust.starts_with(RUST) {
        eprintln!("no external types are checked: what checks them reads the JSON of {RUST}x");
        return Ok(());
    }
    let check = tool(&CHECK_EXTERNAL_TYPES)?;
    // A program's library has no users; the tool can't tell the two apart.
    let is_program = |package: &&Package| package.targets.iter().any(Target::is_bin);
    for package in published(&workspace()?).filter(|package| !is_program(package)) {
        let mut command = Command::new(&check);
        command.args(["check-external-types", "--all-features", "--manifest-path"]);
        command.arg(&package.manifest_path).current_dir(root());
        run(command.env("RUSTC_BOOTSTRAP", "1"))?;
    }
    Ok(())
}
