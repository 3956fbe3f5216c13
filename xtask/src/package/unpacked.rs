//! A package in a folder of its own: what is in it, what it uses, and whether it passes its tests.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package};

use crate::{
    metadata::{members_for_tests, package},
    run::{cargo, printed},
};

/// What says how much debug info is built. A run may set it.
const DEBUG_INFO: &str = "CARGO_PROFILE_DEV_DEBUG";

/// What each package has, beyond what cargo sees to.
const FILES: [&str; 3] = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Unpacks it, with the workspace's lock file: the dependencies are those that the workspace is tested with.
pub(super) fn unpack(member: &Package, from: &Path, to: &Path, tree: &Path) -> Result<()> {
    let name = format!("{}-{}", member.name, member.version);
    // Files in packages are all of one day in 2006. As they are unpacked now, cargo sees what is new.
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--gzip", "--touch", "--file"]);
    tar.arg(from.join(name.clone() + ".crate"));
    printed(tar.arg("--directory").arg(to))?;
    let folder = to.join(&name);
    for file in FILES {
        ensure!(
            folder.join(file).is_file(),
            "the package {name} has no {file}"
        );
    }
    fs::copy(tree.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

pub(super) struct Unpacked {
    folder: PathBuf,
    /// Where all are.
    packages: PathBuf,
    /// It and those of our crates that it needs, as `name-version`.
    ours: BTreeSet<String>,
    /// Each as an option for cargo: what is asked of the registry comes from its package.
    patches: Vec<String>,
}

impl Unpacked {
    pub(super) fn new(members: &Metadata, member: &Package, packages: &Path) -> Result<Self> {
        let identity = |package: &Package| format!("{}-{}", package.name, package.version);
        let mut ours = BTreeSet::new();
        let mut patches = Vec::new();
        for name in members_for_tests(members, member)? {
            let needed = identity(package(members, &name)?);
            if member.name != name {
                let path = packages.join(&needed);
                patches.push(format!("patch.crates-io.{name}.path={path:?}"));
            }
            ours.insert(needed);
        }
        Ok(Self {
            folder: packages.join(identity(member)),
            packages: packages.to_owned(),
            ours,
            patches,
        })
    }

    /// Our crates are all from their packages: none from the workspace, nor from the registry, where one
    /// of them has a namesake.
    pub(super) fn uses_packages_only(&self) -> Result<()> {
        let mut options = vec!["--filter-platform".to_owned(), host()?];
        options.extend(self.options());
        let mut command = MetadataCommand::new();
        command
            .features(CargoOpt::AllFeatures)
            .other_options(options);
        let used = command.current_dir(&self.folder).exec()?;
        let mut found = BTreeSet::new();
        for package in used.packages {
            let identity = format!("{}-{}", package.name, package.version);
            let folder = package.manifest_path.as_std_path().parent();
            let is_unpacked = folder == Some(&self.packages.join(&identity));
            let is_foreign = package.source.is_some() && !package.name.starts_with("cors-");
            let path = package.manifest_path;
            ensure!(is_unpacked || is_foreign, "{path} is none of the packages");
            if is_unpacked {
                found.insert(identity);
            }
        }
        let ours = &self.ours;
        ensure!(found == *ours, "{found:?} are used instead of {ours:?}");
        Ok(())
    }

    pub(super) fn test(&self, target: &Path) -> Command {
        let mut command = self.cargo(&["test", "--all-features"]);
        // As the workspace is built, whose frameworks would else not be these.
        if env::var_os(DEBUG_INFO).is_none() {
            command.env(DEBUG_INFO, "line-tables-only");
        }
        command.arg("--target-dir").arg(target);
        command.args(["--", "--quiet"]);
        command
    }

    fn options(&self) -> impl Iterator<Item = String> {
        { self.patches.iter() }.flat_map(|patch| ["--config".to_owned(), patch.clone()])
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo(arguments);
        command.current_dir(&self.folder);
        command.args(self.options());
        command
    }
}

/// This platform: others' packages are left out, which no build here downloads.
fn host() -> Result<String> {
    let about = printed(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its platform")?.to_owned())
}
