//! No published crate promises an older Rust than one of its dependencies.
//!
//! What its own code needs is clippy's business, whose `incompatible_msrv` the workspace turns on.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};

use crate::{
    metadata::{Metadata, Package},
    run::{cargo, printed},
};

pub(super) fn rust_versions() -> Result<()> {
    let all = Metadata::with_dependencies(cargo(&[]))?.packages;
    let by_name: HashMap<_, _> = all
        .iter()
        .map(|package| ((&*package.name, &*package.version), package))
        .collect();
    let mut wrong = Vec::new();
    for package in { all.iter() }.filter(|p| p.source.is_none() && p.is_published()) {
        let promised = package.rust_version.as_deref();
        let promised = parse(promised.with_context(|| format!("{} has none", package.name))?)?;
        for (name, version) in dependencies(package)? {
            let dependency = by_name.get(&(&*name, &*version));
            let dependency = dependency.with_context(|| format!("what is {name} {version}?"))?;
            let Some(needed) = &dependency.rust_version else {
                continue;
            };
            if parse(needed)? > promised {
                wrong.push(format!(
                    "{} needs {name} {version}: Rust {needed}",
                    package.name
                ));
            }
        }
    }
    ensure!(
        wrong.is_empty(),
        "rust-version is too low:\n{}",
        wrong.join("\n")
    );
    Ok(())
}

/// What is compiled into it, by name and version, with all of its features.
fn dependencies(package: &Package) -> Result<Vec<(String, String)>> {
    let tree = printed(
        cargo(&["tree", "--all-features", "--package", &package.name]).args([
            "--edges=normal,build",
            "--prefix=none",
            "--no-dedupe",
            "--format={p}",
        ]),
    )?;
    let pair = |line: &str| {
        let mut words = line.split(' ');
        let name = words.next()?.to_owned();
        Some((name, words.next()?.strip_prefix('v')?.to_owned()))
    };
    let mut found = Vec::new();
    for line in tree.lines() {
        found.push(pair(line).with_context(|| format!("cargo tree says {line:?}"))?);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// `1.86` or `1.86.0`.
fn parse(version: &str) -> Result<[u32; 3]> {
    let mut numbers = [0; 3];
    for (number, text) in numbers.iter_mut().zip(version.split('.')) {
        *number = { text.parse() }.with_context(|| format!("what is Rust {version}?"))?;
    }
    Ok(numbers)
}
