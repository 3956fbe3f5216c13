//! SARIF, validated against the schema of its standard.

use boon::{Compiler, Schemas};
use serde_json::{Value, json};

use super::{DOUBTFUL, RIGHT, WRONG, check, folder};

/// Written by OASIS for SARIF 2.1.0, as code scanning validates it; [`schema/README.md`] has where it is from.
///
/// [`schema/README.md`]: https://github.com/oasis-tcs/sarif-spec
const SCHEMA: &str = include_str!("schema/sarif-schema-2.1.0.json");

#[track_caller]
fn assert_valid(log: &Value) {
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.enable_format_assertions();
    let schema = serde_json::from_str(SCHEMA).unwrap();
    compiler.add_resource("sarif.json", schema).unwrap();
    let schema = compiler.compile("sarif.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(log, schema) {
        panic!("{error:#}\n{log:#}");
    }
}

fn sarif(folder: &std::path::Path, files: &[&str]) -> Value {
    let said = check(folder, &[files, &["--format", "sarif"]].concat());
    assert_eq!(said.err, "");
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn what_is_written_is_valid() {
    let folder = folder(&[("a b.toml", WRONG), ("b.yaml", DOUBTFUL), ("c.toml", RIGHT)]);
    let log = sarif(
        folder.path(),
        &["a b.toml", "b.yaml", "c.toml", "nope.toml"],
    );
    assert_valid(&log);
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "cors");
    let rules: Vec<_> = driver["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    assert_eq!(
        rules,
        [
            "max-age-capped",
            "origin-null",
            "origin-path",
            "unreadable-file"
        ]
    );
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(*rules[index], result["ruleId"]);
    }
    let region = json!({ "startLine": 2, "startColumn": 18, "endLine": 2, "endColumn": 38 });
    let place = json!({ "uri": "a%20b.toml" });
    assert_eq!(
        results[0],
        json!({
            "ruleId": "origin-path",
            "ruleIndex": 2,
            "level": "error",
            "message": {
                "text": "invalid origin \"https://a.example/\": an origin has no path; write \"https://a.example\"",
            },
            "locations": [{ "physicalLocation": { "artifactLocation": place, "region": region } }],
            "fixes": [{
                "description": { "text": "write \"https://a.example\"" },
                "artifactChanges": [{
                    "artifactLocation": place,
                    "replacements": [{
                        "deletedRegion": region,
                        "insertedContent": { "text": "\"https://a.example\"" },
                    }],
                }],
            }],
        })
    );
    let levels: Vec<_> = results.iter().map(|result| &result["level"]).collect();
    assert_eq!(levels, ["error", "error", "warning", "error"]);
}

/// A clean run has a log, too: it is how code scanning learns that an alert is gone.
#[test]
fn nothing_wrong_is_valid() {
    let folder = folder(&[("cors.toml", RIGHT)]);
    let log = sarif(folder.path(), &[]);
    assert_valid(&log);
    assert_eq!(log["runs"][0]["results"], json!([]));
}

/// Whether the test can fail.
#[test]
fn what_is_not_valid_is_found() {
    let folder = folder(&[("cors.toml", WRONG)]);
    let mut log = sarif(folder.path(), &[]);
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    let is_found = std::panic::catch_unwind(|| assert_valid(&log)).is_err();
    assert!(is_found);
}
