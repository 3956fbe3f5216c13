//! `cors diff`: what it prints, and how it ends.

mod git;
mod policies;

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// What is said of each change: policy, kind, sentence.
    fn changes(&self) -> Vec<String> {
        let json = self.json();
        let of = |change: &Value, name: &str| change[name].as_str().unwrap().to_owned();
        let changes = json["changes"].as_array().unwrap().iter();
        let changes = changes.map(|change| {
            ["policy", "kind", "sentence"]
                .map(|name| of(change, name))
                .join(" ")
        });
        changes.collect()
    }
}

fn cors_with(folder: &Path, arguments: &[&str], input: &str, change: impl Fn(&mut Command)) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors"));
    command.arg("diff").args(arguments).current_dir(folder);
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("LC_ALL", "C");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    change(&mut command);
    let mut child = command.spawn().unwrap();
    // It may not read what it is given.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn cors(folder: &TempDir, arguments: &[&str]) -> Ran {
    cors_with(folder.path(), arguments, "", |_| {})
}

const OLD: &str = r#"
[policies.private]
allow_origins = ["https://app.example.com", "http://localhost:3000"]
allow_methods = ["PUT", "DELETE"]
allow_headers = ["content-type"]
max_age = 600

[policies.public]
allow_origins = ["*"]
"#;

const NEW: &str = r#"
[policies.private]
allow_origins = ["http://localhost:*", "https://*.example.com"]
allow_methods = ["PUT"]
allow_headers = ["Content-Type", "x-trace"]

[policies.public]
allow_origins = ["*"]
"#;

#[test]
fn people_read_it_by_policy() {
    let folder = folder(&[("old.toml", OLD), ("new.toml", NEW)]);
    let ran = cors(&folder, &["old.toml", "new.toml"]);
    assert_eq!(
        ran.out,
        "private
  + now allowed: http://localhost  allow_origins
  + now allowed: https://a.example.com  allow_origins
  - no longer allowed: DELETE  allow_methods
  + now allowed: x-trace  allow_headers
  ~ browsers may cache preflights for 5 instead of 600 seconds  max_age

5 changes from old.toml to new.toml: 3 widen, 1 narrows, 1 differs
"
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

#[test]
fn one_policy_of_standard_input() {
    let folder = folder(&[("new.toml", NEW)]);
    for arguments in [
        &["-#private", "new.toml#private"][..],
        &["--deny-widening", "-#private", "new.toml#private"],
        &["-#private", "new.toml#private", "--deny-widening"],
    ] {
        let arguments = [arguments, &["--input-format", "toml"]].concat();
        let ran = cors_with(folder.path(), &arguments, OLD, |_| {});
        let last = "5 changes from standard input#private to new.toml#private: 3 widen, 1 narrows, 1 differs\n";
        assert!(ran.out.ends_with(last), "{ran:?}");
        let fails = arguments.contains(&"--deny-widening");
        assert_eq!(ran.status, i32::from(fails), "{ran:?}");
    }
    let ran = cors(&folder, &["--deny-widenin", "new.toml", "new.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err
            .contains("there is no such option; if it is a file, write ./--deny-widenin"),
        "{}",
        ran.err
    );
}

#[test]
fn colour_where_it_is_wanted() {
    let folder = folder(&[("old.toml", OLD), ("new.toml", NEW)]);
    let ran = cors(&folder, &["old.toml", "new.toml", "--color", "always"]);
    assert!(
        ran.out
            .contains("\u{1b}[32m+ now allowed: x-trace\u{1b}[0m"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("\u{1b}[31m- no longer allowed: DELETE\u{1b}[0m"),
        "{}",
        ran.out
    );
    let plain = cors(&folder, &["old.toml", "new.toml", "--color", "never"]);
    assert!(!plain.out.contains('\u{1b}'));
}

#[test]
fn scripts_read_one_object() {
    let folder = folder(&[("old.toml", OLD), ("new.toml", NEW)]);
    let ran = cors(&folder, &["old.toml", "new.toml", "--format", "json"]);
    let change = |setting: &str, kind: &str, witness: Value, sentence: &str| json!({"policy": "private", "setting": setting, "kind": kind, "witness": witness, "sentence": sentence});
    assert_eq!(
        ran.json(),
        json!({
            "schema": 1,
            "changes": [
                change("allow_origins", "widens", json!("http://localhost"), "now allowed: http://localhost"),
                change("allow_origins", "widens", json!("https://a.example.com"), "now allowed: https://a.example.com"),
                change("allow_methods", "narrows", json!("DELETE"), "no longer allowed: DELETE"),
                change("allow_headers", "widens", json!("x-trace"), "now allowed: x-trace"),
                change("max_age", "differs", Value::Null, "browsers may cache preflights for 5 instead of 600 seconds"),
            ],
        })
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

#[test]
fn no_change_is_said() {
    let folder = folder(&[
        (
            "old.toml",
            "[policies.a]\nallow_origins = [\"https://a.example.com\", \"https://b.example.com\"]\nallow_methods = [\"GET\"]\n",
        ),
        (
            "new.yaml",
            "policies:\n  a:\n    allow_origins:\n      - regex: https://(b|a)\\.example\\.com\n",
        ),
    ]);
    let ran = cors(&folder, &["old.toml", "new.yaml", "--deny-widening"]);
    assert_eq!(ran.out, "no changes from old.toml to new.yaml\n");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let ran = cors(&folder, &["old.toml", "new.yaml", "--format", "json"]);
    assert_eq!(ran.json(), json!({"schema": 1, "changes": []}));
}

#[test]
fn a_widening_fails_where_it_is_denied() {
    let folder = folder(&[("old.toml", OLD), ("new.toml", NEW)]);
    let ran = cors(
        &folder,
        &[
            "old.toml",
            "new.toml",
            "--deny-widening",
            "--format",
            "json",
        ],
    );
    assert_eq!(ran.status, 1);
    assert_eq!(ran.changes().len(), 5);
    assert_eq!(
        ran.err,
        "error: 3 changes let in more, which --deny-widening does not accept\n"
    );
    // What narrows or differs is accepted.
    let narrow = OLD.replace("\"PUT\", ", "").replace("600", "60");
    write(folder.path(), "narrow.toml", &narrow);
    let ran = cors(&folder, &["old.toml", "narrow.toml", "--deny-widening"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(
        ran.out
            .ends_with("2 changes from old.toml to narrow.toml: 0 widen, 1 narrows, 1 differs\n"),
        "{}",
        ran.out
    );
}

#[test]
fn what_does_not_build_is_said_of_both_files() {
    let broken = "[policies.a]\nallow_origins = [\"https://app.example.com/\"]\n";
    let folder = folder(&[
        ("old.toml", broken),
        ("new.toml", broken),
        ("fine.toml", OLD),
    ]);
    let ran = cors(&folder, &["old.toml", "new.toml", "--format", "json"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    for file in ["old.toml", "new.toml"] {
        assert!(
            ran.err.contains(&format!(" --> {file}:2:18")),
            "{}",
            ran.err
        );
    }
    let ran = cors(&folder, &["fine.toml", "new.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("error[origin-path]"), "{}", ran.err);
    let ran = cors(&folder, &["fine.toml", "missing.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("missing.toml"), "{}", ran.err);
}

#[test]
fn standard_input_is_one_of_the_two() {
    let folder = folder(&[("old.toml", OLD)]);
    // The format is that of standard input; the other file tells its own.
    let json = r#"{"policies": {"private": {"allow_origins": ["https://app.example.com"]}}}"#;
    let arguments = [
        "old.toml#private",
        "-",
        "--input-format",
        "json",
        "--format",
        "json",
    ];
    let ran = cors_with(folder.path(), &arguments, json, |_| {});
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(
        ran.changes()[0],
        "private narrows no longer allowed: http://localhost:3000"
    );
    let ran = cors(&folder, &["old.toml", "-"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: nothing tells the format; name it with --input-format toml, json or yaml\n"
    );
    let ran = cors(&folder, &["--input-format", "json", "--", "-", "-#a"]);
    assert_eq!(ran.status, 2);
    assert_eq!(
        ran.err,
        "error: OLD and NEW can't both be \"-\": there is one standard input; name a file for one of them\n"
    );
}
