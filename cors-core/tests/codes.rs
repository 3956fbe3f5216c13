//! The table of codes: each is unique, described, and the code of some problem.

mod support;

use core::time::Duration;
use std::collections::HashSet;

use cors_core::{Policy, PolicyBuilder, Problem};
use support::{codes, origins};

/// Something of every kind, except what only a regex can do.
fn flawed() -> Vec<PolicyBuilder> {
    let app = || origins(&["https://app.example.com"]);
    vec![
        Policy::builder(),
        origins(&["*"])
            .allow_credentials(true)
            .expose_headers(["*"]),
        app()
            .dangerously_allow_null_origin(true)
            .allow_credentials(true)
            .dangerously_allow_file_origin(true)
            .allow_origin_if(|_| true),
        origins(&["http://app.example.com"]).allow_credentials(true),
        origins(&["https://*.com", "https://a.com", "https://a.com"]),
        origins(&["https://*.zrok.io", "https://*.loca.lt"]),
        origins(&["chrome-extension://{slug}"]),
        app().allow_methods(["not one", "TRACE", "put", "GET"]),
        app().allow_headers(["not one", "cookie", "vary", "accept", "*"]),
        app().preflight_status(404),
        app().max_age(Duration::from_secs(86_401)),
        app().max_age(Duration::from_secs(86_400)),
        app().allow_methods(["'PUT'", "P*", "ALL", "DELTE"]),
        app().expose_headers(["access-control-max-age"]),
        origins(&["*"])
            .guard_unsafe_methods(true)
            .dangerously_allow_null_origin(true)
            .dangerously_allow_file_origin(true),
        app().guard_safe_methods(true).expect_hosts([""; 0]),
        app().expect_hosts(["a.example", "a.example"]),
        origins(&["http://localhost:*"])
            .guard_unsafe_methods(true)
            .guard_websockets(true),
    ]
}

#[cfg(feature = "regex")]
fn flawed_regexes() -> Vec<PolicyBuilder> {
    let regex = |text| {
        Policy::builder()
            .allow_origin_regex(text)
            .allow_credentials(true)
    };
    vec![
        regex("("),
        regex("a"),
        regex("https://.*"),
        regex(r"https://a\.org|b\.org"),
        regex("https://*.example.org"),
        regex(r"https://(?:[a-z]{1,8}\.){3}(?:a|b|c|d|e|f){9}[0-9]{90}\.[a-z]{60}"),
        regex("myapp://.*"),
    ]
}

#[cfg(not(feature = "regex"))]
fn flawed_regexes() -> Vec<PolicyBuilder> {
    Vec::new()
}

#[test]
fn every_code_is_that_of_a_problem() {
    let mut missing: HashSet<_> = Problem::CODES.iter().map(|(code, _)| *code).collect();
    let of_regexes = [
        "invalid-regex",
        "dead-regex",
        "dead-branch",
        "pattern-as-regex",
        "untried-regex",
        "loose-regex",
    ];
    missing.retain(|code| cfg!(feature = "regex") || !of_regexes.contains(code));
    for builder in flawed().into_iter().chain(flawed_regexes()) {
        for code in codes(builder) {
            missing.remove(code);
        }
    }
    // It takes a process of its own: see the tests of the environment.
    missing.remove("unreadable-variable");
    // Those of origins and of hosts have tables of their own, in the tests of patterns and of hosts.
    missing.retain(|code| !code.starts_with("origin-") && !code.starts_with("host-"));
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn codes_are_unique_and_described() {
    let mut seen = HashSet::new();
    for (code, description) in Problem::CODES {
        assert!(seen.insert(code), "{code} twice");
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(code.chars().all(is_plain), "{code}");
        assert!(description.ends_with('.'), "{code}: {description}");
        assert!(
            !description.contains('|'),
            "it would end a table's cell: {description}"
        );
    }
}
