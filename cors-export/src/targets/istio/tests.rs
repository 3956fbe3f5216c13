//! What is written, what is told, and that mistakes are found.

use core::time::Duration;

use cors_core::Policy;
use proptest::prelude::*;

use super::super::unguarded::tests::{is_proven, losses, mutated, policy, some, text};
use crate::{Target, export};

const TARGET: Target = Target::Istio;

fn site() -> Policy {
    policy(|builder| {
        builder
            .allow_origins(["https://app.example.com"])
            .allow_origin_regex(r"https://pr-[0-9]+\.example\.org")
            .allow_methods(["PUT"])
            .allow_headers(["*"])
            .expose_headers(["x-request-id"])
            .max_age(Duration::ZERO)
    })
}

#[test]
fn a_route_has_a_policy_and_removes_the_servers_own() {
    let expected = r#"corsPolicy:
  allowOrigins:
    - exact: "https://app.example.com"
    - regex: "https://pr-[0-9]+\\.example\\.org"
  allowCredentials: false
  allowMethods:
    - "GET"
    - "HEAD"
    - "POST"
    - "PUT"
  allowHeaders:
    - "*"
    - "*"
  exposeHeaders:
    - "x-request-id"
  maxAge: "1s"
  unmatchedPreflights: "IGNORE"
headers:
  response:
    remove:
      - "access-control-allow-origin"
      - "access-control-allow-credentials"
      - "access-control-allow-methods"
      - "access-control-allow-headers"
      - "access-control-expose-headers"
      - "access-control-max-age"
      - "access-control-allow-private-network"
    add:
      vary: "Origin"
"#;
    assert_eq!(text(&export("site", &site(), TARGET)), expected);
}

#[test]
fn what_it_says_otherwise_is_told() {
    assert_eq!(
        losses(&site(), TARGET),
        [
            "different allow_origins: Istio answers preflights without Vary",
            "different preflight_status: Istio answers every preflight with 200, those of origins that are not allowed \
             too",
            "different allow_headers: \"*\" is sent twice, or Istio would take it for every header, authorization too",
            "different allow_origins: Istio tells preflights of origins that are not allowed the rest of the policy, \
             which lets them do nothing",
            "different expose_headers: Istio names the exposed headers in answers to preflights, too",
            "different max_age: Istio takes no max-age below a second, so preflights are kept for one",
        ]
    );
}

#[test]
fn what_its_validation_refuses_is_impossible() {
    let long = policy(|builder| {
        builder
            .allow_origins(["https://app.example.com"])
            .allow_origin_regex(format!("https://{}\\.example\\.com", "[a-z]?".repeat(200)))
            .allow_methods(["PUT", "PROPFIND"])
    });
    let impossible: Vec<_> = { losses(&long, TARGET).into_iter() }
        .filter(|loss| loss.starts_with("impossible"))
        .collect();
    assert_eq!(impossible.len(), 2, "{impossible:?}");
    assert!(impossible[0].starts_with("impossible allow_origins[1]: the regex for "));
    assert!(
        impossible[0].ends_with("has more than 1024 characters, and Istio takes none that has")
    );
    assert_eq!(
        impossible[1],
        "impossible allow_methods[1]: Istio takes no other methods than GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, \
         TRACE, PATCH, and \"PROPFIND\" is none of them"
    );
}

#[test]
fn methods_that_the_proxy_does_not_know_are_told() {
    let any = policy(|builder| {
        builder
            .allow_origins(["https://app.example.com"])
            .allow_methods(["*"])
    });
    let told = "narrower allow_methods: Istio's proxy answers 400 to methods of HTTP/1 that it does not know, such as \
                QUERY or patch, whoever asks";
    assert!(losses(&any, TARGET).contains(&told.to_owned()));
    assert!(!losses(&site(), TARGET).concat().contains("narrower"));
}

#[test]
fn mistakes_are_found() {
    for (from, to) in [
        ("example\\\\.org", "example.org"),
        ("[0-9]+", "[0-9]*"),
        ("exact: \"https://app.example.com\"", "exact: \"*\""),
        ("exact: \"https://app", "exact: \"https://ap"),
        ("exact:", "prefix:"),
        (
            "exact: \"https://app.example.com\"",
            "regex: \"https://app.example.com\"",
        ),
        ("regex: \"https", "regex: \"[*]|https"),
        (
            "- exact:",
            "- exact: \"https://evil.example\"\n    - exact:",
        ),
        ("\"IGNORE\"", "\"FORWARD\""),
        ("  unmatchedPreflights: \"IGNORE\"\n", ""),
        ("      - \"access-control-allow-credentials\"\n", ""),
        ("vary: \"Origin\"", "Access-Control-Allow-Origin: \"*\""),
        ("corsPolicy:", "cors:"),
        ("exact:", "suffix:"),
    ] {
        let found = mutated(&site(), TARGET, from, to);
        let is_found = { found.iter() }.any(|loss| !loss.starts_with("different"));
        assert!(is_found, "{from} {to}: {found:?}");
    }
}

#[test]
fn ten_thousand_origins_are_written() {
    let origins = (0..10_000).map(|at| format!("https://a{at}.example.com"));
    let many = policy(|builder| builder.allow_origins(origins));
    assert!(is_proven(&many, TARGET));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn exactly_the_origins_are_allowed(policy in some(&[
        "https://app.example.com",
        "http://localhost:*",
        "https://*.example.com",
        "https://*.example.net:*",
        "https://{hex}.preview.example.net",
        "https://pr-{slug}.example.org",
        "tauri://localhost",
    ])) {
        prop_assert!(is_proven(&policy, TARGET));
    }
}
