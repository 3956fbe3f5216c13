//! Features: the adapters have the same ones, and each crate compiles with each of them alone.

use core::iter;

use anyhow::{Result, ensure};

use crate::{
    metadata::{ADAPTERS, CORE, Metadata, Package},
    run::{cargo, run},
};

pub(super) fn features() -> Result<()> {
    let workspace = Metadata::workspace()?;
    tables_agree(&workspace)?;
    let core = workspace.package(CORE)?;
    for features in few(core).chain(pairs(core)) {
        clippy(core, &features)?;
    }
    for name in ADAPTERS {
        let adapter = workspace.package(name)?;
        for features in few(adapter) {
            clippy(adapter, &features)?;
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

/// The adapters' features are the same, with the same meaning.
fn tables_agree(workspace: &Metadata) -> Result<()> {
    let [first, others @ ..] = ADAPTERS;
    let table = &workspace.package(first)?.features;
    for name in others {
        let other = &workspace.package(name)?.features;
        ensure!(
            other == table,
            "the adapters' features differ: {name} has {other:?}, {first} has {table:?}"
        );
    }
    Ok(())
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
