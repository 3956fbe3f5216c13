//! The file that is meant where none is named.

use std::fs;

use super::{RIGHT, WRONG, check, folder};

#[test]
fn the_nearest_one_up_to_the_repository() {
    let folder = folder(&[("cors.toml", RIGHT)]);
    let deep = folder.path().join("crates/a/src");
    fs::create_dir_all(&deep).unwrap();
    let said = check(&deep, &[]);
    assert_eq!(said.out, "../../../cors.toml: 1 policy, nothing wrong\n");
    fs::write(folder.path().join("crates/cors.toml"), WRONG).unwrap();
    let said = check(&deep, &[]);
    assert_eq!(said.status, 1);
    assert!(
        said.out.contains(" --> ../../cors.toml:2:18\n"),
        "{}",
        said.out
    );
    // Another repository inside of this one.
    fs::write(folder.path().join("crates/a/.git"), "gitdir: elsewhere\n").unwrap();
    let said = check(&deep, &[]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert_eq!(
        said.err,
        "error: there is no cors.toml, cors.yaml, cors.yml or cors.json here or in a folder above: name a file\n"
    );
}

#[test]
fn every_name() {
    for (name, text) in [
        ("cors.toml", RIGHT),
        ("cors.yaml", "policies: { a: { allow_origins: '*' } }\n"),
        ("cors.yml", "policies: { a: { allow_origins: '*' } }\n"),
        (
            "cors.json",
            "{\"policies\": {\"a\": {\"allow_origins\": \"*\"}}}",
        ),
    ] {
        let folder = folder(&[(name, text)]);
        let said = check(folder.path(), &[]);
        assert_eq!(said.out, format!("{name}: 1 policy, nothing wrong\n"));
    }
}

#[test]
fn two_in_one_folder() {
    let folder = folder(&[("cors.toml", RIGHT), ("cors.json", "{}")]);
    let said = check(folder.path(), &[]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert_eq!(
        said.err,
        "error: there are both cors.toml and cors.json: name one of them, or remove the others\n"
    );
    // Who names one has chosen.
    assert_eq!(check(folder.path(), &["cors.toml"]).status, 0);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_said() {
    let folder = folder(&[]);
    std::os::unix::fs::symlink("gone.toml", folder.path().join("cors.toml")).unwrap();
    let said = check(folder.path(), &["--format", "concise"]);
    assert_eq!(said.status, 2);
    assert_eq!(
        said.out,
        "cors.toml: unreadable-file: the file can't be read: No such file or directory (os error 2)\n"
    );
}
