//! The published crates compile with the oldest dependencies that their manifests allow.
//!
//! Only with *their* oldest dependencies: what those allow in turn is not ours to mend.

use anyhow::Result;

use crate::{
    copy,
    metadata::{published, workspace},
    run::{cargo, run},
};

pub(super) fn minimal_versions() -> Result<()> {
    let members = workspace()?;
    let target = &members.target_directory;
    // Its Cargo.lock is changed.
    let copy = target.join("minimal-versions").into_std_path_buf();
    copy::tree(&copy)?;
    let mut update = cargo(&["update", "-Z", "direct-minimal-versions"]);
    run(update.current_dir(&copy).env("RUSTC_BOOTSTRAP", "1"))?;
    let mut check = cargo(&["check", "--all-features", "--target-dir"]);
    check.arg(target).current_dir(&copy);
    for package in published(&members) {
        check.args(["--package", &package.name]);
    }
    run(&mut check)
}
