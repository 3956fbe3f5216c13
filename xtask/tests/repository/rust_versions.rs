//! No published crate promises an older Rust than one of its dependencies.
//!
//! What its own code needs is clippy's business, whose `incompatible_msrv` the workspace turns on.

use std::collections::{HashMap, HashSet};

use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand, PackageId, semver::Version};

use crate::{is_published, root};

#[test]
fn no_crate_promises_an_older_rust_than_it_needs() {
    let mut command = MetadataCommand::new();
    command.features(CargoOpt::AllFeatures);
    let all = command.current_dir(root()).exec().unwrap();
    let packages: HashMap<_, _> = all.packages.iter().map(|p| (&p.id, p)).collect();
    let nodes = &all.resolve.as_ref().unwrap().nodes;
    let nodes: HashMap<_, _> = nodes.iter().map(|node| (&node.id, node)).collect();
    let mut wrong = Vec::new();
    for package in all.workspace_packages() {
        if !is_published(package) {
            continue;
        }
        let promised = package.rust_version.as_ref().unwrap();
        for id in compiled(&package.id, &nodes) {
            let dependency = packages[id];
            let needs_more = |needed: &&Version| *needed > promised;
            if let Some(needed) = dependency.rust_version.as_ref().filter(needs_more) {
                let (name, version) = (&dependency.name, &dependency.version);
                wrong.push(format!(
                    "{} needs {name} {version}: Rust {needed}",
                    package.name
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "rust-version is too low:\n{}",
        wrong.join("\n")
    );
}

/// What is compiled into a package on every platform.
fn compiled<'a>(
    package: &'a PackageId,
    nodes: &HashMap<&'a PackageId, &'a cargo_metadata::Node>,
) -> HashSet<&'a PackageId> {
    let mut found = HashSet::new();
    let mut open = vec![package];
    while let Some(user) = open.pop() {
        for dependency in &nodes[user].deps {
            let is_compiled = dependency
                .dep_kinds
                .iter()
                .any(|of| of.target.is_none() && of.kind != DependencyKind::Development);
            if is_compiled && found.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    found
}
