//! `--format json`: one object, by its schema, and nothing else.

use std::fs;

use boon::{Compiler, Schemas};
use serde_json::{Value, json};

use super::{EXACT, LOSSY, Ran, TARGETS, cors, folder};

fn object(ran: &Ran) -> Value {
    let value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let schema = serde_json::from_str(include_str!("schema/export.json")).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler
        .add_resource("https://cors.invalid/export", schema)
        .unwrap();
    let index = compiler
        .compile("https://cors.invalid/export", &mut schemas)
        .unwrap();
    if let Err(error) = schemas.validate(&value, index) {
        panic!("{error:#}\n{value:#}");
    }
    value
}

/// The texts are what is written, and standard error is silent.
#[test]
fn an_object_holds_the_files() {
    let folder = folder(EXACT);
    for (target, endings) in TARGETS {
        let ran = cors(&folder, &["--to", target, "--format", "json"]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{target}");
        let value = object(&ran);
        assert_eq!(value["target"], target);
        assert_eq!(value["exported"], true);
        assert_eq!(value["policies"], json!(["private", "partner"]));
        let files = value["files"].as_array().unwrap();
        assert_eq!(files.len(), 2 * endings.len(), "{target}");
        let printed = cors(&folder, &["--to", target]).out;
        for file in files {
            assert!(printed.contains(file["text"].as_str().unwrap()), "{target}");
            assert_eq!(
                (&file["path"], &file["status"]),
                (&Value::Null, &Value::Null)
            );
        }

        let arguments = ["--to", target, "--format", "json", "--output", target];
        for status in ["written", "unchanged"] {
            let ran = cors(&folder, &arguments);
            assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{target}");
            let value = object(&ran);
            for file in value["files"].as_array().unwrap() {
                assert_eq!(file["status"], status, "{target}");
                let path = folder.path().join(file["path"].as_str().unwrap());
                assert_eq!(fs::read_to_string(path).unwrap(), file["text"], "{target}");
            }
        }
    }
}

/// Where nothing is written, the object has the losses, and standard error says why.
#[test]
fn a_refusal_is_an_object_too() {
    let folder = folder(LOSSY);
    let ran = cors(&folder, &["--to", "gateway-api", "--format", "json"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err
            .starts_with("error: nothing exported to gateway-api: "),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    let value = object(&ran);
    assert_eq!(
        (&value["exported"], &value["files"]),
        (&json!(false), &json!([]))
    );
    let losses = value["losses"].as_array().unwrap();
    let place = |code: &str| {
        let loss = losses.iter().find(|loss| loss["code"] == code).unwrap();
        [
            "policy", "setting", "entry", "kind", "line", "column", "end",
        ]
        .map(|name| loss[name].clone())
    };
    assert_eq!(
        json!(place("export-regex")),
        json!(["ports", "allow_origins", 2, "impossible", 9, 3, {"line": 9, "column": 48}])
    );
    let wide = place("export-covers-authorization");
    assert_eq!(wide[3], "looser");
    assert_eq!(wide[4], 15);

    let arguments = [
        "--to",
        "gateway-api",
        "cors.toml#wide",
        "--allow-looser",
        "--format",
        "json",
    ];
    let ran = cors(&folder, &arguments);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let value = object(&ran);
    assert_eq!(value["exported"], true);
    let kinds: Vec<_> = { value["losses"].as_array().unwrap().iter() }
        .map(|loss| loss["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"looser"), "{kinds:?}");
}
