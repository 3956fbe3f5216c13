//! What registries and docs.rs show of each published crate is there.

use cargo_metadata::Package;

use crate::{is_published, members};

#[test]
fn published_crates_show_what_they_are() {
    for package in members().packages.iter().filter(|p| is_published(p)) {
        assert_eq!(missing(package), [""; 0], "{}", package.name);
    }
}

fn missing(package: &Package) -> Vec<&'static str> {
    let docs_rs = &package.metadata["docs"]["rs"]["all-features"];
    [
        ("description", package.description.is_some()),
        ("keywords", !package.keywords.is_empty()),
        ("categories", !package.categories.is_empty()),
        ("license", package.license.is_some()),
        ("rust-version", package.rust_version.is_some()),
        (
            "readme",
            package.readme().is_some_and(|file| file.is_file()),
        ),
        ("all-features for docs.rs", *docs_rs == true),
    ]
    .into_iter()
    .filter_map(|(what, is_there)| (!is_there).then_some(what))
    .collect()
}
