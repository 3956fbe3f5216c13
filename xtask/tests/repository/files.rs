//! Each file of Rust says what it is and is no longer than one wants to read; none names a machine.

use std::{fs, process::Command};

use crate::root;

const LINES: usize = 400;

/// Longer files, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// Folders that some machines have, and a path begins with.
const MACHINES: [&str; 6] = ["home", "root", "Users", "work", "tmp", "var"];

#[test]
fn files_say_what_they_are_and_name_no_machine() {
    let mut found = Vec::new();
    for name in files() {
        let path = root().join(&name);
        // A link's text is checked where it leads to. Pictures are no text, and what is deleted, but not
        // yet in the index, is not there.
        let Some(text) = (!path.is_symlink())
            .then(|| fs::read_to_string(path).ok())
            .flatten()
        else {
            continue;
        };
        found.extend(of_rust(&name, &text));
        found.extend(of_text(&name, &text));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The files that git has or would add.
pub(crate) fn files() -> Vec<String> {
    let list = [
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ];
    let output = Command::new("git").args(list).current_dir(root()).output();
    let names = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(names.contains("Cargo.toml"), "git lists no files");
    names.split_terminator('\0').map(str::to_owned).collect()
}

fn of_rust(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !name.ends_with(".rs") {
        return found;
    }
    if !text.starts_with("//! ") {
        found.push(format!("{name}: its first line does not say what it is"));
    }
    let lines = text.lines().count();
    let is_source = name.split('/').any(|folder| folder == "src");
    let is_excepted = LONGER.iter().any(|(longer, _)| *longer == name);
    if is_source && lines > LINES && !is_excepted {
        found.push(format!("{name}: {lines} lines, more than {LINES}"));
    }
    if is_excepted && lines <= LINES {
        found.push(format!(
            "{name}: no longer than others, and needs no exception"
        ));
    }
    found
}

fn of_text(name: &str, text: &str) -> Vec<String> {
    let folders = MACHINES.map(|folder| format!("/{folder}/"));
    let this = format!("{}/", root().display());
    { folders.into_iter().chain([this]) }
        .filter(|path| begins_with(text, path))
        .map(|path| format!("{name}: it names a path in {path}, which others do not have"))
        .collect()
}

/// Whether any path begins with it: what stands before is no part of a path or URL.
fn begins_with(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || ".:/_-}".contains(c))
    })
}

#[test]
fn a_path_of_one_machine() {
    assert!(begins_with("see /opt/me/notes", "/opt/"));
    assert!(!begins_with(
        "see https://example.com/opt/me/notes",
        "/opt/"
    ));
}
