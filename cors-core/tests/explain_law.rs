//! The laws of explanations, for generated policies and requests: they say what the decision does, and
//! their cures allow what was asked for and nothing else.

mod blocked;
mod generate;

use blocked::Head;
use cors_core::{
    CureValue, Explanation, Outcome, Policy, PolicyBuilder, RequestKind, Setting,
    adapter::{Decision, Field, Responder},
};
use proptest::prelude::*;

fn config() -> ProptestConfig {
    ProptestConfig::with_cases(1_000)
}

fn entry() -> impl Strategy<Value = String> {
    let usual = prop_oneof![
        Just("https://app.example.com"),
        Just("https://example.com"),
        Just("https://www.example.com"),
        Just("https://*.example.com"),
        Just("https://*.app.example.com:8443"),
        Just("https://pr-{digits}.example.com"),
        Just("https://{slug}.example.net:*"),
        Just("http://localhost:3000"),
        Just("http://127.0.0.1:*"),
        Just("http://app.example.com"),
        Just("tauri://localhost"),
    ];
    prop_oneof![3 => usual.prop_map(str::to_owned), 1 => generate::pattern()]
}

fn method() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("GET"),
        Just("PUT"),
        Just("put"),
        Just("PATCH"),
        Just("patch"),
        Just("DELTE"),
        Just("QUERY"),
        Just("TRACE"),
        Just("Custom"),
        Just("*"),
        Just("'PUT'"),
        Just("ALL"),
        Just("a b"),
    ]
}

fn header() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("content-type"),
        Just("x-api-key"),
        Just("x-apikey"),
        Just("X_Api_Key"),
        Just("authorization"),
        Just("accept"),
        Just("cookie"),
        Just("dnt"),
        Just("vary"),
        Just("*"),
        Just("any"),
        Just("x-meta-*"),
        Just("x a"),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    let names = || {
        (
            prop::collection::vec(method(), 0..3),
            prop::collection::vec(header(), 0..3),
        )
    };
    let origins = prop::collection::vec(entry(), 1..5);
    (origins, names(), any::<[bool; 7]>()).prop_filter_map(
        "it does not build",
        |(origins, (methods, headers), flags)| {
            let origins: &[String] = if flags[0] && flags[1] && flags[2] {
                &["*".to_owned()]
            } else {
                &origins
            };
            Policy::builder()
                .allow_origins(origins)
                .allow_methods(methods)
                .allow_headers(headers)
                .allow_credentials(flags[3] && origins != ["*"])
                .dangerously_allow_insecure_origins(flags[4])
                .dangerously_allow_null_origin(flags[5])
                .minimal_disclosure(flags[6])
                .build()
                .ok()
        },
    )
}

/// An origin like one of the usual ones.
fn origin() -> impl Strategy<Value = String> {
    let scheme =
        prop_oneof![3 => Just("https"), 2 => Just("http"), 1 => Just("tauri"), 1 => Just("HTTPS")];
    let host = prop_oneof![
        Just("app.example.com"),
        Just("www.example.com"),
        Just("example.com"),
        Just("a.b.example.com"),
        Just("app.exmaple.com"),
        Just("App.example.com"),
        Just("app.example.com."),
        Just("pr-12.example.com"),
        Just("pr-1x.example.com"),
        Just("a_b.example.net"),
        Just("localhost"),
        Just("127.0.0.1"),
        Just("[::1]"),
        Just("evilexample.com"),
        Just("app.example.com.evil.test"),
        Just("*"),
        Just("{slug}"),
        Just("x*y"),
    ];
    let rest = prop_oneof![
        4 => Just(""), 1 => Just(":3000"), 1 => Just(":8443"), 1 => Just(":443"), 1 => Just(":*"), 1 => Just("/")
    ];
    let usual = (scheme, host, rest).prop_map(|(a, b, c)| format!("{a}://{b}{c}"));
    let other = prop_oneof![
        Just("null".to_owned()),
        Just("file://".to_owned()),
        Just("*".to_owned())
    ];
    prop_oneof![6 => usual, 2 => generate::origin(), 1 => other]
}

fn head() -> impl Strategy<Value = Head> {
    let headers = prop::collection::vec(header(), 0..4);
    let twice = prop::bool::weighted(0.1);
    let own = prop::option::weighted(0.2, prop_oneof![Just("same-origin"), Just("cross-site")]);
    let mode = prop::option::weighted(0.2, prop_oneof![Just("cors"), Just("navigate")]);
    let preflight = prop::option::of((method(), headers));
    (origin(), twice, own, mode, preflight).prop_map(|(origin, twice, own, mode, preflight)| {
        let mut head = match preflight {
            Some((method, headers)) => Head::preflight(&origin, method, &headers.join(", ")),
            None => Head::get(&origin),
        };
        if twice {
            head = head.with(Field::Origin, &origin);
        }
        if let Some(mode) = mode {
            head = head.with(Field::SecFetchMode, mode);
        }
        match own {
            Some(site) => head.with(Field::SecFetchSite, site),
            None => head,
        }
    })
}

fn with_cures(policy: &Policy, explanation: &Explanation) -> PolicyBuilder {
    let builder = policy.to_builder();
    explanation.cures().fold(builder, |builder, cure| {
        let CureValue::List(entries) = cure.value() else {
            panic!("{cure}");
        };
        assert!(!entries.is_empty() && !entries.iter().any(|entry| entry == "*"));
        match cure.setting() {
            Setting::AllowOrigins => builder.allow_origins(entries),
            Setting::AllowMethods => builder.allow_methods(entries),
            Setting::AllowHeaders => builder.allow_headers(entries),
            other => panic!("{other}"),
        }
    })
}

/// Origins like this one, of others.
fn siblings(origin: &str) -> Vec<String> {
    let (scheme, rest) = origin.split_once("://").unwrap_or(("https", origin));
    let host = rest.split(':').next().unwrap_or(rest);
    let other = if scheme == "https" { "http" } else { "https" };
    let without_first = host.split_once('.').map_or(host, |(_, rest)| rest);
    vec![
        format!("{other}://{rest}"),
        format!("{scheme}://{host}:9"),
        format!("{scheme}://{host}"),
        format!("{scheme}://x.{rest}"),
        format!("{scheme}://x{rest}"),
        format!("{scheme}://www.{rest}"),
        format!("{scheme}://{without_first}"),
        format!("{scheme}://sibling.{without_first}"),
        format!("{scheme}://{host}.evil.test"),
        format!("{scheme}://{}", host.replace('.', "x")),
        format!("{scheme}://{}", host.replacen('e', "f", 1)),
        format!("{origin}0"),
        origin.to_uppercase(),
        "https://stranger.test".to_owned(),
        "null".to_owned(),
        "file://".to_owned(),
    ]
}

const METHODS: [&str; 9] = [
    "PUT", "put", "PATCH", "patch", "DELETE", "DELTE", "QUERY", "Custom", "CUSTOM",
];
const HEADERS: [&str; 7] = [
    "content-type",
    "x-api-key",
    "x-apikey",
    "authorization",
    "x-other",
    "accept",
    "any",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_explanation_says_what_is_decided(policy in policy(), head in head()) {
        let explanation = policy.explain(&head);
        let verdict = policy.decide(&head);
        let outcome = explanation.outcome().unwrap();
        let is_allowed = verdict.origin().is_allowed();
        let is_preflight = verdict.kind() == RequestKind::Preflight;
        let mut missing = 0;
        verdict.names_not_allowed(&head, |_, _| missing += 1);

        prop_assert_eq!(explanation.kind(), verdict.kind());
        prop_assert_eq!(explanation.is_blocked(), outcome.is_blocked());
        prop_assert_eq!(explanation.reasons().is_empty(), !outcome.is_blocked());
        prop_assert_eq!(explanation.entry().map(|(place, _)| place), verdict.entry());
        if let Some(first) = explanation.reasons().first() {
            prop_assert_eq!(first.outcome(), outcome);
        }
        let is_of_origin = matches!(
            outcome,
            Outcome::OriginNotAllowed | Outcome::NullOrigin | Outcome::SeveralOrigins
                | Outcome::SameOrigin | Outcome::OutsideCors
        );
        prop_assert_eq!(is_of_origin, !is_allowed);
        if is_allowed {
            prop_assert_eq!(outcome.is_blocked(), is_preflight && missing > 0);
        }

        let decision = Responder::<Vec<u8>>::new(&policy).respond(&head);
        let grants = |fields: Vec<Field>| fields.contains(&Field::AccessControlAllowOrigin);
        let granted = match &decision {
            Decision::Forward(headers) => {
                prop_assert!(!is_preflight);
                grants(headers.iter().map(|(field, _)| field).collect())
            }
            Decision::Answer(answer) => {
                prop_assert!(is_preflight);
                prop_assert_eq!(answer.status() == 403, is_of_origin);
                grants(answer.iter().map(|(field, _)| field).collect())
            }
        };
        prop_assert_eq!(granted, !is_of_origin);
    }

    #[test]
    fn cures_allow_what_was_asked_for_and_nothing_else(policy in policy(), head in head()) {
        let explanation = policy.explain(&head);
        let built = with_cures(&policy, &explanation).build();
        prop_assert!(built.is_ok(), "{} {}", explanation, built.unwrap_err());
        let cured = built.unwrap();
        let again = cured.explain(&head);
        let incurable: Vec<_> = { explanation.reasons().iter() }
            .filter(|reason| reason.cure().is_none())
            .map(ToString::to_string)
            .collect();
        let left: Vec<_> = again.reasons().iter().map(ToString::to_string).collect();
        if explanation.reasons().iter().all(|reason| reason.cure().is_some()) {
            // What the origin was blocked for hid what is missing besides.
            let is_of_origin = explanation.outcome() == Some(Outcome::OriginNotAllowed);
            if is_of_origin {
                prop_assert!(cured.decide(&head).origin().is_allowed());
                let twice = with_cures(&cured, &again).build().unwrap();
                let rest = twice.explain(&head);
                prop_assert!(rest.reasons().iter().all(|reason| reason.cure().is_none()), "{}", rest);
            } else {
                prop_assert!(!again.is_blocked(), "{} {}", explanation, again);
            }
        } else {
            prop_assert_eq!(left.len(), incurable.len(), "{} {}", explanation, again);
        }

        let asked = explanation.origin().unwrap();
        for other in siblings(asked).iter().filter(|other| *other != asked) {
            prop_assert_eq!(policy.allows_origin(other), cured.allows_origin(other), "{}", other);
        }
        let asks_for = |setting, name: &str| {
            explanation.cures().any(|cure| match cure.value() {
                CureValue::List(names) => {
                    cure.setting() == setting && names.iter().any(|listed| listed.eq_ignore_ascii_case(name) && (listed == name || setting == Setting::AllowHeaders))
                }
                _ => false,
            })
        };
        let missing = |policy: &Policy, method: &str, header: &str| {
            let head = Head::preflight(asked, method, header);
            let mut missing = Vec::new();
            policy.decide(&head).names_not_allowed(&head, |setting, _| missing.push(setting));
            missing
        };
        for method in METHODS.iter().filter(|method| !asks_for(Setting::AllowMethods, method)) {
            prop_assert_eq!(missing(&policy, method, ""), missing(&cured, method, ""), "{}", method);
        }
        for header in HEADERS.iter().filter(|header| !asks_for(Setting::AllowHeaders, header)) {
            prop_assert_eq!(missing(&policy, "GET", header), missing(&cured, "GET", header), "{}", header);
        }
        let flags = [Setting::AllowCredentials, Setting::DangerouslyAllowNullOrigin,
            Setting::DangerouslyAllowInsecureOrigins, Setting::DangerouslyAllowFileOrigin];
        for flag in flags {
            prop_assert_eq!(policy.settings().flag(flag), cured.settings().flag(flag));
        }
    }

    /// A nearest entry is one of the policy's, and an origin that has one is not allowed.
    #[test]
    fn a_nearest_entry_is_one_of_the_policy(policy in policy(), origin in origin()) {
        use cors_core::{OriginEntry, ReasonKind};
        let explanation = policy.explain(&Head::get(&origin));
        for reason in explanation.reasons() {
            let ReasonKind::OriginNotAllowed { nearest: Some(nearest), .. } = reason.kind() else {
                continue;
            };
            prop_assert!(!policy.allows_origin(&origin));
            let entry = policy.settings().allow_origins().nth(nearest.entry());
            prop_assert_eq!(entry, Some(OriginEntry::Text(nearest.text())));
        }
    }
}

/// The generated requests come to each outcome.
#[test]
fn every_outcome_is_met() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut met = std::collections::HashSet::new();
    for _ in 0..4_000 {
        let policy = policy().new_tree(&mut runner).unwrap().current();
        let head = head().new_tree(&mut runner).unwrap().current();
        met.extend(policy.explain(&head).outcome());
    }
    let missing: Vec<_> = { Outcome::ALL.iter() }
        .filter(|outcome| !met.contains(outcome))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
