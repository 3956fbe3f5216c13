//! The packages in a workspace of their own: what is in them, what they use, and whether they pass their tests.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package};

use crate::{
    metadata::{members_for_tests, published},
    run::{cargo, printed},
};

/// What says how much debug info is built. A run may set it.
const DEBUG_INFO: &str = "CARGO_PROFILE_DEV_DEBUG";

/// What each package has, beyond what cargo sees to.
const FILES: [&str; 3] = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Every published package, unpacked beside the others.
pub(super) struct Unpacked {
    folder: PathBuf,
    /// Each as `name-version`, the name of its folder.
    packages: BTreeSet<String>,
}

impl Unpacked {
    /// Unpacks what cargo has packaged of a tree, with the workspace's lock file and its profile: the
    /// dependencies are those that the workspace is tested with.
    pub(super) fn new(members: &Metadata, from: &Path, to: PathBuf, tree: &Path) -> Result<Self> {
        let mut packages = BTreeSet::new();
        for member in published(members) {
            let identity = identity(member);
            unpack(&identity, from, &to)?;
            packages.insert(identity);
        }
        fs::copy(tree.join("Cargo.lock"), to.join("Cargo.lock"))?;
        let profile = fs::read_to_string(tree.join("Cargo.toml"))?;
        let manifest = manifest(members, &packages)? + &development(&profile);
        fs::write(to.join("Cargo.toml"), manifest)?;
        Ok(Self {
            folder: to,
            packages,
        })
    }

    /// Our crates are all from their packages: none from the workspace, nor from the registry, where one
    /// of them has a namesake.
    pub(super) fn uses_packages_only(&self) -> Result<()> {
        let mut command = MetadataCommand::new();
        command.features(CargoOpt::AllFeatures);
        command.other_options(vec!["--filter-platform".to_owned(), host()?]);
        let used = command.current_dir(&self.folder).exec()?;
        let mut found = BTreeSet::new();
        for package in used.packages {
            let identity = identity(&package);
            let folder = package.manifest_path.as_std_path().parent();
            let is_unpacked = folder == Some(&self.folder.join(&identity));
            let is_foreign = package.source.is_some() && !package.name.starts_with("cors-");
            let path = package.manifest_path;
            ensure!(is_unpacked || is_foreign, "{path} is none of the packages");
            if is_unpacked {
                found.insert(identity);
            }
        }
        let packages = &self.packages;
        ensure!(
            found == *packages,
            "{found:?} are used instead of {packages:?}"
        );
        Ok(())
    }

    pub(super) fn test(&self, target: &Path) -> Command {
        let all = ["test", "--workspace", "--all-features", "--no-fail-fast"];
        let mut command = cargo(&all);
        command.current_dir(&self.folder);
        // As the workspace is built, whose frameworks would else not be these.
        if env::var_os(DEBUG_INFO).is_none() {
            command.env(DEBUG_INFO, "line-tables-only");
        }
        command.arg("--target-dir").arg(target);
        command.args(["--", "--quiet"]);
        command
    }
}

fn identity(package: &Package) -> String {
    format!("{}-{}", package.name, package.version)
}

fn unpack(identity: &str, from: &Path, to: &Path) -> Result<()> {
    // Files in packages are all of one day in 2006. As they are unpacked now, cargo sees what is new.
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--gzip", "--touch", "--file"]);
    tar.arg(from.join(format!("{identity}.crate")));
    printed(tar.arg("--directory").arg(to))?;
    let folder = to.join(identity);
    for file in FILES {
        ensure!(
            folder.join(file).is_file(),
            "the package {identity} has no {file}"
        );
    }
    Ok(())
}

/// What is asked of the registry comes from its package.
fn manifest(members: &Metadata, packages: &BTreeSet<String>) -> Result<String> {
    let packages: Vec<_> = packages.iter().collect();
    let mut manifest =
        format!("[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n\n[patch.crates-io]\n");
    let mut needed = BTreeSet::new();
    for member in published(members) {
        let mut others = members_for_tests(members, member)?;
        others.remove(member.name.as_str());
        needed.append(&mut others);
    }
    for member in published(members).filter(|member| needed.contains(member.name.as_str())) {
        let (name, folder) = (&member.name, identity(member));
        manifest.push_str(&format!("{name} = {{ path = {folder:?} }}\n"));
    }
    Ok(manifest)
}

/// The part of a manifest that says how to build for tests.
fn development(manifest: &str) -> String {
    let tables = manifest.split("\n[").skip(1);
    let of_profile = tables.filter(|table| table.starts_with("profile.dev"));
    of_profile.map(|table| format!("\n[{table}")).collect()
}

/// This platform: others' packages are left out, which no build here downloads.
fn host() -> Result<String> {
    let about = printed(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its platform")?.to_owned())
}
