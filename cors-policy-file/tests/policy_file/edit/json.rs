//! Additions to JSON.

use cors_core::Setting;
use cors_policy_file::Format;

use super::{CREDENTIALS, Change, edited, entry, header, max_age};

fn check(change: &Change, text: &str, expected: &str) {
    assert_eq!(
        edited(text, Format::Json, core::slice::from_ref(change)),
        expected
    );
}

#[test]
fn lists_keep_their_layout() {
    for (text, expected) in [
        (
            r#"{"policies": {"a": {"allow_headers": ["x-a"]}}}"#,
            r#"{"policies": {"a": {"allow_headers": ["x-a", "x-b"]}}}"#,
        ),
        (
            r#"{"policies":{"a":{"allow_headers":["x-a"]}}}"#,
            r#"{"policies":{"a":{"allow_headers":["x-a","x-b"]}}}"#,
        ),
        (
            r#"{"policies": {"a": {"allow_headers": "x-a"}}}"#,
            r#"{"policies": {"a": {"allow_headers": ["x-a", "x-b"]}}}"#,
        ),
        (
            r#"{"policies": {"a": {"allow_headers": [ ] }}}"#,
            r#"{"policies": {"a": {"allow_headers": [ "x-b" ] }}}"#,
        ),
        (
            "{\"policies\": {\"a\": {\r\n\t\"allow_headers\": [\r\n\t\t\"x-a\"\r\n\t]\r\n}}}",
            "{\"policies\": {\"a\": {\r\n\t\"allow_headers\": [\r\n\t\t\"x-a\",\r\n\t\t\"x-b\"\r\n\t]\r\n}}}",
        ),
        (
            "{\"policies\": {\"a\": {\n  \"allow_headers\": [\n    \"x-a\", \"x-c\"\n  ]\n}}}\n",
            "{\"policies\": {\"a\": {\n  \"allow_headers\": [\n    \"x-a\", \"x-c\", \"x-b\"\n  ]\n}}}\n",
        ),
        (
            "{\"policies\": {\"a\": {\n  \"allow_headers\": [\n  ]\n}}}\n",
            "{\"policies\": {\"a\": {\n  \"allow_headers\": [\n    \"x-b\"\n  ]\n}}}\n",
        ),
    ] {
        check(&header("x-b"), text, expected);
    }
}

#[test]
fn settings_go_to_the_end_of_the_policy() {
    for (text, expected) in [
        (
            "{\n  \"policies\": {\n    \"a\": {\n      \"max_age\": 5\n    },\n    \"b\": {}\n  }\n}\n",
            "{\n  \"policies\": {\n    \"a\": {\n      \"max_age\": 5,\n      \"allow_headers\": [\"x-b\"]\n    },\n    \"b\": {}\n  }\n}\n",
        ),
        (
            "{\"policies\": {\"a\": {}}}",
            "{\"policies\": {\"a\": {\"allow_headers\": [\"x-b\"]}}}",
        ),
        (
            "{\"policies\":{\"a\":{\"max_age\":5}}}",
            "{\"policies\":{\"a\":{\"max_age\":5,\"allow_headers\":[\"x-b\"]}}}",
        ),
        (
            "{\n\t\"policies\" : {\n\t\t\"a\" : {\n\t\t}\n\t}\n}",
            "{\n\t\"policies\" : {\n\t\t\"a\" : {\n\t\t\t\"allow_headers\": [\"x-b\"]\n\t\t}\n\t}\n}",
        ),
        (
            "\u{feff}{\"policies\": {\"a\": { \"allow_origins\": [{\"regex\": \"x\"}] }}}",
            "\u{feff}{\"policies\": {\"a\": { \"allow_origins\": [{\"regex\": \"x\"}], \"allow_headers\": [\"x-b\"] }}}",
        ),
    ] {
        check(&header("x-b"), text, expected);
    }
}

#[test]
fn regexes_stay_among_the_origins() {
    let text = "{\"policies\": {\"a\": {\"allow_origins\": [\n  {\n    \"regex\": \"x\"\n  }\n]}}}";
    let expected = "{\"policies\": {\"a\": {\"allow_origins\": [\n  {\n    \"regex\": \"x\"\n  },\n  \"https://b.example\"\n]}}}";
    check(
        &entry(Setting::AllowOrigins, "https://b.example"),
        text,
        expected,
    );
}

#[test]
fn flags_and_numbers_take_the_place_of_others() {
    let text = r#"{"policies": {"a": {"max_age": 7200, "allow_credentials": "no"}}}"#;
    let expected = r#"{"policies": {"a": {"max_age": 600, "allow_credentials": true}}}"#;
    assert_eq!(
        edited(text, Format::Json, &[CREDENTIALS, max_age(600)]),
        expected
    );
    let same = r#"{"policies": {"a": {"max_age": 6e2, "allow_credentials":true}}}"#;
    assert_eq!(edited(same, Format::Json, &[CREDENTIALS]), same);
}

#[test]
fn what_is_odd_is_escaped() {
    let text = r#"{"policies": {"a": {"allow_headers": ["\u0078-a"]}}}"#;
    let odd = "\"\\\u{1}\n\u{7f}é\u{10ffff}";
    let expected = "{\"policies\": {\"a\": {\"allow_headers\": [\"\\u0078-a\", \"\\\"\\\\\\u0001\\n\\u007fé\u{10ffff}\"]}}}";
    check(&header(odd), text, expected);
    check(&header("x-a"), text, text);
}
