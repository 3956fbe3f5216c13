//! Features: each published crate compiles by itself, with each of its features and with none.

use core::iter;
use std::collections::BTreeSet;

use anyhow::Result;
use cargo_metadata::Package;

use crate::{
    metadata::{CORE, package, published, workspace},
    run::{cargo, run},
};

pub(super) fn features() -> Result<()> {
    let members = workspace()?;
    let core = package(&members, CORE)?;
    for features in few(core).chain(pairs(core)) {
        clippy(core, &features)?;
    }
    for other in published(&members).filter(|package| package.name != CORE) {
        let few: BTreeSet<_> = few(other).collect();
        for features in &few {
            clippy(other, features)?;
        }
    }
    Ok(())
}

/// Each package in a run of its own, or what another one asks for would come in with it.
fn clippy(package: &Package, features: &str) -> Result<()> {
    let mut command = cargo(&[
        "clippy",
        "--no-default-features",
        "--package",
        &package.name,
    ]);
    command.args(["--features", features]);
    run(command.args(["--", "--deny", "warnings"]))
}

/// No feature, each one alone, and all.
fn few(package: &Package) -> impl Iterator<Item = String> {
    let all = names(package).collect::<Vec<_>>().join(",");
    let each = names(package).map(str::to_owned);
    iter::once(String::new()).chain(each).chain([all])
}

/// The core has code for two features together.
fn pairs(package: &Package) -> impl Iterator<Item = String> {
    let later = |first| names(package).filter(move |name| *name > first);
    names(package)
        .flat_map(move |first| later(first).map(move |second| format!("{first},{second}")))
}

fn names(package: &Package) -> impl Iterator<Item = &str> {
    let names = package.features.keys().map(String::as_str);
    names.filter(|name| *name != "default")
}
