//! What is written, and that mistakes in it are found.

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use proptest::prelude::*;

use super::names;
use crate::{Code, Export, File, LossKind, Target, export, proof::prove};

fn build(policy: PolicyBuilder) -> Policy {
    policy.build().unwrap()
}

fn exported(policy: &Policy) -> Export {
    export("site", policy, Target::Envoy)
}

/// The kinds and codes of the losses.
fn losses(policy: &Policy) -> Vec<(LossKind, Code)> {
    let exported = exported(policy);
    let losses = exported.losses().iter();
    losses.map(|loss| (loss.kind(), loss.code())).collect()
}

fn text(policy: &Policy) -> String {
    exported(policy).files()[0].text().to_owned()
}

/// What the proof says of a text that somebody has changed: what allows more or less, or is not read.
fn complaints(policy: &Policy, change: impl Fn(&str) -> String) -> Vec<String> {
    let text = text(policy);
    let changed = change(&text);
    assert_ne!(changed, text, "nothing has changed");
    let file = File {
        name: "site.yaml".to_owned(),
        text: changed,
        place: "",
    };
    let losses = prove(policy, Target::Envoy, &[file]);
    losses
        .iter()
        .filter(|loss| loss.kind() != LossKind::Different)
        .map(|loss| format!("{}: {loss}", loss.kind()))
        .collect()
}

fn small() -> Policy {
    build(
        Policy::builder()
            .allow_origins(["https://app.example.com", "https://*.example.net"])
            .allow_credentials(true)
            .allow_methods(["PUT"])
            .allow_headers(["x-api-key"])
            .expose_headers(["x-request-id"])
            .max_age(Duration::from_secs(600))
            .preflight_status(200),
    )
}

#[test]
fn a_policy_of_each_kind_of_setting() {
    let text = text(&small());
    let (_, route) = text.split_once("\nroute:\n").unwrap();
    assert_lines(route, ROUTE);
}

/// Line by line, so that a failure is short.
fn assert_lines(found: &str, expected: &str) {
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

const ROUTE: &str = r#"  response_headers_to_remove:
    - access-control-allow-origin
    - access-control-allow-credentials
    - access-control-allow-methods
    - access-control-allow-headers
    - access-control-expose-headers
    - access-control-max-age
    - access-control-allow-private-network
  typed_per_filter_config:
    cors.headers:
      "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute
      mutations:
        response_mutations:
          - append:
              header:
                key: vary
                value: origin
              append_action: APPEND_IF_EXISTS_OR_ADD
          - append:
              header:
                key: vary
                value: "%CEL(request.method == 'OPTIONS' && 'origin' in request.headers && 'access-control-request-method' in request.headers ? ('access-control-request-method, access-control-request-headers') : '')%"
              append_action: APPEND_IF_EXISTS_OR_ADD
          - append:
              header:
                key: access-control-expose-headers
                value: "%CEL(!(request.method == 'OPTIONS' && 'origin' in request.headers && 'access-control-request-method' in request.headers) && 'access-control-allow-origin' in response.headers ? ('x-request-id') : '')%"
              append_action: OVERWRITE_IF_EXISTS_OR_ADD
          - append:
              header:
                key: access-control-allow-methods
                value: "%CEL(request.method == 'OPTIONS' && 'origin' in request.headers && 'access-control-request-method' in request.headers && 'access-control-allow-origin' in response.headers ? ('GET, HEAD, POST, PUT') : '')%"
              append_action: ADD_IF_ABSENT
        request_mutations:
          - append:
              header:
                key: origin
                value: "%CEL('origin' in request.headers && size(request.headers['origin']) > 327 ? ('no-origin') : '')%"
              append_action: OVERWRITE_IF_EXISTS_OR_ADD
    cors.policy:
      "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
      allow_origin_string_match:
        - exact: "https://app.example.com"
        - safe_regex:
            regex: "https://(?:[a-z0-9_-]+\\.)+example\\.net"
      allow_credentials: true
      allow_methods: "GET, HEAD, POST, PUT"
      allow_headers: x-api-key
      max_age: "600"
      forward_not_matching_preflights: true
    cors.preflights:
      "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute
      rbac:
        rules:
          action: DENY
          policies:
            preflight:
              permissions:
                - and_rules:
                    rules:
                      - header:
                          name: ":method"
                          string_match:
                            exact: OPTIONS
                      - header:
                          name: origin
                          present_match: true
                      - header:
                          name: access-control-request-method
                          present_match: true
              principals:
                - any: true"#;

#[test]
fn filters_are_the_same_for_all_policies() {
    let filters = |policy: &Policy| {
        let text = text(policy);
        let (_, rest) = text.split_once("\nhttp_filters:\n").unwrap();
        rest.split_once("\nroute:\n").unwrap().0.to_owned()
    };
    let guarded = build(
        Policy::builder()
            .guard_unsafe_methods(true)
            .expect_hosts(["api.example.com"]),
    );
    let first = filters(&small());
    assert_eq!(filters(&guarded), first);
    for (name, kind) in names::FILTERS {
        assert!(first.contains(name) && first.contains(kind), "{name}");
    }
}

#[test]
fn mistakes_are_found() {
    let policy = small();
    let complain = |from: &str, to: &str| complaints(&policy, |text| text.replace(from, to));
    assert_eq!(
        complain(
            "exact: \"https://app.example.com\"",
            "prefix: \"https://app.example.com\""
        ),
        ["looser: envoy would allow https://app.example.coma, which the policy doesn't"]
    );
    for (from, to) in [
        // A dot that is any character, an alternative, an origin, a case.
        (r"example\\.net", "example.net"),
        (r"example\\.net", r"example\\.net|http://.*"),
        (
            "exact: \"https://app.example.com\"",
            "exact: \"https://evil.example\"",
        ),
        ("exact: \"https://app.example.com\"", "suffix: .example.com"),
        // Everybody, since `cors` asks about `*`.
        ("exact: \"https://app.example.com\"", "exact: \"*\""),
        (
            "exact: \"https://app.example.com\"",
            "safe_regex:\n            regex: \"[*]\"",
        ),
        // What is not understood.
        ("exact: \"https://app.example.com\"", "custom: {}"),
        (
            "forward_not_matching_preflights: true",
            "forward_not_matching_preflights: false",
        ),
        (
            "forward_not_matching_preflights: true",
            "allow_private_network_access: true",
        ),
        (
            "allow_methods: \"GET, HEAD, POST, PUT\"",
            "allow_methods: \"*\"",
        ),
        ("    - access-control-allow-credentials\n", ""),
        ("response_headers_to_remove:", "response_headers_to_add:"),
        ("cors.policy:", "cors.polity:"),
        ("name: cors.policy", "name: cors"),
        (
            "filters.http.cors.v3.Cors",
            "filters.http.csrf.v3.CsrfPolicy",
        ),
        (
            "key: access-control-expose-headers",
            "key: access-control-allow-credentials",
        ),
        (
            "key: access-control-expose-headers",
            "key: access-control-allow-origin",
        ),
        ("size(request.headers['origin']) > ", "0 < "),
        ("no-origin", "https://app.example.com"),
    ] {
        assert_ne!(complain(from, to), [""; 0], "{from} to {to}");
    }
}

#[test]
fn a_guard_that_lets_others_pass_is_found() {
    let policy = build(
        Policy::builder()
            .allow_origins(["https://app.example.com"])
            .guard_unsafe_methods(true),
    );
    let found = complaints(&policy, |text| {
        let (guard, rest) = text.split_once("cors.guards:\n").unwrap();
        let rest = rest.replace("https://app.example.com", "https://evil.example");
        format!("{guard}cors.guards:\n{rest}")
    });
    assert_eq!(
        found,
        [
            "impossible: what was written can't be compared with the policy: the guard lets other origins pass than \
             the policy allows"
        ]
    );
}

#[test]
fn a_regex_is_asked_about_origins_alone() {
    let policy = build(
        Policy::builder()
            .allow_origin_regex(r"https://.*\.example\.net")
            .preflight_status(200),
    );
    assert_eq!(
        losses(&policy),
        [(LossKind::Different, Code::MalformedOrigins)]
    );
    let found = complaints(&policy, |text| {
        let (kept, rest) = text.split_once(" && !(").unwrap();
        let (_, rest) = rest.split_once(") ? ('no-origin')").unwrap();
        format!("{kept} ? ('no-origin'){rest}")
    });
    assert_eq!(found.len(), 1, "{found:?}");
    let found = complaints(&policy, |text| {
        text.replace("request_mutations", "request_removals")
    });
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn everybody_gets_the_same() {
    let policy = Policy::builder().allow_origins(["*"]).preflight_status(200);
    let text = text(&build(policy));
    for part in ["regex: \".*\"", "key: access-control-allow-origin\n"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("value: origin\n"));
}

#[test]
fn what_differs_is_told() {
    let base = || Policy::builder().allow_origins(["https://app.example.com"]);
    let different = |codes: &[Code]| {
        codes
            .iter()
            .map(|code| (LossKind::Different, *code))
            .collect::<Vec<_>>()
    };
    assert_eq!(losses(&build(base())), different(&[Code::PreflightStatus]));
    let base = || base().preflight_status(200);
    assert_eq!(losses(&build(base())), []);
    assert_eq!(
        losses(&build(
            base().allow_headers(["x-a"]).minimal_disclosure(true)
        )),
        different(&[Code::SeveralLines])
    );
    assert_eq!(
        losses(&build(base().guard_websockets(true))),
        different(&[Code::RefusalText, Code::Handshake])
    );
    assert_eq!(
        losses(&build(base().expect_hosts(["api.example.com"]))),
        different(&[Code::RefusalText])
    );
    assert_eq!(
        losses(&build(base().allow_methods(["*"]))),
        [(LossKind::Narrower, Code::Method)]
    );
}

#[test]
fn what_has_to_be_set_is_told() {
    let long = format!("https://(?:{})", ["a".repeat(60), "b".repeat(60)].join("|"));
    let policy = Policy::builder()
        .allow_origin_regex(format!(r"{long}\.example"))
        .allow_methods(["PROPPATCH", "BREW"]);
    let exported = exported(&build(policy));
    let told: Vec<_> = exported
        .requirements()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "Envoy answers 400 to methods of HTTP/1 that it does not know, and BREW may be one: set \
             http_protocol_options.allow_custom_methods of the connection manager to true",
            "Envoy takes regexes of 100 instructions, and one of these may have 142: set \
             re2.max_program_size.error_level to 142 in a static_layer of layered_runtime",
        ]
    );
}

fn origin() -> impl Strategy<Value = String> {
    prop_oneof![
        r"https://[a-z]([a-z0-9]{0,8}\.){1,3}example(:8443)?",
        r"https://\*\.[a-z]([a-z0-9]{0,8}\.){0,2}example\.org(:\*)?",
        r"https://[a-z]{1,5}-\{(digits|hex|slug)\}\.example\.net(:\*)?",
        r"http://(localhost|127\.0\.0\.1|\[::1\]):(\*|3000)",
        r"(tauri|app-x)://[a-z]{1,9}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn origins_are_exact(
        origins in prop::collection::btree_set(origin(), 1..6),
        credentials: bool,
        guard: bool,
    ) {
        let policy = Policy::builder()
            .allow_origins(&origins)
            .allow_credentials(credentials)
            .guard_unsafe_methods(guard)
            .preflight_status(200)
            .build();
        prop_assume!(policy.is_ok());
        let policy = policy.unwrap();
        let is_expected = |loss: &(LossKind, Code)| guard && loss.1 == Code::RefusalText;
        let losses = losses(&policy);
        prop_assert!(losses.iter().all(is_expected), "{:?}", losses);
        prop_assert_eq!(text(&policy), text(&policy));
    }

    #[test]
    fn one_more_origin_is_found(origins in prop::collection::btree_set(origin(), 1..6)) {
        let policy = Policy::builder().allow_origins(&origins).build();
        prop_assume!(policy.is_ok());
        let key = "allow_origin_string_match:\n";
        let more = |text: &str| {
            let (before, after) = text.split_once(key).unwrap();
            let indent = after.len() - after.trim_start().len();
            format!("{before}{key}{:indent$}- exact: \"https://evil.test\"\n{after}", "")
        };
        let found = complaints(&policy.unwrap(), more);
        prop_assert_eq!(found, ["looser: envoy would allow https://evil.test, which the policy doesn't"]);
    }
}
