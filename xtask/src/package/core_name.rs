//! The core's package under another name: what RELEASING.md says to change, done to a copy of the tree.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

use crate::metadata::CORE;

/// The library stays `cors_core`, and the dependency `cors-core`.
pub(super) fn change(tree: &Path, name: &str) -> Result<()> {
    let line = "\ncors-core = { ";
    let renamed = format!("{line}package = {name:?}, ");
    replace(&tree.join("Cargo.toml"), line, &renamed)?;
    let profile = "\n[profile.dev.package.cors-core]\n";
    replace(
        &tree.join("Cargo.toml"),
        profile,
        &profile.replace(CORE, name),
    )?;
    let package = "[package]\nname = \"cors-core\"\n";
    let renamed = format!("[lib]\nname = \"cors_core\"\n\n[package]\nname = {name:?}\n");
    replace(&tree.join("cors-core/Cargo.toml"), package, &renamed)
}

fn replace(file: &Path, before: &str, after: &str) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let count = text.matches(before).count();
    let file_name = file.display();
    ensure!(count == 1, "{file_name} has {before:?} {count} times");
    Ok(fs::write(file, text.replace(before, after))?)
}
