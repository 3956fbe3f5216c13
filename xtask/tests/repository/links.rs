//! What Markdown links to in the repository is there.

use std::{fs, path::Path};

use crate::{files::files, root};

#[test]
fn links_lead_somewhere() {
    let mut count = 0;
    let mut broken = Vec::new();
    // What stands below `src` is a part of rustdoc's, which looks after its links.
    let names = files().into_iter();
    for name in names.filter(|name| name.ends_with(".md") && !name.contains("src/")) {
        let path = root().join(&name);
        let text = fs::read_to_string(&path).unwrap();
        let folder = path.parent().unwrap();
        for link in links(&text) {
            count += 1;
            if !is_there(folder, link) {
                broken.push(format!("{name}: {link} is not there"));
            }
        }
    }
    assert!(count > 50, "only {count} links were found");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The paths that a text links to, without their fragments. URLs and places of the same text are none.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("](").skip(1);
    let targets = parts.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    let paths = targets.map(|target| target.split_once('#').map_or(target, |(path, _)| path));
    paths.filter(|path| !path.is_empty() && !path.contains([' ', ':']))
}

fn is_there(folder: &Path, link: &str) -> bool {
    folder.join(link).exists()
}

#[test]
fn a_link_is_found_with_its_place() {
    let text = "[a](a.md) and [b](https://b.example/b.md), [c](c/d.md#e), [f](#f)";
    assert_eq!(links(text).collect::<Vec<_>>(), ["a.md", "c/d.md"]);
    assert!(is_there(root(), "README.md") && !is_there(root(), "none.md"));
}
