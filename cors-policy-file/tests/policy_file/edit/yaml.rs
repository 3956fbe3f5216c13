//! Additions to YAML.

use cors_core::Setting;
use cors_policy_file::Format;

use super::{CREDENTIALS, Change, edited, entry, header, max_age};

fn check(change: &Change, text: &str, expected: &str) {
    assert_eq!(
        edited(text, Format::Yaml, core::slice::from_ref(change)),
        expected
    );
}

/// What a policy holds, before and after, each at the policy's indentation.
fn inside(change: &Change, before: &str, after: &str) {
    let file = |inner: &str| format!("policies:\n  a:\n{inner}\n  # b's\n  b:\n    max_age: 1\n");
    check(change, &file(before), &file(after));
}

#[test]
fn lists_keep_their_layout() {
    for (before, after) in [
        ("    allow_headers: [x-a]", "    allow_headers: [x-a, x-b]"),
        (
            "    allow_headers: ['x-a',]",
            "    allow_headers: ['x-a', 'x-b',]",
        ),
        (
            "    allow_headers: [ \"x-a\" ] # c",
            "    allow_headers: [ \"x-a\", \"x-b\" ] # c",
        ),
        (
            "    allow_headers: [] # none",
            "    allow_headers: [x-b] # none",
        ),
        (
            "    allow_headers: x-a # c",
            "    allow_headers: [x-a, x-b] # c",
        ),
        (
            "    allow_headers: 'x-a' # c",
            "    allow_headers: ['x-a', 'x-b'] # c",
        ),
        (
            "    allow_headers: &h x-a",
            "    allow_headers: &h [x-a, x-b]",
        ),
        (
            "    allow_headers:\n      x-a",
            "    allow_headers:\n      [x-a, x-b]",
        ),
        (
            "    allow_headers:\n      - x-a # one\n",
            "    allow_headers:\n      - x-a # one\n      - x-b\n",
        ),
        (
            "    allow_headers:\n    - \"x-a\"\n    # age\n    max_age: 1",
            "    allow_headers:\n    - \"x-a\"\n    - \"x-b\"\n    # age\n    max_age: 1",
        ),
        (
            "    allow_headers: # them\n      -   'x-a'\n      # - 'x-c'\n\n    max_age: 1",
            "    allow_headers: # them\n      -   'x-a'\n      # - 'x-c'\n      - 'x-b'\n\n    max_age: 1",
        ),
        (
            "    allow_headers: [\n      x-a, # one\n      x-c # two\n      # x-d\n     ] # end",
            "    allow_headers: [\n      x-a, # one\n      x-c, # two\n      # x-d\n      x-b\n     ] # end",
        ),
        (
            "    allow_headers: [\n      x-a, # one\n     ]",
            "    allow_headers: [\n      x-a, # one\n      x-b,\n     ]",
        ),
        (
            "    allow_headers:\n      - >-\n        x-a\n      - x-c\n",
            "    allow_headers:\n      - >-\n        x-a\n      - x-c\n      - x-b\n",
        ),
    ] {
        inside(&header("x-b"), before, after);
    }
}

#[test]
fn settings_go_to_the_end_of_the_policy() {
    for (before, after) in [
        (
            "    max_age: 1 # c",
            "    max_age: 1 # c\n    allow_headers: [x-b]",
        ),
        (
            "    max_age: 1\n    # allow_headers: []\n",
            "    max_age: 1\n    # allow_headers: []\n    allow_headers: [x-b]\n",
        ),
        (
            "    'max_age': 1\n",
            "    'max_age': 1\n    'allow_headers': ['x-b']\n",
        ),
        (
            "    allow_origins:\n    - 'https://a.example'\n\n",
            "    allow_origins:\n    - 'https://a.example'\n    allow_headers: ['x-b']\n\n",
        ),
        (
            "    allow_origins:\n      - regex: |-\n          x\n        # r\n",
            "    allow_origins:\n      - regex: |-\n          x\n        # r\n    allow_headers: [x-b]\n",
        ),
    ] {
        let after = after.to_owned();
        inside(&header("x-b"), before, &after);
    }
    for (text, expected) in [
        ("policies: {a: {}}", "policies: {a: {allow_headers: [x-b]}}"),
        (
            "policies: {a: {max_age: 1}}",
            "policies: {a: {max_age: 1, allow_headers: [x-b]}}",
        ),
        (
            "policies:\n  a: {max_age: 1,} # c\n",
            "policies:\n  a: {max_age: 1, allow_headers: [x-b],} # c\n",
        ),
        (
            "policies: {\n  a: {\n    max_age: 1 # c\n  }\n }\n",
            "policies: {\n  a: {\n    max_age: 1, # c\n    allow_headers: [x-b]\n  }\n }\n",
        ),
        (
            "{\"policies\": {\"a\": {\"max_age\": 1}}}",
            "{\"policies\": {\"a\": {\"max_age\": 1, \"allow_headers\": [\"x-b\"]}}}",
        ),
        (
            "\u{feff}%YAML 1.2\r\n---\r\npolicies:\r\n  a:\r\n    max_age: 1",
            "\u{feff}%YAML 1.2\r\n---\r\npolicies:\r\n  a:\r\n    max_age: 1\r\n    allow_headers: [x-b]",
        ),
        (
            "policies:\n  a:\n    max_age: 1\n...\n",
            "policies:\n  a:\n    max_age: 1\n    allow_headers: [x-b]\n...\n",
        ),
        (
            "? policies\n: ? a\n  : max_age: 1\n    preflight_status: 200\n",
            "? policies\n: ? a\n  : max_age: 1\n    preflight_status: 200\n    allow_headers: [x-b]\n",
        ),
    ] {
        check(&header("x-b"), text, expected);
    }
}

#[test]
fn values_are_quoted_where_they_have_to_be() {
    for (text, plain) in [
        ("x-trace", "x-trace"),
        ("*", "\"*\""),
        ("null", "\"null\""),
        ("~", "\"~\""),
        ("Yes", "\"Yes\""),
        ("off", "\"off\""),
        ("y", "\"y\""),
        ("1e3", "\"1e3\""),
        ("0x1f", "\"0x1f\""),
        ("12:30", "\"12:30\""),
        ("2001-01-01", "\"2001-01-01\""),
        ("-x", "\"-x\""),
        (".5", "\".5\""),
        ("x: y", "\"x: y\""),
        ("x:", "\"x:\""),
        ("x #y", "\"x #y\""),
        ("", "\"\""),
        ("x,y", "\"x,y\""),
        ("it's", "\"it's\""),
        ("\"\\\n\t", "\"\\\"\\\\\\n\\t\""),
        ("\u{85}\u{2028}\u{feff}", "\"\\u0085\\u2028\\ufeff\""),
        ("!x", "\"!x\""),
        ("&x", "\"&x\""),
        ("%x", "\"%x\""),
        ("@x", "\"@x\""),
        ("`x", "\"`x\""),
    ] {
        let before = "    allow_headers: [x-a]";
        inside(
            &header(text),
            before,
            &format!("    allow_headers: [x-a, {plain}]"),
        );
    }
    let before = "    allow_origins:\n    - https://a.example";
    for (origin, written) in [
        ("https://b.example:8443", "https://b.example:8443"),
        ("http://localhost:*", "\"http://localhost:*\""),
        ("https://*.example", "\"https://*.example\""),
        ("https://{label}.b.example", "\"https://{label}.b.example\""),
        ("*", "\"*\""),
    ] {
        let change = entry(Setting::AllowOrigins, origin);
        inside(&change, before, &format!("{before}\n    - {written}"));
    }
    let hosts = "    expect_hosts: ['localhost']";
    let change = entry(Setting::ExpectHosts, "[::1]:8080");
    inside(
        &change,
        hosts,
        "    expect_hosts: ['localhost', '[::1]:8080']",
    );
    inside(
        &header("it's"),
        "    allow_headers: ['x-a']",
        "    allow_headers: ['x-a', 'it''s']",
    );
    // Between brackets, less may stand without quotes.
    inside(
        &entry(Setting::AllowOrigins, "https://b.example"),
        "    allow_origins: https://{label}.example # c",
        "    allow_origins: [\"https://{label}.example\", https://b.example] # c",
    );
}

#[test]
fn flags_and_numbers_take_the_place_of_others() {
    inside(
        &CREDENTIALS,
        "    allow_credentials: no # not yet",
        "    allow_credentials: true # not yet",
    );
    inside(
        &CREDENTIALS,
        "    allow_credentials: # not yet",
        "    allow_credentials: true # not yet",
    );
    inside(
        &CREDENTIALS,
        "    allow_credentials: True",
        "    allow_credentials: True",
    );
    inside(
        &CREDENTIALS,
        "    allow_credentials: ~",
        "    allow_credentials: true",
    );
    inside(
        &CREDENTIALS,
        "    allow_credentials: 'true'",
        "    allow_credentials: true",
    );
    inside(&max_age(600), "    max_age: 0x258", "    max_age: 0x258");
    inside(&max_age(600), "    max_age: 1_000", "    max_age: 600");
}

/// Others that repeat a value keep what they had, and so does the anchor.
#[test]
fn what_is_shared_is_left_to_the_others() {
    let base = "x-base: &base\n  max_age: 5\n  allow_headers: &headers [x-a]\n";
    let text = |inner: &str| format!("{base}policies:\n  a:\n{inner}  b:\n    <<: *base\n");
    for (change, before, after) in [
        (
            max_age(600),
            "    <<: *base\n    allow_origins: https://a.example\n",
            "    <<: *base\n    allow_origins: https://a.example\n    max_age: 600\n",
        ),
        (
            max_age(600),
            "    allow_origins: https://a.example\n    <<: *base\n",
            "    allow_origins: https://a.example\n    <<: *base\n    max_age: 600\n",
        ),
        (
            CREDENTIALS,
            "    <<: *base\n",
            "    <<: *base\n    allow_credentials: true\n",
        ),
        (max_age(5), "    <<: *base\n", "    <<: *base\n"),
        (header("x-a"), "    <<: *base\n", "    <<: *base\n"),
        (
            header("x-a"),
            "    allow_headers: *headers\n",
            "    allow_headers: *headers\n",
        ),
        (
            header("x-b"),
            "    allow_headers: &mine [x-a]\n",
            "    allow_headers: &mine [x-a, x-b]\n",
        ),
        (
            entry(Setting::AllowMethods, "PUT"),
            "    allow_headers: *headers\n",
            "    allow_headers: *headers\n    allow_methods: [PUT]\n",
        ),
    ] {
        check(&change, &text(before), &text(after));
    }
    let alias = "policies:\n  b:\n    max_age: &age 5\n  a:\n    max_age: *age # c\n";
    let own = "policies:\n  b:\n    max_age: &age 5\n  a:\n    max_age: 600 # c\n";
    check(&max_age(600), alias, own);
}
