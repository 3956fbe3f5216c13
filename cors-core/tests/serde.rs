//! Policies in configuration files: every key, every mistake, and the way back.
#![cfg(feature = "serde")]

mod support;

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use serde_json::json;
use support::allows;

#[track_caller]
fn toml(text: &str) -> PolicyBuilder {
    toml::from_str(text).unwrap()
}

#[track_caller]
fn json(text: &str) -> PolicyBuilder {
    serde_json::from_str(text).unwrap()
}

/// Without the place, which is the format's to say.
#[track_caller]
fn toml_err(text: &str) -> String {
    let error = toml::from_str::<PolicyBuilder>(text).unwrap_err();
    error.message().to_owned()
}

#[track_caller]
fn json_err(text: &str) -> String {
    let error = serde_json::from_str::<PolicyBuilder>(text).unwrap_err();
    let text = error.to_string();
    text.split(" at line ").next().unwrap().to_owned()
}

fn app() -> PolicyBuilder {
    Policy::builder().allow_origins(["https://app.example.com"])
}

#[track_caller]
fn assert_same(left: PolicyBuilder, right: PolicyBuilder) {
    assert_eq!(left.build().unwrap(), right.build().unwrap());
}

/// The policy of every key.
fn full() -> PolicyBuilder {
    Policy::builder()
        .allow_origins(["https://app.example.com", "https://*.example.com:8443"])
        .allow_credentials(true)
        .allow_methods(["PUT", "DELETE"])
        .allow_headers(["content-type", "x-api-key"])
        .expose_headers(["x-request-id"])
        .max_age(Duration::from_secs(600))
        .minimal_disclosure(true)
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true)
        .dangerously_allow_null_origin(false)
}

#[test]
fn every_key() {
    let text = r#"
        allow_origins = ["https://app.example.com", "https://*.example.com:8443"]
        allow_credentials = true
        allow_methods = ["PUT", "DELETE"]
        allow_headers = ["content-type", "x-api-key"]
        expose_headers = ["x-request-id"]
        max_age = 600
        minimal_disclosure = true
        dangerously_allow_insecure_origins = true
        dangerously_allow_public_suffixes = true
        dangerously_allow_null_origin = false
    "#;
    assert_same(toml(text), full());
    let text = r#"{
        "dangerously_allow_null_origin": false,
        "dangerously_allow_public_suffixes": true,
        "dangerously_allow_insecure_origins": true,
        "minimal_disclosure": true,
        "max_age": 600,
        "expose_headers": ["x-request-id"],
        "allow_headers": ["content-type", "x-api-key"],
        "allow_methods": ["PUT", "DELETE"],
        "allow_credentials": true,
        "allow_origins": ["https://app.example.com", "https://*.example.com:8443"]
    }"#;
    assert_same(json(text), full());
}

/// Each key by itself is what its method is.
#[test]
fn key_by_key() {
    for (line, builder) in [
        ("", app()),
        ("allow_credentials = true", app().allow_credentials(true)),
        ("allow_methods = ['PUT']", app().allow_methods(["PUT"])),
        ("allow_headers = ['x-a']", app().allow_headers(["x-a"])),
        ("expose_headers = ['x-a']", app().expose_headers(["x-a"])),
        ("max_age = 5", app().max_age(Duration::from_secs(5))),
        ("max_age = 0", app().max_age(Duration::ZERO)),
        ("minimal_disclosure = true", app().minimal_disclosure(true)),
        (
            "guard_unsafe_methods = true",
            app().guard_unsafe_methods(true),
        ),
        (
            "guard_unsafe_methods = true\nguard_safe_methods = true",
            app().guard_unsafe_methods(true).guard_safe_methods(true),
        ),
        ("guard_websockets = true", app().guard_websockets(true)),
        (
            "expect_hosts = ['localhost', '[::1]:8080']",
            app().expect_hosts(["localhost", "[::1]:8080"]),
        ),
        (
            "dangerously_allow_insecure_origins = true",
            app().dangerously_allow_insecure_origins(true),
        ),
        (
            "dangerously_allow_public_suffixes = true",
            app().dangerously_allow_public_suffixes(true),
        ),
        (
            "dangerously_allow_null_origin = true",
            app().dangerously_allow_null_origin(true),
        ),
    ] {
        let text = format!("allow_origins = ['https://app.example.com']\n{line}");
        let policy = toml(&text).build().unwrap();
        assert_eq!(policy, builder.build().unwrap(), "{line}");
        assert_eq!(policy == app().build().unwrap(), line.is_empty(), "{line}");
    }
}

#[test]
fn a_bare_string_is_a_list_of_one() {
    let text = r#"
        allow_origins = "https://app.example.com"
        allow_methods = "PUT"
        allow_headers = "content-type"
        expose_headers = "etag"
    "#;
    let builder = app()
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .expose_headers(["etag"]);
    assert_same(toml(text), builder.clone());
    let text = r#"{
        "allow_origins": "https://app.example.com",
        "allow_methods": "PUT",
        "allow_headers": "content-type",
        "expose_headers": "etag"
    }"#;
    assert_same(json(text), builder);
    let any = toml("allow_origins = '*'").build().unwrap();
    assert!(allows(&any, "https://anybody.example"));
    // It is split, unlike an entry of a list.
    let two = toml("allow_origins = 'https://a.example,https://b.example'");
    let listed = Policy::builder().allow_origins(["https://a.example", "https://b.example"]);
    assert_same(two, listed);
    let error = toml("allow_origins = ['https://a.example,https://b.example']").build();
    assert_eq!(error.unwrap_err().problems()[0].code(), "origin-several");
}

/// A list of hosts that is given must not be empty, other than the rest.
#[test]
fn hosts() {
    let text = |value: &str| {
        toml(&format!(
            "guard_unsafe_methods = true\nexpect_hosts = {value}"
        ))
    };
    let guarded = || Policy::builder().guard_unsafe_methods(true);
    assert_eq!(text("'localhost'"), guarded().expect_hosts("localhost"));
    assert_eq!(
        text("'localhost, [::1]:8080'"),
        guarded().expect_hosts(["localhost", "[::1]:8080"])
    );
    assert_eq!(text("[]"), guarded().expect_hosts([""; 0]));
    assert_ne!(text("[]"), guarded());
    let code = |builder: PolicyBuilder| builder.build().unwrap_err().problems()[0].code();
    assert_eq!(code(text("[]")), "no-host");
    assert_eq!(code(text("' , '")), "no-host");
    assert_eq!(code(text("['localhost/']")), "host-path");
    assert_eq!(
        serde_json::to_value(text("[]")).unwrap(),
        json!({"expect_hosts": [], "guard_unsafe_methods": true})
    );
    assert_eq!(
        serde_json::to_value(text("'localhost'").build().unwrap()).unwrap(),
        json!({"expect_hosts": ["localhost"], "guard_unsafe_methods": true})
    );
    assert_eq!(
        toml_err("expect_hosts = 5"),
        "invalid type: integer `5`, expected a string or a list of strings"
    );
}

#[test]
fn nothing_and_empty_lists() {
    for builder in [
        toml(""),
        json("{}"),
        toml("allow_origins = []"),
        json(r#"{"allow_methods": [], "allow_origins": []}"#),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.problems()[0].code(), "no-origin");
    }
}

/// What is well-formed is checked by `build` as in code: strings are taken as they are.
#[test]
fn values_are_checked_by_building() {
    let error = toml("allow_origins = ['https://a.example/', 'null']\nmax_age = 100000")
        .build()
        .unwrap_err();
    let codes: Vec<_> = error.problems().iter().map(|p| p.code()).collect();
    assert_eq!(codes, ["origin-path", "origin-null", "max-age-too-long"]);
}

#[test]
fn unknown_keys() {
    const KEYS: &str = "expected one of `allow_origins`, `origins_may_be_empty`, `allow_credentials`, `allow_methods`, \
        `allow_headers`, `expose_headers`, `max_age`, `minimal_disclosure`, `preflight_status`, \
        `guard_unsafe_methods`, `guard_safe_methods`, `guard_websockets`, `expect_hosts`, \
        `dangerously_allow_insecure_origins`, `dangerously_allow_public_suffixes`, \
        `dangerously_allow_null_origin`, `dangerously_allow_file_origin`";
    for key in [
        "allow_origin",
        "allowed_origins",
        "allow-origins",
        "allowOrigins",
        "ALLOW_ORIGINS",
        "maxage",
        "regex",
        "",
    ] {
        let message = format!("unknown field `{key}`, {KEYS}");
        assert_eq!(toml_err(&format!("{key:?} = true")), message);
        assert_eq!(json_err(&format!("{{{key:?}: true}}")), message);
    }
}

#[test]
fn keys_given_twice() {
    for key in [
        "allow_credentials",
        "minimal_disclosure",
        "dangerously_allow_insecure_origins",
        "dangerously_allow_public_suffixes",
        "dangerously_allow_null_origin",
    ] {
        let text = format!(r#"{{"{key}": true, "max_age": 1, "{key}": true}}"#);
        assert_eq!(json_err(&text), format!("duplicate field `{key}`"));
    }
    for key in [
        "allow_origins",
        "allow_methods",
        "allow_headers",
        "expose_headers",
    ] {
        let text = format!(r#"{{"{key}": "a", "{key}": ["b"]}}"#);
        assert_eq!(json_err(&text), format!("duplicate field `{key}`"));
    }
    assert_eq!(
        json_err(r#"{"max_age": 1, "max_age": 1}"#),
        "duplicate field `max_age`"
    );
    // TOML itself has no such thing.
    assert_eq!(toml_err("max_age = 1\nmax_age = 1"), "duplicate key");
}

#[test]
fn wrong_types() {
    for (text, message) in [
        (
            "allow_origins = 1",
            "invalid type: integer `1`, expected a string or a list of strings",
        ),
        (
            "allow_origins = true",
            "invalid type: boolean `true`, expected a string or a list of strings",
        ),
        (
            "allow_origins = [1]",
            r#"invalid type: integer `1`, expected an origin, or a table with the one key "regex""#,
        ),
        (
            "allow_origins = [['https://a.example']]",
            r#"invalid type: sequence, expected an origin, or a table with the one key "regex""#,
        ),
        (
            "allow_credentials = 'true'",
            r#"invalid type: string "true", expected a boolean"#,
        ),
        (
            "allow_credentials = 1",
            "invalid type: integer `1`, expected a boolean",
        ),
        (
            "allow_methods = {}",
            "invalid type: map, expected a string or a list of strings",
        ),
        (
            "allow_methods = ['PUT', true]",
            "invalid type: boolean `true`, expected a string",
        ),
        (
            "allow_headers = 1.5",
            "invalid type: floating point `1.5`, expected a string or a list of strings",
        ),
        (
            "expose_headers = false",
            "invalid type: boolean `false`, expected a string or a list of strings",
        ),
        (
            "max_age = '600'",
            r#"invalid type: string "600", expected u64"#,
        ),
        (
            "max_age = 600.5",
            "invalid type: floating point `600.5`, expected u64",
        ),
        ("max_age = -1", "invalid value: integer `-1`, expected u64"),
        (
            "minimal_disclosure = 'no'",
            r#"invalid type: string "no", expected a boolean"#,
        ),
        (
            "dangerously_allow_insecure_origins = 1",
            "invalid type: integer `1`, expected a boolean",
        ),
        (
            "dangerously_allow_public_suffixes = []",
            "invalid type: sequence, expected a boolean",
        ),
        (
            "dangerously_allow_null_origin = 'null'",
            r#"invalid type: string "null", expected a boolean"#,
        ),
    ] {
        assert_eq!(toml_err(text), message, "{text}");
    }
    for (text, message) in [
        (
            "[]",
            "invalid type: sequence, expected the settings of a CORS policy",
        ),
        (
            "null",
            "invalid type: null, expected the settings of a CORS policy",
        ),
        (
            "\"*\"",
            r#"invalid type: string "*", expected the settings of a CORS policy"#,
        ),
        (
            r#"{"allow_origins": null}"#,
            "invalid type: null, expected a string or a list of strings",
        ),
        (
            r#"{"allow_origins": [null]}"#,
            r#"invalid type: null, expected an origin, or a table with the one key "regex""#,
        ),
        (r#"{"max_age": null}"#, "invalid type: null, expected u64"),
        (
            r#"{"max_age": 1e3}"#,
            "invalid type: floating point `1000.0`, expected u64",
        ),
        (
            r#"{"allow_credentials": null}"#,
            "invalid type: null, expected a boolean",
        ),
    ] {
        assert_eq!(json_err(text), message, "{text}");
    }
}

/// The text is not borrowed: JSON with escapes has to be copied anyway.
#[test]
fn escapes() {
    let text = r#"{"allow\u005forigins": ["https:\/\/app.example.com"]}"#;
    assert_same(json(text), app());
    let value = json!({"allow_origins": "https://app.example.com", "max_age": 600});
    let builder: PolicyBuilder = serde_json::from_value(value).unwrap();
    assert_same(builder, app().max_age(Duration::from_secs(600)));
    let reader = r#"{"allow_origins": "https://app.example.com"}"#.as_bytes();
    assert_same(serde_json::from_reader(reader).unwrap(), app());
}

#[test]
fn in_a_larger_file() {
    let text = r#"
        [policies.private]
        allow_origins = "https://app.example.com"
        allow_credentials = true

        [policies.public]
        allow_origins = "*"
    "#;
    let mut file: std::collections::BTreeMap<
        String,
        std::collections::BTreeMap<String, PolicyBuilder>,
    > = toml::from_str(text).unwrap();
    let mut policies = file.remove("policies").unwrap();
    assert_same(
        policies.remove("private").unwrap(),
        app().allow_credentials(true),
    );
    assert_same(
        policies.remove("public").unwrap(),
        Policy::builder().allow_origins(["*"]),
    );
}

#[test]
fn regex_tables() {
    const TEXT: &str =
        r#"allow_origins = ["https://a.example", { regex = 'https://b-[0-9]+\.example' }]"#;
    #[cfg(feature = "regex")]
    {
        let policy = toml(TEXT).build().unwrap();
        let builder = Policy::builder()
            .allow_origins(["https://a.example"])
            .allow_origin_regex(r"https://b-[0-9]+\.example");
        assert_eq!(policy, builder.build().unwrap());
        assert!(allows(&policy, "https://b-17.example"));
        assert!(!allows(&policy, "https://b-17.example.evil.test"));

        let error = json(r#"{"allow_origins": [{"regex": "("}]}"#).build();
        assert_eq!(error.unwrap_err().problems()[0].code(), "invalid-regex");
    }
    #[cfg(not(feature = "regex"))]
    assert_eq!(
        toml_err(TEXT),
        r#"regex "https://b-[0-9]+\\.example" needs the feature "regex" of cors-core"#
    );
}

#[test]
fn malformed_regex_tables() {
    for (entry, message) in [
        ("{}", "missing field `regex`"),
        (
            r#"{"pattern": "a"}"#,
            "unknown field `pattern`, expected `regex`",
        ),
        (
            r#"{"regex": "a", "flags": "i"}"#,
            "unknown field `flags`, expected `regex`",
        ),
        (r#"{"regex": "a", "regex": "a"}"#, "duplicate field `regex`"),
        (
            r#"{"regex": ["a"]}"#,
            "invalid type: sequence, expected a string",
        ),
        (
            r#"{"regex": null}"#,
            "invalid type: null, expected a string",
        ),
    ] {
        let text = format!(r#"{{"allow_origins": [{entry}]}}"#);
        assert_eq!(json_err(&text), message, "{entry}");
    }
    // Only origins have them.
    assert_eq!(
        json_err(r#"{"allow_methods": [{"regex": "a"}]}"#),
        "invalid type: map, expected a string"
    );
}

/// Only a lone string is a list of one.
#[test]
fn a_bare_regex_table() {
    let error = json_err(r#"{"allow_origins": {"regex": "a"}}"#);
    assert_eq!(
        error,
        "invalid type: map, expected a string or a list of strings"
    );
}

#[track_caller]
fn assert_round_trip(builder: PolicyBuilder) {
    let policy = builder.build().unwrap();
    let written = toml::to_string(&policy).unwrap();
    assert_same(toml(&written), policy.to_builder());
    let written = serde_json::to_string(&policy).unwrap();
    assert_same(json(&written), policy.to_builder());
    // What people read can be put into a file too.
    assert_same(toml(&policy.to_string()), policy.to_builder());
}

#[test]
fn round_trips() {
    assert_round_trip(app());
    assert_round_trip(full());
    assert_round_trip(
        Policy::builder()
            .allow_origins(["*"])
            .allow_methods(["*"])
            .allow_headers(["*", "authorization"])
            .expose_headers(["*"])
            .max_age(Duration::ZERO),
    );
    assert_round_trip(
        Policy::builder()
            .allow_origins([
                "http://[2001:db8::1]:*",
                "https://pr-{digits}.example.com",
                "app://Host",
            ])
            .dangerously_allow_null_origin(true),
    );
    assert_round_trip(Policy::builder().dangerously_allow_null_origin(true));
    assert_round_trip(
        app()
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true)
            .expect_hosts(["*.example.com:8443", "[::1]"]),
    );
    assert_round_trip(Policy::builder().expect_hosts("localhost:*"));
    assert_round_trip(app().allow_headers(["x`|~'", "x!#$%&"]));
    #[cfg(feature = "regex")]
    assert_round_trip(
        app()
            .allow_origin_regex(r"https://b\.example")
            .allow_origins(["https://c.example"])
            .allow_origin_regex("https://\"?\\x62\u{7f}?\t?ü?d\\.example"),
    );
}

#[test]
fn what_is_written() {
    let policy = full()
        .allow_headers(["X-API-Key", "Authorization"])
        .build()
        .unwrap();
    assert_eq!(
        serde_json::to_value(&policy).unwrap(),
        json!({
            "allow_origins": ["https://app.example.com", "https://*.example.com:8443"],
            "allow_credentials": true,
            "allow_methods": ["PUT", "DELETE"],
            "allow_headers": ["content-type", "x-api-key", "X-API-Key", "Authorization"],
            "expose_headers": ["x-request-id"],
            "max_age": 600,
            "minimal_disclosure": true,
            "dangerously_allow_insecure_origins": true,
            "dangerously_allow_public_suffixes": true,
        })
    );
    // What says nothing is left out.
    let policy = app().build().unwrap();
    assert_eq!(
        serde_json::to_string(&policy).unwrap(),
        r#"{"allow_origins":["https://app.example.com"]}"#
    );
    #[cfg(feature = "regex")]
    {
        let policy = Policy::builder().allow_origin_regex(r"https://a\.example");
        assert_eq!(
            serde_json::to_value(policy.build().unwrap()).unwrap(),
            json!({"allow_origins": [{"regex": r"https://a\.example"}]})
        );
    }
}

#[test]
fn predicates_are_code() {
    let policy = app().allow_origin_if(|_| false).build().unwrap();
    let message = "a policy with a predicate can't be written: a predicate is code";
    assert_eq!(toml::to_string(&policy).unwrap_err().to_string(), message);
    let error = serde_json::to_string(&policy).unwrap_err();
    assert_eq!(error.to_string(), message);
}
