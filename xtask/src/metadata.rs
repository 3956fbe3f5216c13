//! What cargo knows about the workspace's packages.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::run::root;

/// The package that has the engine: see RELEASING.md about its name.
pub(crate) const CORE: &str = "cors-core";

/// The members of the workspace.
pub(crate) fn workspace() -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    Ok(command.current_dir(root()).no_deps().exec()?)
}

/// The members that registries get.
pub(crate) fn published(members: &Metadata) -> impl Iterator<Item = &Package> {
    { members.packages.iter() }.filter(|package| package.publish.is_none())
}

pub(crate) fn package<'a>(members: &'a Metadata, name: &str) -> Result<&'a Package> {
    let mut packages = members.packages.iter();
    let found = packages.find(|package| package.name == name);
    found.with_context(|| format!("there is no package {name}"))
}

/// The members that building and testing a member needs, itself among them.
pub(crate) fn members_for_tests(members: &Metadata, tested: &Package) -> Result<BTreeSet<String>> {
    let mut needed = BTreeSet::from([tested.name.to_string()]);
    let mut open = vec![tested];
    while let Some(user) = open.pop() {
        let of_members = user.dependencies.iter().filter(|d| d.path.is_some());
        // A dependency's own tests are not built.
        let is_built = |kind| kind == DependencyKind::Normal || user.name == tested.name;
        for dependency in of_members.filter(|dependency| is_built(dependency.kind)) {
            if needed.insert(dependency.name.clone()) {
                open.push(package(members, &dependency.name)?);
            }
        }
    }
    Ok(needed)
}
