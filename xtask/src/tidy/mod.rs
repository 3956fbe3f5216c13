//! The rules of the repository that no compiler knows: files, manifests, who may depend on whom.

mod arrows;
mod files;
mod manifests;

use anyhow::{Result, ensure};

use crate::metadata::Metadata;

/// Finds everything that breaks a rule, and fails where anything does.
pub(crate) fn tidy() -> Result<()> {
    let workspace = Metadata::workspace()?;
    let mut found = files::check()?;
    found.extend(arrows::check(&workspace));
    found.extend(manifests::check(&workspace));
    ensure!(found.is_empty(), "this is not tidy:\n{}", found.join("\n"));
    Ok(())
}
