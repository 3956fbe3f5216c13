//! What scripts, editors and GitHub read.

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use super::{DOUBTFUL, RIGHT, WRONG, check, check_with, folder};

#[test]
fn json() {
    let folder = folder(&[("a.toml", WRONG), ("b.yaml", DOUBTFUL), ("c.toml", RIGHT)]);
    let said = check(
        folder.path(),
        &[
            "a.toml",
            "b.yaml",
            "c.toml",
            "nope.toml",
            "--format",
            "json",
        ],
    );
    assert_eq!((said.status, said.err.as_str()), (2, ""));
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    let message = "invalid origin \"null\": every sandboxed frame and local file has this origin";
    assert_eq!(
        answer,
        json!({
            "schema": 1,
            "files": [
                { "file": "a.toml", "policies": null, "errors": 2, "warnings": 0 },
                { "file": "b.yaml", "policies": ["a"], "errors": 0, "warnings": 1 },
                { "file": "c.toml", "policies": ["a"], "errors": 0, "warnings": 0 },
                { "file": "nope.toml", "policies": null, "errors": 1, "warnings": 0 },
            ],
            "diagnostics": [
                {
                    "file": "a.toml",
                    "code": "origin-path",
                    "severity": "error",
                    "message": "invalid origin \"https://a.example/\": an origin has no path",
                    "help": "write \"https://a.example\"",
                    "policy": "a",
                    "line": 2,
                    "column": 18,
                    "end": { "line": 2, "column": 38 },
                    "fix": { "text": "\"https://a.example\"" },
                },
                {
                    "file": "a.toml",
                    "code": "origin-null",
                    "severity": "error",
                    "message": message,
                    "help": "remove it, or allow it with dangerously_allow_null_origin, without credentials",
                    "policy": "a",
                    "line": 2,
                    "column": 40,
                    "end": { "line": 2, "column": 46 },
                    "fix": null,
                },
                {
                    "file": "b.yaml",
                    "code": "max-age-capped",
                    "severity": "warning",
                    "message": "max_age 3600: WebKit cuts it to 600 seconds",
                    "help": "write 600 to get the same time in every browser",
                    "policy": "a",
                    "line": 4,
                    "column": 14,
                    "end": { "line": 4, "column": 18 },
                    "fix": null,
                },
                {
                    "file": "nope.toml",
                    "code": "unreadable-file",
                    "severity": "error",
                    "message": "the file can't be read: No such file or directory (os error 2)",
                    "help": null,
                    "policy": null,
                    "line": null,
                    "column": null,
                    "end": null,
                    "fix": null,
                },
            ],
            "counts": { "errors": 3, "warnings": 1, "fixable": 1 },
        })
    );
}

#[test]
fn json_of_nothing() {
    let folder = folder(&[("cors.toml", RIGHT)]);
    let said = check(folder.path(), &["--format", "json"]);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.status, 0);
    assert_eq!(answer["diagnostics"], json!([]));
    assert_eq!(
        answer["counts"],
        json!({ "errors": 0, "warnings": 0, "fixable": 0 })
    );
}

#[test]
fn annotations() {
    let folder = folder(&[("a,b 100%.toml", WRONG), ("b.yaml", DOUBTFUL)]);
    let said = check(
        folder.path(),
        &["a,b 100%.toml", "b.yaml", "nope", "--format", "github"],
    );
    assert_eq!((said.status, said.err.as_str()), (2, ""));
    assert_data_eq!(
        said.out,
        str![[r#"
::error file=a%2Cb 100%25.toml,line=2,col=18,endColumn=38,endLine=2,title=origin-path::invalid origin "https://a.example/": an origin has no path; write "https://a.example"
::error file=a%2Cb 100%25.toml,line=2,col=40,endColumn=46,endLine=2,title=origin-null::invalid origin "null": every sandboxed frame and local file has this origin; remove it, or allow it with dangerously_allow_null_origin, without credentials
::warning file=b.yaml,line=4,col=14,endColumn=18,endLine=4,title=max-age-capped::max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser
::error file=nope,title=unknown-format::the file's name does not tell its format; end it in .toml, .json, .yaml or .yml, or name the format

"#]]
    );
}

#[test]
fn nothing_to_say_in_lines() {
    let folder = folder(&[("cors.toml", RIGHT)]);
    for format in ["concise", "github"] {
        let said = check(folder.path(), &["--format", format]);
        assert_eq!(
            (said.status, said.out.as_str(), said.err.as_str()),
            (0, "", "")
        );
    }
}

/// Columns count characters, and what a file says cannot end a line.
#[test]
fn lines_of_odd_texts() {
    let folder = folder(&[]);
    let text = "[policies.a]\nallow_origins = [\"é\u{1f600}\", \"https://A.example\\n::error::x\\u001b[31m\"]\n";
    for (format, place) in [
        ("concise", "standard input:2:24: "),
        ("github", "line=2,col=24,"),
    ] {
        let arguments = ["-", "--input-format", "toml", "--format", format];
        let said = check_with(folder.path(), &arguments, text.as_bytes());
        assert_eq!(said.out.lines().count(), 2, "{}", said.out);
        assert!(
            said.out.lines().nth(1).unwrap().contains(place),
            "{}",
            said.out
        );
        assert!(!said.out.contains('\u{1b}'), "{}", said.out);
    }
}

/// What the documentation shows is what there is.
#[test]
fn json_as_documented() {
    let documented = include_str!("../../../docs/ci.md");
    let (_, json) = documented.split_once("```json\n").unwrap();
    let (json, _) = json.split_once("```").unwrap();
    let text = "[policies.private]\nallow_origins = [\"https://app.example.com/\"]\n";
    let folder = folder(&[("cors.toml", text)]);
    let said = check(folder.path(), &["--format", "json"]);
    let [documented, actual] =
        [json, &said.out].map(|text| serde_json::from_str::<Value>(text).unwrap());
    assert_eq!(actual, documented);
}
