//! Every code of which there is a suggestion: what is written in its place, or that it is for a person to choose.

use std::{collections::BTreeMap, fs, path::Path};

use cors_policy_file::{Format, fix, parse};

/// Lines of a policy, what is wrong with them, and what is written in the place of the value: nothing where
/// that is not certain.
const ROWS: &[(&str, &str, Option<&str>)] = &[
    // Whoever shares the host was not meant.
    ("allow_origins = 'https://a.example/x'", "origin-path", None),
    (
        "allow_origins = 'https://a.example/*'",
        "origin-path",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'https://A.example'",
        "origin-upper-case",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'https://a.example:443'",
        "origin-default-port",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'a.example'",
        "origin-no-scheme",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'wss://a.example'",
        "origin-websocket-scheme",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = ' https://a.example'",
        "origin-white-space",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = \"'https://a.example'\"",
        "origin-quoted",
        Some("\"https://a.example\""),
    ),
    (
        "allow_origins = 'https://a.example,'",
        "origin-several",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'https://a.example?x'",
        "origin-query",
        None,
    ),
    (
        "allow_origins = 'https://a.example?'",
        "origin-query",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'https://a.example#x'",
        "origin-fragment",
        None,
    ),
    (
        "allow_origins = 'https://a.example#'",
        "origin-fragment",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'https://u@a.example'",
        "origin-user-info",
        None,
    ),
    (
        "allow_origins = 'https://[::0001]'",
        "origin-non-canonical-ip",
        Some("'https://[::1]'"),
    ),
    (
        "allow_origins = 'https://bücher.example'",
        "origin-unicode",
        Some("'https://xn--bcher-kva.example'"),
    ),
    (
        "allow_origins = 'https://\u{430}.example'",
        "origin-look-alike",
        None,
    ),
    (
        "allow_origins = 'https://a\u{200b}.example'",
        "origin-invisible",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = 'https://.a.example'",
        "origin-empty-label",
        None,
    ),
    (
        "allow_origins = 'https://b-*.a.example'",
        "origin-misplaced-wildcard",
        Some("'https://b-{slug}.a.example'"),
    ),
    (
        "allow_origins = 'https://a.example:0444'",
        "origin-invalid-port",
        Some("'https://a.example:444'"),
    ),
    (
        "allow_origins = 'htps://a.example'",
        "origin-mistyped-scheme",
        Some("'https://a.example'"),
    ),
    (
        "allow_origins = { regex = 'https://a\\.example' }",
        "wrong-type",
        Some("[{ regex = 'https://a\\.example' }]"),
    ),
    (
        "allow_origins = https://a.example",
        "syntax",
        Some("\"https://a.example\""),
    ),
    (
        "expect_hosts = 'https://a.example'",
        "host-scheme",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'A.example'",
        "host-case",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'a.example/x'",
        "host-path",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'a.example?x'",
        "host-query",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'a.example#x'",
        "host-fragment",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = '::1'",
        "host-ipv6-brackets",
        Some("'[::1]'"),
    ),
    (
        "expect_hosts = '[a.example]'",
        "host-non-canonical-ip",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'a.example:'",
        "host-invalid-port",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = \"'a.example'\"",
        "host-quoted",
        Some("\"a.example\""),
    ),
    (
        "expect_hosts = ' a.example'",
        "host-white-space",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'bücher.example'",
        "host-punycode",
        Some("'xn--bcher-kva.example'"),
    ),
    (
        "expect_hosts = 'a.example,'",
        "host-several",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = 'a\u{200b}.example'",
        "host-invisible",
        Some("'a.example'"),
    ),
    (
        "expect_hosts = '*example.com'",
        "host-misplaced-wildcard",
        Some("'*.example.com'"),
    ),
    ("expect_hosts = '\u{430}.example'", "host-look-alike", None),
    ("allow_methods = 'put'", "method-case", Some("'PUT'")),
    ("allow_methods = 'PTACH'", "misspelt-method", None),
    ("allow_methods = ' PUT'", "invalid-method", Some("'PUT'")),
    (
        "allow_methods = \"'PUT'\"",
        "punctuated-name",
        Some("\"PUT\""),
    ),
    (
        "allow_headers = ' x-a'",
        "invalid-header-name",
        Some("'x-a'"),
    ),
    ("max_age = 100000", "max-age-too-long", Some("86400")),
    ("allow_credentials = 'yes'", "wrong-type", Some("true")),
    ("allow_header = 'x-a'", "unknown-key", Some("'x-a'")),
];

/// Codes of which a suggestion is never certain, beside those of the table.
const NEVER: [&str; 2] = ["insecure-origin", "policy-name"];

#[test]
fn every_code_with_a_suggestion_appears() {
    let mut certain = BTreeMap::new();
    for (line, code, right) in ROWS {
        let beside = if line.starts_with("allow_origins") {
            ""
        } else {
            "allow_origins = '*'\n"
        };
        let text = format!("[policies.a]\n{beside}{line}\n");
        let error = parse("a.toml", &text, Format::Toml);
        let found = error.map_or_else(|error| error, |file| file.warnings);
        let item = found
            .items()
            .iter()
            .find(|item| item.code.as_str() == *code);
        let item = item.unwrap_or_else(|| panic!("{line}: {found}"));
        assert!(item.suggestion.is_some(), "{line}");
        let (key, _) = line.split_once(" = ").unwrap();
        let key = if key == "allow_header" {
            "allow_headers"
        } else {
            key
        };
        let fixed = fix("a.toml", &text, Format::Toml);
        let expected = right.map(|right| format!("[policies.a]\n{beside}{key} = {right}\n"));
        assert_eq!(
            fixed.text,
            expected.as_ref().unwrap_or(&text).as_str(),
            "{line}"
        );
        assert_eq!(item.fix().is_some(), right.is_some(), "{line}");
        certain.insert(*code, right.is_some());
    }
    // Whatever else is wrong with files has no suggestion, or is in the table.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy_file/cases");
    let mut seen = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let (Some(format), Ok(text)) = (Format::of(&path), fs::read_to_string(&path)) else {
            continue;
        };
        let found = parse("a", &text, format);
        for item in found
            .map_or_else(|error| error, |file| file.warnings)
            .items()
        {
            if item.suggestion.is_some() {
                let code = item.code.as_str();
                assert!(
                    certain.contains_key(code) || NEVER.contains(&code),
                    "{code}"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}
