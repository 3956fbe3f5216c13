//! What registries and docs.rs show of each published crate is there.

use std::path::Path;

use crate::metadata::{Metadata, Package};

pub(super) fn check(workspace: &Metadata) -> Vec<String> {
    { workspace.published() }
        .flat_map(|package| {
            let missing = missing(package).into_iter();
            missing.map(move |what| format!("{}: its manifest has no {what}", package.name))
        })
        .collect()
}

fn missing(package: &Package) -> Vec<&'static str> {
    let docs_rs = &package.metadata["docs"]["rs"]["all-features"];
    [
        ("description", package.description.is_some()),
        ("keywords", !package.keywords.is_empty()),
        ("categories", !package.categories.is_empty()),
        ("license", package.license.is_some()),
        ("rust-version", package.rust_version.is_some()),
        ("readme", is_there(package, package.readme.as_deref())),
        ("all-features for docs.rs", *docs_rs == true),
    ]
    .into_iter()
    .filter_map(|(what, is_there)| (!is_there).then_some(what))
    .collect()
}

fn is_there(package: &Package, file: Option<&str>) -> bool {
    file.is_some_and(|file| package.folder().join(Path::new(file)).is_file())
}
