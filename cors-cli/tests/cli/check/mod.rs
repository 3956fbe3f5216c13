//! `cors check`, through the binary: what it finds, where, and how it ends.

mod discovery;
mod fix;
mod formats;
pub(crate) mod sarif;

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

/// What the command said, and how it ended.
#[derive(Debug, PartialEq)]
struct Said {
    status: i32,
    out: String,
    err: String,
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // Nothing above it is looked at.
    fs::create_dir(folder.path().join(".git")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> Said {
    check_with(folder, arguments, b"")
}

/// The same, with something on standard input.
fn check_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Said {
    let mut cors = Command::new(env!("CARGO_BIN_EXE_cors"));
    cors.arg("check").args(arguments).current_dir(folder);
    cors.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    let piped = [Stdio::piped(), Stdio::piped(), Stdio::piped()];
    let [input_end, out, err] = piped;
    let mut child = cors
        .stdin(input_end)
        .stdout(out)
        .stderr(err)
        .spawn()
        .unwrap();
    // Who is not asked to read need not.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const RIGHT: &str = "[policies.a]\nallow_origins = \"https://a.example\"\n";
const WRONG: &str = "[policies.a]\nallow_origins = [\"https://a.example/\", \"null\"]\n";
const DOUBTFUL: &str = "policies:\n  a:\n    allow_origins: https://a.example\n    max_age: 3600\n";

#[test]
fn each_diagnostic_and_their_number() {
    let folder = folder(&[("cors.toml", WRONG)]);
    let said = check(folder.path(), &[]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert_data_eq!(
        said.out,
        str![[r#"
error[origin-path]: invalid origin "https://a.example/": an origin has no path
 --> cors.toml:2:18
  |
2 | allow_origins = ["https://a.example/", "null"]
  |                  ^^^^^^^^^^^^^^^^^^^^
  |
help: write "https://a.example"
  |
2 - allow_origins = ["https://a.example/", "null"]
2 + allow_origins = ["https://a.example", "null"]
  |

error[origin-null]: invalid origin "null": every sandboxed frame and local file has this origin
 --> cors.toml:2:40
  |
2 | allow_origins = ["https://a.example/", "null"]
  |                                        ^^^^^^
  |
  = help: remove it, or allow it with dangerously_allow_null_origin, without credentials

2 errors in cors.toml; 1 can be fixed with --fix

"#]]
    );
}

#[test]
fn nothing_wrong() {
    let folder = folder(&[("a.toml", RIGHT), ("b.toml", RIGHT)]);
    let said = check(folder.path(), &["a.toml"]);
    let expected = Said {
        status: 0,
        out: "a.toml: 1 policy, nothing wrong\n".to_owned(),
        err: String::new(),
    };
    assert_eq!(said, expected);
    let said = check(folder.path(), &["a.toml", "b.toml"]);
    assert_eq!(said.out, "2 files: 2 policies, nothing wrong\n");
    assert_eq!(said.status, 0);
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let folder = folder(&[("a.yaml", DOUBTFUL)]);
    let said = check(folder.path(), &["a.yaml"]);
    assert_eq!(said.status, 0);
    assert!(
        said.out.ends_with("\n1 warning in a.yaml\n"),
        "{}",
        said.out
    );
    let denied = check(folder.path(), &["a.yaml", "--deny-warnings"]);
    assert_eq!((denied.status, denied.out), (1, said.out));
}

#[test]
fn one_file_hides_no_other() {
    let folder = folder(&[
        ("a.toml", WRONG),
        ("b.ini", RIGHT),
        ("c.yaml", DOUBTFUL),
        ("d.toml", RIGHT),
    ]);
    fs::write(folder.path().join("e.json"), b"{\"\xff\": 1}").unwrap();
    let files = [
        "a.toml",
        "b.ini",
        "missing.toml",
        "c.yaml",
        "d.toml",
        "e.json",
    ];
    let said = check(
        folder.path(),
        &[&files[..], &["--format", "concise"]].concat(),
    );
    assert_eq!((said.status, said.err.as_str()), (2, ""));
    assert_data_eq!(
        said.out,
        str![[r#"
a.toml:2:18: origin-path: invalid origin "https://a.example/": an origin has no path; write "https://a.example"
a.toml:2:40: origin-null: invalid origin "null": every sandboxed frame and local file has this origin; remove it, or allow it with dangerously_allow_null_origin, without credentials
b.ini: unknown-format: the file's name does not tell its format; end it in .toml, .json, .yaml or .yml, or name the format
missing.toml: unreadable-file: the file can't be read: No such file or directory (os error 2)
c.yaml:4:14: max-age-capped: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser
e.json:1:3: not-utf-8: the file is not UTF-8: it holds a byte 0xff; save it as UTF-8

"#]]
    );
    let said = check(folder.path(), &files);
    assert!(
        said.out
            .ends_with("\n5 errors, 1 warning in 5 of 6 files; 1 can be fixed with --fix\n"),
        "{}",
        said.out
    );
    // What could be read, and is no text, was looked at.
    assert_eq!(check(folder.path(), &["e.json"]).status, 1);
    // A name that tells nothing has its format named; one that does is believed.
    let said = check(
        folder.path(),
        &["b.ini", "c.yaml", "--input-format", "toml"],
    );
    assert_eq!(said.status, 0, "{}", said.out);
}

#[test]
fn standard_input() {
    let folder = folder(&[]);
    let said = check_with(
        folder.path(),
        &["-", "--input-format", "yml"],
        DOUBTFUL.as_bytes(),
    );
    assert_eq!(said.status, 0);
    assert!(
        said.out.contains(" --> standard input:4:14\n"),
        "{}",
        said.out
    );
    assert!(
        said.out.ends_with("\n1 warning in standard input\n"),
        "{}",
        said.out
    );
    let said = check_with(folder.path(), &["-"], DOUBTFUL.as_bytes());
    let expected = Said {
        status: 2,
        out: String::new(),
        err: "error: nothing tells the format of standard input: name it with --input-format toml, json or yaml\n"
            .to_owned(),
    };
    assert_eq!(said, expected);
    let said = check(folder.path(), &["-", "-", "--input-format", "toml"]);
    assert_eq!(said.status, 2);
    assert_eq!(
        said.err,
        "error: standard input can be read only once: name - once\n"
    );
}

#[test]
fn usage() {
    let folder = folder(&[("cors.toml", RIGHT)]);
    for arguments in [
        &["--dry-run"][..],
        &["--input-format", "ini"],
        &["--format", "xml"],
        &["--fixx"],
    ] {
        let said = check(folder.path(), arguments);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.starts_with("error: "), "{}", said.err);
    }
}

#[test]
fn what_is_no_file() {
    let folder = folder(&[("cors.toml", RIGHT), ("b.toml", WRONG)]);
    let said = check(folder.path(), &["b.toml", "cors.toml#a"]);
    let expected = Said {
        status: 2,
        out: String::new(),
        err: "error: a file is checked as a whole: name cors.toml without #a\n".to_owned(),
    };
    assert_eq!(said, expected);
    let said = check(folder.path(), &["-#a", "--input-format", "toml"]);
    let expected = Said {
        err: "error: a file is checked as a whole: name - without #a\n".to_owned(),
        ..expected
    };
    assert_eq!(said, expected);
    let said = check(folder.path(), &[".", "b.toml", "--format", "concise"]);
    assert_eq!(said.status, 2);
    assert_eq!(
        said.err,
        "error: . is a folder: name the policy files in it\n"
    );
    assert_eq!(said.out.lines().count(), 2);
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let folder = folder(&[("cors.toml", WRONG)]);
    for (arguments, coloured) in [
        (&[][..], false),
        (&["--color", "never"][..], false),
        (&["--color", "always"][..], true),
    ] {
        let said = check(folder.path(), arguments);
        assert_eq!(said.out.contains('\u{1b}'), coloured, "{arguments:?}");
    }
}

/// Lines stay as long as they are.
#[test]
fn nothing_is_wrapped() {
    let list: String = (0..60)
        .map(|n| format!("\"https://a{n}.example\", "))
        .collect();
    let text = format!("[policies.a]\nallow_origins = [{list}\"null\"]\n");
    let folder = folder(&[("cors.toml", &text)]);
    let said = check(folder.path(), &["--format", "concise"]);
    assert_eq!(said.out.lines().count(), 1);
    let said = check(folder.path(), &[]);
    assert_eq!(said.out.lines().next().unwrap().len(), 95, "{}", said.out);
}
