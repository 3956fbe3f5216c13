//! What cargo knows about the workspace's packages, and about those that they need.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::run::{cargo, printed};

#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// None of what comes from a folder.
    pub(crate) source: Option<String>,
    pub(crate) manifest_path: PathBuf,
    pub(crate) rust_version: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) readme: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) dependencies: Vec<Dependency>,
    publish: Option<Vec<String>>,
    /// The manifest's tables for other tools.
    pub(crate) metadata: serde_json::Value,
}

#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `dev` or `build`; none of a normal one.
    pub(crate) kind: Option<String>,
    /// Some for another member of the workspace.
    pub(crate) path: Option<PathBuf>,
}

impl Metadata {
    /// The members of the workspace.
    pub(crate) fn workspace() -> Result<Self> {
        Self::members(cargo(&[]))
    }

    /// The members of the workspace that this cargo runs in.
    pub(crate) fn members(mut cargo: Command) -> Result<Self> {
        Self::read(cargo.args(["metadata", "--format-version=1", "--no-deps"]))
    }

    /// What the package needs that this cargo runs in, or the whole workspace. Other platforms' packages
    /// are left out, which no build here downloads.
    pub(crate) fn with_dependencies(mut cargo: Command) -> Result<Self> {
        let about = printed(Command::new(cargo.get_program()).arg("-vV"))?;
        let host = about.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.context("cargo does not name its platform")?;
        let metadata = ["metadata", "--format-version=1", "--all-features"];
        Self::read(cargo.args(metadata).args(["--filter-platform", host]))
    }

    fn read(command: &mut Command) -> Result<Self> {
        Ok(serde_json::from_str(&printed(command)?)?)
    }

    pub(crate) fn published(&self) -> impl Iterator<Item = &Package> {
        { self.packages.iter() }.filter(|package| package.is_published())
    }

    pub(crate) fn package(&self, name: &str) -> Result<&Package> {
        let found = self.packages.iter().find(|package| package.name == name);
        found.with_context(|| format!("there is no package {name}"))
    }

    /// The members that building and testing a member needs, itself among them.
    pub(crate) fn members_for_tests(&self, package: &Package) -> Result<BTreeSet<String>> {
        let mut needed = BTreeSet::from([package.name.clone()]);
        let mut open: Vec<_> = package.members(|_| true).collect();
        while let Some(name) = open.pop() {
            if needed.insert(name.to_owned()) {
                let not_dev = |dependency: &Dependency| dependency.kind.is_none();
                open.extend(self.package(name)?.members(not_dev));
            }
        }
        Ok(needed)
    }
}

impl Package {
    pub(crate) fn is_published(&self) -> bool {
        self.publish.is_none()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(&self.manifest_path)
    }

    /// The names of the other members among its dependencies.
    pub(crate) fn members(&self, kind: impl Fn(&Dependency) -> bool) -> impl Iterator<Item = &str> {
        let members = self.dependencies.iter().filter(|d| d.path.is_some());
        members
            .filter(move |dependency| kind(dependency))
            .map(|dependency| dependency.name.as_str())
    }
}

/// The package that has the engine: see RELEASING.md about its name.
pub(crate) const CORE: &str = "cors-core";

/// One framework each.
pub(crate) const ADAPTERS: [&str; 5] = [
    "cors-actix",
    "cors-axum",
    "cors-poem",
    "cors-rocket",
    "cors-warp",
];
