//! What is written, what is told, and that mistakes are found.

use core::time::Duration;

use cors_core::Policy;
use proptest::prelude::*;

use super::super::unguarded::tests::{is_proven, losses, mutated, policy, some, text};
use crate::{Target, export};

const TARGET: Target = Target::GatewayApi;

fn site() -> Policy {
    policy(|builder| {
        builder
            .allow_origins(["https://app.example.com", "https://*.example.net:8443"])
            .allow_credentials(true)
            .allow_methods(["PUT"])
            .allow_headers(["content-type", "y"])
            .expose_headers(["x-request-id"])
            .max_age(Duration::from_secs(600))
    })
}

#[test]
fn a_route_has_two_filters_in_order() {
    let expected = r#"apiVersion: "gateway.networking.k8s.io/v1"
kind: "HTTPRoute"
metadata:
  name: "cors-a.ub"
spec:
  rules:
    - filters:
        - type: "CORS"
          cors:
            allowOrigins:
              - "https://app.example.com"
              - "https://*.example.net:8443"
            allowCredentials: true
            allowMethods:
              - "GET"
              - "HEAD"
              - "POST"
              - "PUT"
            allowHeaders:
              - "content-type"
              - "y"
            exposeHeaders:
              - "x-request-id"
            maxAge: 600
        - type: "ResponseHeaderModifier"
          responseHeaderModifier:
            remove:
              - "Access-Control-Allow-Origin"
              - "Access-Control-Allow-Credentials"
              - "Access-Control-Allow-Methods"
              - "Access-Control-Allow-Headers"
              - "Access-Control-Expose-Headers"
              - "Access-Control-Max-Age"
              - "Access-Control-Allow-Private-Network"
            add:
              - name: "Vary"
                value: "Origin"
"#;
    assert_eq!(text(&export("a_b", &site(), TARGET)), expected);
}

#[test]
fn where_nobody_is_allowed_there_is_no_filter() {
    let nobody = policy(|builder| builder.origins_may_be_empty(true));
    let written = text(&export("nobody", &nobody, TARGET));
    assert!(!written.contains("cors:"), "{written}");
    assert!(written.contains("remove:"), "{written}");
    assert_eq!(
        losses(&nobody, TARGET),
        [
            "different allow_origins: the Gateway API has no words for a policy that allows nobody, so the server answers \
             preflights, without the headers that would allow anything"
        ]
    );
}

#[test]
fn what_it_has_no_words_for_is_told_with_its_place() {
    let site = policy(|builder| {
        builder
            .allow_origins([
                "https://app.example.com",
                "https://pr-{digits}.example.com",
                "http://localhost:*",
                "http://[::1]:3000",
                "tauri://localhost",
                "https://my_app.example.com",
            ])
            .allow_origin_regex(r"https://[a-z]\.example\.com")
            .dangerously_allow_null_origin(true)
            .dangerously_allow_file_origin(true)
            .allow_methods(["PROPFIND"])
    });
    let mut losses = losses(&site, TARGET);
    losses.retain(|loss| loss.starts_with("impossible"));
    let no_words = |place: &str, text: &str, reason: &str| {
        format!("impossible {place}: the Gateway API has no words for {text}: it {reason}")
    };
    assert_eq!(
        losses,
        [
            no_words("allow_origins[1]", "\"https://pr-{digits}.example.com\"", "takes no holes"),
            no_words("allow_origins[2]", "\"http://localhost:*\"", "takes no ports but numbers"),
            no_words("allow_origins[3]", "\"http://[::1]:3000\"", "takes no IPv6 addresses"),
            no_words("allow_origins[4]", "\"tauri://localhost\"", "only takes http and https"),
            no_words(
                "allow_origins[5]",
                "\"https://my_app.example.com\"",
                "takes no names but those of letters, digits and -"
            ),
            "impossible allow_origins[6]: the Gateway API has no words for a regex".to_owned(),
            no_words("dangerously_allow_null_origin", "\"null\"", "only takes http and https"),
            no_words("dangerously_allow_file_origin", "\"file://\"", "only takes http and https"),
            "impossible allow_methods[0]: the Gateway API takes no other methods than GET, HEAD, POST, PUT, DELETE, \
             CONNECT, OPTIONS, TRACE, PATCH, and \"PROPFIND\" is none of them"
                .to_owned(),
        ]
    );
}

#[test]
fn more_than_64_origins_are_impossible() {
    let many = |count| {
        let origins = (0..count).map(|at| format!("https://a{at}.example.com"));
        policy(|builder| builder.allow_origins(origins))
    };
    assert!(is_proven(&many(64), TARGET));
    for count in [65, 10_000] {
        let losses = losses(&many(count), TARGET);
        let too_many = format!(
            "impossible allow_origins: the Gateway API takes at most 64 origins, and these are {count}"
        );
        assert!(losses.contains(&too_many), "{losses:?}");
    }
}

#[test]
fn wildcards_are_told_or_looser() {
    let wildcards = |headers: &[&str]| {
        let policy = policy(|builder| {
            builder
                .allow_origins(["*"])
                .allow_methods(["*"])
                .allow_headers(headers)
        });
        losses(&policy, TARGET)
    };
    let losses = wildcards(&["*"]);
    let looser = "looser allow_headers: a gateway may take \"*\" for every header, authorization too; list the headers";
    assert!(losses.contains(&looser.to_owned()), "{losses:?}");
    assert_eq!(
        wildcards(&["*", "authorization"]),
        [
            "different allow_origins: a gateway may send the origin in the place of \"*\", so responses say that they \
             vary by it",
            "narrower allow_methods: a gateway may answer 400 to methods that it does not know, such as QUERY or patch, \
             whoever asks",
            "different allow_methods: a gateway may send the method that was asked for in the place of \"*\"",
            "different allow_headers: \"*\" can only stand by itself: a gateway may send the names that were asked for in \
             its place, and one that sends \"*\" leaves it to the browser whether authorization is among them",
            "different max_age: the Gateway API says a max-age of 5 seconds where the policy says none",
            "different allow_origins: a gateway may answer preflights without Vary",
            "different preflight_status: a gateway answers preflights with 200 or 204, and those of origins that are not \
             allowed too, or with 403",
        ]
    );
}

#[test]
fn mistakes_are_found() {
    for (from, to) in [
        ("*.example.net", "*example.net"),
        ("*.example.net:8443", "*.example.net:*"),
        ("https://app.example.com", "*"),
        ("https://app.", "https://ap."),
        ("https://*.", "http://*."),
        (
            "- \"https://app.example.com\"",
            "- \"https://app.example.com\"\n              - \"https://evil.example\"",
        ),
        ("              - \"https://app.example.com\"\n", ""),
        ("- \"Access-Control-Allow-Credentials\"\n", "- \"Vary\"\n"),
        ("name: \"Vary\"", "name: \"access-control-allow-origin\""),
        ("type: \"CORS\"", "type: \"RequestHeaderModifier\""),
        ("allowOrigins:", "allowOrigin:"),
        ("/v1\"", "/v2\""),
    ] {
        let found = mutated(&site(), TARGET, from, to);
        let is_found = { found.iter() }.any(|loss| !loss.starts_with("different"));
        assert!(is_found, "{from} {to}: {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn exactly_the_origins_are_allowed(policy in some(&[
        "https://app.example.com",
        "http://localhost:3000",
        "http://127.0.0.1",
        "https://*.example.com",
        "https://*.example.net:8443",
        "https://xn--bcher-kva.example",
    ])) {
        prop_assert!(is_proven(&policy, TARGET));
    }
}
