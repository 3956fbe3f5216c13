//! The published crates compile with the oldest dependencies that their manifests allow.
//!
//! Only with *their* oldest dependencies: what those allow in turn is not ours to mend.

use anyhow::Result;

use crate::{
    copy,
    metadata::Metadata,
    run::{cargo, run},
};

pub(super) fn minimal_versions() -> Result<()> {
    let workspace = Metadata::workspace()?;
    let target = &workspace.target_directory;
    // Its Cargo.lock is changed.
    let copy = target.join("minimal-versions");
    copy::tree(&copy)?;
    let mut update = cargo(&["update", "-Z", "direct-minimal-versions"]);
    run(update.current_dir(&copy).env("RUSTC_BOOTSTRAP", "1"))?;
    let mut check = cargo(&["check", "--all-features", "--target-dir"]);
    check.arg(target).current_dir(&copy);
    for package in workspace.published() {
        check.args(["--package", &package.name]);
    }
    run(&mut check)
}
