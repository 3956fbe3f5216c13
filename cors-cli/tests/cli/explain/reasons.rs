//! Every reason that a policy can be the cause of.

use serde_json::{Value, json};

use super::{explain, folder_with, json};

const POLICIES: &str = r#"
[policies.one]
allow_origins = ["https://app.example.com"]

[policies.any]
allow_origins = ["*"]
allow_headers = ["*"]

[policies.credentials]
allow_origins = ["https://app.example.com"]
allow_headers = ["*"]
allow_methods = ["PUT"]
allow_credentials = true

[policies.insecure]
allow_origins = ["http://app.example.com"]
dangerously_allow_insecure_origins = true

[policies.guarded]
allow_origins = ["https://app.example.com"]
guard_unsafe_methods = true
guard_safe_methods = true
"#;

#[test]
fn reasons_and_cures() {
    let folder = folder_with("cors.toml", POLICIES);
    let app = "https://app.example.com";
    let entry = |setting: &str, value: Value| json!({ "setting": setting, "value": value });
    let add = |setting: &str, value: &str| entry(setting, value.into());
    for (policy, options, reason, cures) in [
        (
            "one",
            vec!["--origin", "https://a.test"],
            json!("origin-not-allowed"),
            vec![add("allow_origins", "https://a.test")],
        ),
        (
            "guarded",
            vec!["--origin", "https://a.test"],
            json!("origin-not-allowed"),
            vec![add("allow_origins", "https://a.test")],
        ),
        (
            "guarded",
            vec!["--origin", "https://a.test", "--method", "POST"],
            json!("origin-not-allowed"),
            vec![add("allow_origins", "https://a.test")],
        ),
        (
            "guarded",
            vec!["--origin", "http://a.test"],
            json!("origin-not-allowed"),
            vec![],
        ),
        (
            "one",
            vec!["--origin", "null"],
            json!("null-origin"),
            vec![],
        ),
        (
            "one",
            vec!["--origin", "file://"],
            json!("origin-not-allowed"),
            vec![],
        ),
        (
            "one",
            vec!["--origin", "http://a.test", "--credentials"],
            json!("origin-not-allowed"),
            vec![],
        ),
        (
            "one",
            vec!["--origin", app, "--method", "PUT"],
            json!("method-not-allowed"),
            vec![add("allow_methods", "PUT")],
        ),
        (
            "one",
            vec!["--origin", app, "--method", "put"],
            json!("method-not-allowed"),
            vec![add("allow_methods", "PUT")],
        ),
        (
            "one",
            vec!["--origin", app, "--method", "patch"],
            json!("method-not-allowed"),
            vec![],
        ),
        (
            "one",
            vec!["--origin", app, "--header", "X-A", "--header", "x-b"],
            json!("header-not-allowed"),
            vec![add("allow_headers", "x-a"), add("allow_headers", "x-b")],
        ),
        (
            "one",
            vec!["--origin", app, "--header", "authorization"],
            json!("header-not-allowed"),
            vec![add("allow_headers", "authorization")],
        ),
        (
            "one",
            vec!["--origin", app, "--header", "content-type"],
            json!("header-not-allowed"),
            vec![add("allow_headers", "content-type")],
        ),
        (
            "any",
            vec!["--origin", app, "--header", "authorization"],
            json!("authorization-not-covered"),
            vec![add("allow_headers", "authorization")],
        ),
        (
            "credentials",
            vec![
                "--origin",
                app,
                "--header",
                "authorization",
                "--credentials",
            ],
            json!("header-not-allowed"),
            vec![add("allow_headers", "authorization")],
        ),
        (
            "one",
            vec!["--origin", app, "--credentials"],
            json!("credentials-not-allowed"),
            vec![entry("allow_credentials", true.into())],
        ),
        (
            "any",
            vec!["--origin", app, "--credentials"],
            json!("wildcard-with-credentials"),
            vec![
                add("allow_origins", app),
                entry("allow_credentials", true.into()),
            ],
        ),
        (
            "any",
            vec!["--origin", "null", "--credentials"],
            json!("wildcard-with-credentials"),
            vec![],
        ),
        (
            "any",
            vec!["--origin", "http://a.test", "--credentials"],
            json!("wildcard-with-credentials"),
            vec![],
        ),
        (
            "insecure",
            vec!["--origin", "http://app.example.com", "--credentials"],
            json!("credentials-not-allowed"),
            vec![entry("allow_credentials", true.into())],
        ),
        (
            "insecure",
            vec!["--origin", "http://a.test", "--credentials"],
            json!("origin-not-allowed"),
            vec![
                add("allow_origins", "http://a.test"),
                entry("allow_credentials", true.into()),
            ],
        ),
        (
            "any",
            vec!["--origin", app, "--read", "ETag"],
            json!("not-exposed"),
            vec![add("expose_headers", "etag")],
        ),
        (
            "any",
            vec!["--origin", app, "--read", "set-cookie"],
            json!("not-exposed"),
            vec![],
        ),
        (
            "one",
            vec!["--origin", app, "--method", "TRACE"],
            json!(null),
            vec![],
        ),
        // What would help against the one does not help against the other.
        (
            "one",
            vec!["--origin", "https://a.test", "--method", "patch"],
            json!("origin-not-allowed"),
            vec![],
        ),
        // No browser sends these.
        (
            "one",
            vec!["--origin", "https://app.example.com:443"],
            json!("origin-not-allowed"),
            vec![],
        ),
        (
            "any",
            vec!["--origin", "app.example.com"],
            json!(null),
            vec![],
        ),
    ] {
        let file = format!("cors.toml#{policy}");
        let asked = [&[file.as_str()][..], &options, &["--format", "json"]].concat();
        let found = json(&explain(folder.path(), &asked).code(1).stderr_eq(""));
        assert_eq!(found["schema"], 1);
        assert_eq!(found["browser"]["allowed"], false, "{asked:?}");
        assert_eq!(found["browser"]["reason"], reason, "{asked:?}");
        assert_eq!(found["cures"], json!(cures), "{asked:?}");
    }
}

#[test]
fn what_is_allowed() {
    let folder = folder_with("cors.toml", POLICIES);
    let app = "https://app.example.com";
    for (policy, options) in [
        ("one", vec!["--origin", app]),
        ("one", vec!["--origin", app, "--upload"]),
        ("one", vec!["--origin", app, "--upload", "--method", "POST"]),
        ("one", vec!["--origin", app, "--header", "range"]),
        (
            "one",
            vec!["--origin", app, "--header", "content-type: text/plain"],
        ),
        ("one", vec!["--origin", app, "--read", "content-type"]),
        ("any", vec!["--origin", "null"]),
        ("any", vec!["--origin", app, "--header", "x-a"]),
        (
            "credentials",
            vec![
                "--origin",
                app,
                "--header",
                "x-a",
                "--method",
                "PUT",
                "--credentials",
            ],
        ),
        ("guarded", vec!["--origin", app, "--method", "POST"]),
        ("guarded", vec!["--origin", app]),
    ] {
        let file = format!("cors.toml#{policy}");
        let asked = [&[file.as_str()][..], &options, &["--format", "json"]].concat();
        let found = json(&explain(folder.path(), &asked).code(0).stderr_eq(""));
        assert_eq!(found["browser"]["allowed"], true, "{asked:?}");
        assert_eq!(found["origin"]["allowed"], true, "{asked:?}");
        assert_eq!(found["cures"], json!([]), "{asked:?}");
    }
}

/// By the standard, `*` does not cover it. Today's browsers let it through all the same.
#[test]
fn authorization_under_a_wildcard() {
    let folder = folder_with("cors.toml", POLICIES);
    let asked = [
        "cors.toml#any",
        "--origin",
        "https://app.example.com",
        "--header",
        "authorization",
        "--format",
        "json",
    ];
    let found = json(&explain(folder.path(), &asked).code(1));
    let codes: Vec<_> = found["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| &note["code"])
        .collect();
    assert_eq!(codes, [&json!("authorization-let-through")]);
}

#[test]
fn a_wildcard_is_not_spelt_out() {
    let folder = folder_with("cors.toml", POLICIES);
    let options = [
        "cors.toml#credentials",
        "--origin",
        "https://app.example.com",
        "--header",
        "x-trace",
        "--header",
        "authorization",
        "--credentials",
        "--format",
        "json",
    ];
    let found = json(&explain(folder.path(), &options).code(1));
    assert_eq!(
        found["cures"],
        json!([{ "setting": "allow_headers", "value": "authorization" }])
    );
}

#[test]
fn what_has_to_go_first() {
    let policy =
        "[policies.a]\nallow_origins = [\"https://app.example.com\"]\nexpose_headers = [\"*\"]\n";
    let folder = folder_with("cors.toml", policy);
    let options = [
        "cors.toml",
        "--origin",
        "https://app.example.com",
        "--credentials",
        "--format",
        "json",
    ];
    let found = json(&explain(folder.path(), &options).code(1));
    assert_eq!(found["cures"], json!([]));
    assert_eq!(
        found["notes"][0]["sentence"],
        "the policy does not build with what is missing added to it: expose_headers \"*\" with credentials: browsers take it for a header named \"*\""
    );
}
