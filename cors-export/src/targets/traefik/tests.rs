//! What is written, what is told, and that mistakes are found.

use core::time::Duration;
use std::time::Instant;

use cors_core::Policy;
use proptest::prelude::*;

use super::super::unguarded::tests::{is_proven, losses, mutated, policy, some, text};
use crate::{Target, export};

const TARGET: Target = Target::Traefik;

fn site() -> Policy {
    policy(|builder| {
        builder
            .allow_origins([
                "https://app.example.com",
                "https://pr-{digits}.example.org",
                "https://*.example.net",
            ])
            .allow_credentials(true)
            .allow_methods(["PUT"])
            .allow_headers(["content-type", "y"])
            .expose_headers(["x-request-id"])
            .max_age(Duration::from_secs(600))
    })
}

#[test]
fn one_middleware_answers_and_cleans() {
    let written = text(&export("a-b", &site(), TARGET));
    let expected = r#"http:
  middlewares:
    cors-a-b:
      headers:
        accessControlAllowOriginList:
          - "https://app.example.com"
        accessControlAllowOriginListRegex:
          - "^(?:REGEX)$"
          - "^(?:REGEX)$"
        accessControlAllowCredentials: true
        accessControlAllowMethods:
          - "GET, HEAD, POST, PUT"
        accessControlAllowHeaders:
          - "content-type, y"
        accessControlExposeHeaders:
          - "x-request-id"
        accessControlMaxAge: 600
        addVaryHeader: true
        customResponseHeaders:
          Access-Control-Allow-Origin: ""
          Access-Control-Allow-Credentials: ""
          Access-Control-Allow-Methods: ""
          Access-Control-Allow-Headers: ""
          Access-Control-Expose-Headers: ""
          Access-Control-Max-Age: ""
          Access-Control-Allow-Private-Network: ""
"#;
    let regexes = written.lines().map(|line| match line.split_once("^(?:") {
        Some((before, _)) if line.ends_with(")$\"") => format!("{before}^(?:REGEX)$\"\n"),
        _ => format!("{line}\n"),
    });
    assert_eq!(regexes.collect::<String>(), expected);
}

#[test]
fn what_it_says_otherwise_is_told() {
    assert_eq!(
        losses(&site(), TARGET),
        [
            "different allow_origins: Traefik tells origins that are not allowed the rest of the policy, which lets them \
             read nothing",
            "different allow_origins: Traefik keeps only the first of several Vary lines of the server: let it \
             send one",
            "different allow_origins: Traefik answers preflights without Vary",
            "different expose_headers: Traefik names the exposed headers in answers to preflights, too",
            "different preflight_status: Traefik answers every preflight with 200, those of origins that are not allowed \
             too",
            "different allow_origins: Traefik reads the first of several Origin lines, which no browser sends",
        ]
    );
}

#[test]
fn what_would_let_more_pass_is_looser() {
    let echo = policy(|builder| {
        builder
            .allow_origins(["https://app.example.com"])
            .allow_credentials(true)
            .allow_headers(["*"])
            .guard_unsafe_methods(true)
            .guard_websockets(true)
            .expect_hosts(["api.example.com"])
    });
    let losses = losses(&echo, TARGET);
    let looser: Vec<_> = { losses.iter() }
        .filter(|loss| loss.starts_with("looser"))
        .collect();
    assert_eq!(
        looser,
        [
            "looser guard_unsafe_methods: Traefik refuses no requests, so requests that may change something from pages \
             of other origins reach the server: keep guard_unsafe_methods there",
            "looser guard_websockets: Traefik refuses no requests, so WebSocket handshakes from pages of other origins \
             reach the server: keep guard_websockets there",
            "looser expect_hosts: Traefik refuses no requests, so those for other hosts reach the server: keep \
             expect_hosts there, or let the route name the hosts",
            "looser allow_headers: with credentials, Traefik takes \"*\" for every header, authorization too; list the \
             headers",
        ]
    );
}

#[test]
fn mistakes_are_found() {
    for (from, to) in [
        ("^(?:https", "(?:https"),
        (")$\"", ")\""),
        ("example\\\\.org", "example.org"),
        ("example\\\\.net", "example.net"),
        ("https://app.", "https://ap."),
        ("https://app.example.com\"", "*\""),
        (
            "- \"https://app.example.com\"",
            "- \"https://app.example.com\"\n          - \"https://evil.example\"",
        ),
        (
            "accessControlAllowOriginListRegex",
            "accessControlAllowOriginList",
        ),
        ("Allow-Origin: \"\"", "Allow-Origin: \"*\""),
        ("accessControlMaxAge", "accessControlAge"),
        ("cors-site:", "\"cors-{{ .Name }}\":"),
        ("cors-site:", "other: {}\n    cors-site:"),
    ] {
        let found = mutated(&site(), TARGET, from, to);
        let is_found = { found.iter() }.any(|loss| !loss.starts_with("different"));
        assert!(is_found, "{from} {to}: {found:?}");
    }
}

#[test]
fn a_mistake_is_shown_by_an_example() {
    assert_eq!(
        mutated(&site(), TARGET, "https://app.example.com\"", "*\""),
        ["looser: traefik would allow https://anyone.example, which the policy doesn't"]
    );
    assert_eq!(
        mutated(&site(), TARGET, "cors-site:", "\"cors-{{ .Name }}\":"),
        [
            "impossible: what was written can't be compared with the policy: {{ begins an action of a template"
        ]
    );
}

#[test]
fn ten_thousand_origins_are_written() {
    let start = Instant::now();
    let origins = (0..10_000).map(|at| format!("https://a{at}.example.com"));
    let many = policy(|builder| builder.allow_origins(origins));
    assert!(is_proven(&many, TARGET));
    assert!(start.elapsed() < Duration::from_secs(60));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn exactly_the_origins_are_allowed(policy in some(&[
        "https://app.example.com",
        "http://localhost:3000",
        "http://localhost:*",
        "http://[::1]:*",
        "https://*.example.com",
        "https://*.example.net:*",
        "https://{hex}.preview.example.net",
        "https://pr-{slug}.example.org",
        "tauri://localhost",
        "https://my_app.example.com",
    ])) {
        prop_assert!(is_proven(&policy, TARGET));
    }
}
