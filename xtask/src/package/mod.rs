//! `cargo xtask package`: each published crate as those get it who fetch it from a registry.
//!
//! The packages are made from a copy of the tree. Each is unpacked into a folder of its own, and all are built
//! and tested there. What one needs of the others comes from their packages: `cargo metadata` tells.
//!
//! They are built in one workspace. If each were one by itself, tokio and whatever stands on it would be built
//! once for each set of features that one of them asks for. That each asks for all that it needs is seen by the
//! step `features`, which checks them one by one.
//!
//! All of it is done twice, since the core's name on crates.io is another author's: under its present
//! name, and under one that it might be published with, see RELEASING.md. The second time costs little
//! more than linking: what is not ours is the same.

mod core_name;
mod unpacked;

use std::path::Path;

use anyhow::Result;
use cargo_metadata::MetadataCommand;

use self::unpacked::Unpacked;
use crate::{
    copy,
    metadata::{CORE, published, workspace},
    run::{cargo, run},
};

const OTHER: &str = "cors-core-renamed";

pub(crate) fn package() -> Result<()> {
    let target = workspace()?.target_directory.into_std_path_buf();
    // Once it is settled, there is no other one.
    let is_open = CORE == "cors-core";
    for name in [CORE].into_iter().chain(is_open.then_some(OTHER)) {
        // Cargo looks for no workspace above a folder of this name.
        let folder = target.join("package").join(name);
        packages_and_tests(name, &folder, &target)?;
    }
    Ok(())
}

fn packages_and_tests(core: &str, folder: &Path, target: &Path) -> Result<()> {
    let tree = folder.join("tree");
    copy::tree(&tree)?;
    if core != CORE {
        core_name::change(&tree, core)?;
    }
    let in_tree = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.current_dir(&tree);
        command
    };
    let mut metadata = MetadataCommand::new();
    let members = metadata.current_dir(&tree).no_deps().exec()?;
    // A lock file could be made only if the registry had our other crates.
    let mut package = in_tree(&[
        "package",
        "--no-verify",
        "--allow-dirty",
        "--exclude-lockfile",
    ]);
    for member in published(&members) {
        package.args(["--package", &member.name]);
    }
    run(package.arg("--target-dir").arg(folder))?;

    let packages = folder.join("unpacked");
    copy::empty(&packages)?;
    let unpacked = Unpacked::new(&members, &folder.join("package"), packages, &tree)?;
    unpacked.uses_packages_only()?;
    run(&mut unpacked.test(target))
}
