//! What git has: `git:REV:PATH`.

use std::{path::Path, process::Command};

use tempfile::TempDir;

use super::{NEW, OLD, cors_with, folder, write};

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    for name in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{name}_NAME"), "a")
            .env(format!("GIT_{name}_EMAIL"), "a@example.com");
    }
    let output = git.output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// A repository whose folder `config` had the old file, and has the new one.
fn repository() -> TempDir {
    let folder = folder(&[("config/cors.toml", OLD)]);
    git(
        folder.path(),
        &["init", "--quiet", "--initial-branch", "main"],
    );
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "one"]);
    write(folder.path(), "config/cors.toml", NEW);
    folder
}

#[test]
fn paths_from_the_root_and_from_here() {
    let repository = repository();
    let root = repository.path();
    let run = |folder: &Path, arguments: &[&str]| cors_with(folder, arguments, "", |_| {});
    let ran = run(root, &["git:HEAD:config/cors.toml", "config/cors.toml"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(
        ran.out.ends_with("5 changes from git:HEAD:config/cors.toml to config/cors.toml: 3 widen, 1 narrows, 1 differs\n"),
        "{}",
        ran.out
    );
    let config = root.join("config");
    for revision in [
        "git:HEAD:config/cors.toml",
        "git:main:./cors.toml",
        "git::./cors.toml",
    ] {
        let ran = run(&config, &[revision, "cors.toml", "--format", "json"]);
        assert_eq!(ran.changes().len(), 5, "{ran:?}");
    }
    let ran = run(
        &config,
        &[
            "git:HEAD:./cors.toml#private",
            "cors.toml#private",
            "--format",
            "json",
        ],
    );
    assert_eq!(ran.changes().len(), 5, "{ran:?}");
    // Two commits, and what is staged.
    git(root, &["add", "."]);
    let ran = run(
        root,
        &[
            "git:HEAD:config/cors.toml",
            "git::config/cors.toml",
            "--format",
            "json",
        ],
    );
    assert_eq!(ran.changes().len(), 5, "{ran:?}");
}

#[test]
fn what_git_does_not_have() {
    let repository = repository();
    let root = repository.path();
    let run = |arguments: &[&str]| cors_with(root, arguments, "", |_| {});
    let ran = run(&["git:HEAD:cors.toml", "config/cors.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: git has no \"HEAD:cors.toml\": path 'cors.toml' does not exist in 'HEAD'\n"
    );
    let ran = run(&["git:nowhere:config/cors.toml", "config/cors.toml"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err
            .starts_with("error: git has no \"nowhere:config/cors.toml\": "),
        "{}",
        ran.err
    );
    // Whoever means the one in this folder.
    let config = root.join("config");
    let ran = cors_with(&config, &["git:HEAD:cors.toml", "cors.toml"], "", |_| {});
    assert_eq!(
        ran.err,
        "error: git has no \"HEAD:cors.toml\": path 'cors.toml' does not exist in 'HEAD'; \
         a path begins at the repository's root, write \"git:HEAD:./cors.toml\"\n"
    );
}

#[test]
fn a_revision_is_no_option() {
    let repository = repository();
    let root = repository.path();
    for revision in ["--batch", "-p", "--textconv", "--help"] {
        let old = format!("git:{revision}:config/cors.toml");
        let ran = cors_with(root, &[&old, "config/cors.toml"], "", |_| {});
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(
            ran.err.starts_with(&format!(
                "error: git has no \"{revision}:config/cors.toml\""
            )),
            "{}",
            ran.err
        );
    }
}

#[test]
fn outside_of_a_repository_and_without_git() {
    let folder = folder(&[("cors.toml", OLD)]);
    let arguments = ["git:HEAD:cors.toml", "cors.toml"];
    let ran = cors_with(folder.path(), &arguments, "", |command| {
        command.env("GIT_CEILING_DIRECTORIES", folder.path());
    });
    assert_eq!(ran.status, 2);
    assert!(
        ran.err
            .starts_with("error: git has no \"HEAD:cors.toml\": not a git repository"),
        "{}",
        ran.err
    );
    let ran = cors_with(folder.path(), &arguments, "", |command| {
        command.env("PATH", "");
    });
    assert_eq!(ran.status, 2);
    assert!(
        ran.err
            .starts_with("error: git can't be run, which \"git:HEAD:cors.toml\" needs: "),
        "{}",
        ran.err
    );
    assert!(
        ran.err.ends_with("; install it, or name a file\n"),
        "{}",
        ran.err
    );
}

#[test]
fn a_file_that_is_called_like_that() {
    let folder = folder(&[("git:HEAD:cors.toml", OLD), ("cors.toml", OLD)]);
    let ran = cors_with(
        folder.path(),
        &["git:HEAD:cors.toml", "cors.toml"],
        "",
        |_| {},
    );
    assert_eq!(ran.out, "no changes from git:HEAD:cors.toml to cors.toml\n");
}
