//! Unknown keys, wrong types and merges: what is suggested leads to a file that builds.

use cors_policy_file::{Diagnostics, Format, PolicyFile};

fn parse(text: &str, format: Format) -> Result<PolicyFile, Diagnostics> {
    cors_policy_file::parse("cors", text, format)
}

/// The text with every suggestion in its place.
fn mended(text: &str, format: Format) -> String {
    let found = parse(text, format).unwrap_err();
    let mut mended = text.to_owned();
    for item in found.items().iter().rev() {
        if let Some(suggestion) = &item.suggestion {
            mended.replace_range(item.span.clone().unwrap(), suggestion);
        }
    }
    mended
}

fn in_every_format(key: &str, value: &str, beside: bool) -> [(String, Format); 3] {
    let origins = |line: &str| {
        if beside {
            line.to_owned()
        } else {
            String::new()
        }
    };
    let toml = origins("allow_origins = 'https://a.example'\n");
    let json = origins("\"allow_origins\": \"https://a.example\", ");
    let yaml = origins("    allow_origins: https://a.example\n");
    [
        (
            format!("[policies.a]\n{toml}{key} = {value}\n"),
            Format::Toml,
        ),
        (
            format!("{{\"policies\": {{\"a\": {{{json}\"{key}\": {value}}}}}}}"),
            Format::Json,
        ),
        (
            format!("policies:\n  a:\n{yaml}    {key}: {value}\n"),
            Format::Yaml,
        ),
    ]
}

#[test]
fn other_names_of_settings_lead_to_a_file_that_builds() {
    let names = [
        (
            "max_age",
            "600",
            "maxAge max-age MaxAge Access-Control-Max-Age preflightMaxAge max_agee",
        ),
        (
            "allow_credentials",
            "true",
            "credentials supportsCredentials Access-Control-Allow-Credentials allowCredentials",
        ),
        (
            "allow_methods",
            "[\"PUT\"]",
            "methods allowedMethods Access-Control-Allow-Methods allow_method",
        ),
        (
            "allow_headers",
            "[\"x-a\"]",
            "headers allowedHeaders Access-Control-Allow-Headers alowed_headers",
        ),
        (
            "expose_headers",
            "[\"x-a\"]",
            "exposedHeaders expose Access-Control-Expose-Headers",
        ),
        (
            "allow_origins",
            "[\"https://b.example\"]",
            "origin origins allowOrigin allow-origins allowedOrigins CORS_ALLOWED_ORIGINS WithOrigins \
             Access-Control-Allow-Origin allowedOriginPatterns",
        ),
        (
            "expect_hosts",
            "[\"a.example\"]",
            "allowed_hosts ALLOWED_HOSTS trustedHosts expectHosts expected_hosts expect_host expect_hostss",
        ),
        (
            "guard_unsafe_methods",
            "true",
            "guard_writes guardUnsafeMethods guard-unsafe-methods guard_unsafe guard_unsafe_method",
        ),
        (
            "guard_websockets",
            "true",
            "guard_websocket guardWebSockets guard_web_sockets guard_ws guard_handshakes",
        ),
        (
            "regex",
            "\"https://b\\\\.example\"",
            "allow_origin_regex allowedOriginsRegex CORS_ALLOWED_ORIGIN_REGEXES regexes",
        ),
    ];
    for (setting, value, names) in names {
        for name in names.split_whitespace() {
            let is_origins = matches!(setting, "allow_origins" | "regex");
            for (text, format) in in_every_format(name, value, !is_origins) {
                let mended = mended(&text, format);
                assert!(parse(&mended, format).is_ok(), "{text}\n{mended}");
            }
        }
    }
}

#[test]
fn a_key_that_is_here_already_is_not_suggested() {
    let text = "[policies.a]\nallow_origins = '*'\nmax_age = 5\nmaxAge = 6\n";
    let found = parse(text, Format::Toml).unwrap_err();
    assert_eq!(found.items().len(), 1);
    assert_eq!(found.items()[0].suggestion, None);
    assert_eq!(
        found.items()[0].to_string(),
        "unknown key \"maxAge\" in policy \"a\"; it means \"max_age\", which is here already: remove one"
    );
}

#[test]
fn what_is_no_setting_or_weakens_is_not_put_in_place() {
    for (key, help) in [
        ("vary", "remove it: Vary is sent wherever it is needed"),
        (
            "allow_origin_if",
            "a predicate is code: give it to the builder, with allow_origin_if",
        ),
        (
            "allow_any_origin",
            "to allow any, write allow_origins = \"*\"",
        ),
        (
            "allow_null_origin",
            "did you mean \"dangerously_allow_null_origin\"",
        ),
        ("csrf", "did you mean \"guard_unsafe_methods\""),
        // They may be those of the pages.
        ("allow_hosts", "did you mean \"expect_hosts\""),
        ("hosts", "did you mean \"expect_hosts\""),
        (
            "check_origin",
            "to refuse requests that may change something, set guard_unsafe_methods to true; to refuse WebSocket handshakes, guard_websockets",
        ),
        (
            "allow_websockets",
            "remove it: browsers ask nobody before a page opens a WebSocket; guard_websockets refuses those of origins that are not allowed",
        ),
    ] {
        let text = format!("[policies.a]\nallow_origins = 'https://a.example'\n{key} = true\n");
        let found = parse(&text, Format::Toml).unwrap_err();
        assert_eq!(found.items().len(), 1, "{found}");
        assert_eq!(found.items()[0].help.as_deref(), Some(help));
        assert_eq!(found.items()[0].suggestion, None);
    }
    let text = "[policies.a]\nallow_origins = '*'\ndisallowed_origins = 'https://b.example'\n";
    let found = parse(text, Format::Toml).unwrap_err();
    assert_eq!(found.items()[0].suggestion, None);
}

#[test]
fn policies_in_other_places_are_put_where_they_belong() {
    let body = "allow_origins = 'https://a.example'\nmax_age = 600\n";
    for header in [
        "api",
        "policy.api",
        "policys.api",
        "policies.example.com",
        "cors.api",
    ] {
        let text = format!("[{header}]\n{body}\n[{header}2]\n{body}");
        let mended = mended(&text, Format::Toml);
        let file = parse(&mended, Format::Toml).unwrap_or_else(|found| panic!("{mended}\n{found}"));
        assert_eq!(file.policies.len(), 2, "{mended}");
    }
    let found = parse(body, Format::Toml).unwrap_err();
    let [item] = found.items() else {
        panic!("{found}")
    };
    assert_eq!(
        item.to_string(),
        "key \"allow_origins\" stands outside of a policy; write [policies.NAME] above it"
    );
}

#[test]
fn wrong_values_are_put_right() {
    for (key, value) in [
        ("max_age", "\"10m\""),
        ("max_age", "\"1 day\""),
        ("max_age", "\"PT10M\""),
        ("max_age", "600.0"),
        ("max_age", "-1"),
        ("max_age", "[600]"),
        ("allow_credentials", "\"true\""),
        ("allow_credentials", "1"),
        ("allow_methods", "\"PUT, DELETE\""),
        ("allow_methods", "[\"PUT, DELETE\"]"),
        ("expose_headers", "\"x-a;x-b\""),
        ("expect_hosts", "\"localhost, 127.0.0.1 [::1]:8080\""),
        ("expect_hosts", "[\"localhost;*.example.com\"]"),
        ("guard_unsafe_methods", "\"on\""),
    ] {
        for (text, format) in in_every_format(key, value, true) {
            let mended = mended(&text, format);
            assert!(parse(&mended, format).is_ok(), "{text}\n{mended}");
        }
    }
    for line in [
        "max_age = 10m",
        "max_age = 1h",
        "allow_credentials = yes",
        "allow_methods = *",
        "expect_hosts = localhost",
        "guard_unsafe_methods = yes",
    ] {
        let text = format!("[policies.a]\nallow_origins = 'https://a.example'\n{line}\n");
        let mended = mended(&text, Format::Toml);
        assert!(parse(&mended, Format::Toml).is_ok(), "{mended}");
    }
}

#[test]
fn merge_keys_bring_in_what_a_map_lacks() {
    let text = "x-base: &base {allow_origins: 'https://a.example', max_age: 5}\n\
                x-other: &other {max_age: 6, allow_methods: PUT}\n\
                policies:\n  a: {<<: *base, max_age: 7}\n  b: {<<: [*base, *other]}\n";
    let file = parse(text, Format::Yaml).unwrap();
    let expected = "policies:\n  a: {allow_origins: 'https://a.example', max_age: 7}\n  \
                    b: {allow_origins: 'https://a.example', max_age: 5, allow_methods: PUT}\n";
    assert_eq!(
        file.policies,
        parse(expected, Format::Yaml).unwrap().policies
    );
    let wrong = "policies:\n  a: {<<: 5}\n";
    let found = parse(wrong, Format::Yaml).unwrap_err();
    assert_eq!(
        found.items()[0].to_string(),
        "a merge key takes tables, found the number 5; let the alias name a table"
    );
    assert_eq!(found.items().len(), 1);
}
