//! The nearest entry and the difference, by every name that a difference has.

use serde_json::json;

use super::{explain, folder_with, json};

const POLICY: &str = r#"
[policies.api]
allow_origins = [
    "https://app.example.com",
    "https://www.example.org",
    "https://*.example.net",
    "https://shop.example.com.",
    "http://localhost:3000",
    "https://pr-{digits}.preview.example.dev",
    "https://login.accounts.example.io",
]
"#;

#[test]
fn every_difference() {
    let folder = folder_with("cors.toml", POLICY);
    for (origin, nearest, difference) in [
        (
            "http://app.example.com",
            json!("https://app.example.com"),
            json!("scheme"),
        ),
        (
            "app.example.com",
            json!("https://app.example.com"),
            json!("scheme"),
        ),
        (
            "https://app.example.com:8443",
            json!("https://app.example.com"),
            json!("port"),
        ),
        (
            "https://app.example.com:443",
            json!("https://app.example.com"),
            json!("port"),
        ),
        (
            "https://a.app.example.com",
            json!("https://app.example.com"),
            json!("subdomain"),
        ),
        (
            "https://accounts.example.io",
            json!("https://login.accounts.example.io"),
            json!("parent"),
        ),
        (
            "https://example.org",
            json!("https://www.example.org"),
            json!("www"),
        ),
        (
            "https://www.app.example.com",
            json!("https://app.example.com"),
            json!("www"),
        ),
        (
            "https://apq.example.com",
            json!("https://app.example.com"),
            json!("typo"),
        ),
        (
            "https://APP.example.com",
            json!("https://app.example.com"),
            json!("case"),
        ),
        (
            "https://app.example.com/",
            json!("https://app.example.com"),
            json!("trailing-slash"),
        ),
        (
            "https://shop.example.com",
            json!("https://shop.example.com."),
            json!("trailing-dot"),
        ),
        (
            "https://app.example.com.",
            json!("https://app.example.com"),
            json!("trailing-dot"),
        ),
        (
            "https://app.example.com/login",
            json!("https://app.example.com"),
            json!("path"),
        ),
        (
            "http://127.0.0.1:3000",
            json!("http://localhost:3000"),
            json!("loopback"),
        ),
        (
            "https://example.net",
            json!("https://*.example.net"),
            json!("wildcard"),
        ),
        (
            "https://pr-x.preview.example.dev",
            json!("https://pr-{digits}.preview.example.dev"),
            json!("hole"),
        ),
        ("null", json!(null), json!("null")),
        // A look-alike of an attacker's is like none.
        (
            "https://app.example.com.evil.test",
            json!(null),
            json!(null),
        ),
        ("https://site.test", json!(null), json!(null)),
        ("", json!(null), json!(null)),
    ] {
        let asked = ["cors.toml", "--format", "json", "--origin", origin];
        let found = json(&explain(folder.path(), &asked).code(1).stderr_eq(""));
        let expected = json!({ "allowed": false, "entry": null, "nearest": nearest, "difference": difference });
        assert_eq!(found["origin"], expected, "{origin}");
    }
}

/// The names of tool.md, and no other.
#[test]
fn the_names_are_those_of_the_core() {
    use cors_core::Difference::{
        Case, Hole, Loopback, Parent, Path, Port, Scheme, Subdomain, TrailingDot, TrailingSlash,
        Typo, Wildcard, Www,
    };
    let all = [
        Scheme,
        Port,
        Subdomain,
        Parent,
        Www,
        Typo,
        Case,
        TrailingSlash,
        TrailingDot,
        Path,
        Loopback,
        Wildcard,
        Hole,
    ];
    assert_eq!(
        all.map(cors_core::Difference::as_str),
        [
            "scheme",
            "port",
            "subdomain",
            "parent",
            "www",
            "typo",
            "case",
            "trailing-slash",
            "trailing-dot",
            "path",
            "loopback",
            "wildcard",
            "hole",
        ]
    );
}
