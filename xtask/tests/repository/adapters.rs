//! What the five adapters have in common, beyond what the suite sees.

use std::{collections::BTreeSet, fs};

use crate::{members, root};

const ADAPTERS: [&str; 5] = [
    "cors-actix",
    "cors-axum",
    "cors-poem",
    "cors-rocket",
    "cors-warp",
];

#[test]
fn features_are_the_same() {
    let members = members();
    let table = |name| {
        let mut packages = members.packages.iter();
        &packages
            .find(|package| package.name == name)
            .unwrap()
            .features
    };
    for name in ADAPTERS {
        assert_eq!(table(name), table(ADAPTERS[0]), "{name}");
    }
}

/// One of these crates is all that an application needs: each re-exports whatever the core has at its
/// root, and the core itself.
#[test]
fn re_exports_are_complete() {
    let core = exported("cors-core", "pub use self::{");
    assert!(core.contains("Policy") && core.len() > 10, "{core:?}");
    for name in ADAPTERS {
        let mut adapter = exported(name, "pub use cors_core::{");
        assert!(adapter.remove("self"), "{name} does not re-export the core");
        assert_eq!(adapter, core, "{name}");
    }
}

/// The names in the braces of a declaration, modules left out.
fn exported(package: &str, declaration: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(package).join("src/lib.rs")).unwrap();
    let (_, rest) = text.split_once(declaration).unwrap();
    let (names, _) = rest.split_once("};").unwrap();
    let words = names.split(|c: char| !c.is_alphanumeric());
    let is_type = |word: &&str| *word == "self" || word.starts_with(char::is_uppercase);
    words.filter(is_type).map(str::to_owned).collect()
}
