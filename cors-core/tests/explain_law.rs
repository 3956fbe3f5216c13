//! The laws of explanations, for generated policies and requests: they say what the decision does, and
//! their cures allow what was asked for and nothing else.

mod blocked;
mod generate;

use blocked::Head;
use cors_core::{
    CureValue, Explanation, Outcome, Policy, PolicyBuilder, Reason, RequestKind, Setting,
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

/// What a policy refuses besides.
fn with_guards(builder: PolicyBuilder, flags: [bool; 4]) -> PolicyBuilder {
    let [unsafe_methods, safe_methods, websockets, hosts] = flags;
    let builder = builder
        .guard_unsafe_methods(unsafe_methods)
        .guard_safe_methods(unsafe_methods && safe_methods)
        .guard_websockets(websockets);
    if hosts {
        builder.expect_hosts(["app.example.com", "*.example.com", "127.0.0.1:8015"])
    } else {
        builder
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    let names = || {
        (
            prop::collection::vec(method(), 0..3),
            prop::collection::vec(header(), 0..3),
        )
    };
    let origins = prop::collection::vec(entry(), 1..5);
    let guards = prop_oneof![1 => Just([false; 4]), 1 => any::<[bool; 4]>()];
    (origins, names(), any::<[bool; 7]>(), guards).prop_filter_map(
        "it does not build",
        |(origins, (methods, headers), flags, guards)| {
            let is_guarded = guards[0] || guards[2];
            let origins: &[String] = if flags[0] && flags[1] && flags[2] && !is_guarded {
                &["*".to_owned()]
            } else {
                &origins
            };
            with_guards(Policy::builder(), guards)
                .allow_origins(origins)
                .allow_methods(methods)
                .allow_headers(headers)
                .allow_credentials(flags[3] && origins != ["*"])
                .dangerously_allow_insecure_origins(flags[4])
                .dangerously_allow_null_origin(flags[5] && !is_guarded)
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

/// The host that a request is for.
fn host() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        3 => Just("app.example.com"),
        1 => Just("APP.example.com:443"),
        1 => Just("example.com"),
        1 => Just("localhost:3000"),
        1 => Just("localhost"),
        1 => Just("127.0.0.1:8015"),
        1 => Just("rebound.evil.test:8015"),
        1 => Just("user@app.example.com"),
        1 => Just("[::1"),
        1 => Just(""),
    ]
}

/// A request that is no preflight.
fn plain() -> impl Strategy<Value = Head> {
    let method = prop_oneof![
        Just("GET"),
        Just("HEAD"),
        Just("OPTIONS"),
        Just("POST"),
        Just("PUT")
    ];
    let origin = prop::option::weighted(0.8, origin());
    let upgrade = prop::option::weighted(0.2, Just("websocket"));
    (method, origin, upgrade).prop_map(|(method, origin, upgrade)| {
        let head = Head {
            method: method.to_owned(),
            ..Head::default()
        };
        let lines = [
            (Field::Origin, origin),
            (Field::Upgrade, upgrade.map(str::to_owned)),
        ];
        let lines = lines
            .into_iter()
            .filter_map(|(field, line)| Some((field, line?)));
        lines.fold(head, |head, (field, line)| head.with(field, line))
    })
}

fn preflight() -> impl Strategy<Value = Head> {
    let headers = prop::collection::vec(header(), 0..4);
    (origin(), method(), headers)
        .prop_map(|(origin, method, headers)| Head::preflight(&origin, method, &headers.join(", ")))
}

fn head() -> impl Strategy<Value = Head> {
    let site = prop_oneof![
        Just("same-origin"),
        Just("none"),
        Just("same-site"),
        Just("cross-site"),
        Just("Cross-Site"),
    ];
    let mode = prop_oneof![Just("cors"), Just("navigate")];
    let line = |field, values| (Just(field), values);
    let mut hosts = vec![prop::option::weighted(0.8, host()).boxed()];
    hosts.push(prop::option::weighted(0.05, host()).boxed());
    let more = (
        line(
            Field::SecFetchSite,
            prop::option::weighted(0.4, site).boxed(),
        ),
        line(
            Field::SecFetchMode,
            prop::option::weighted(0.2, mode).boxed(),
        ),
        hosts,
        prop::option::weighted(0.1, host()),
        prop::bool::weighted(0.1),
    );
    let head = prop_oneof![2 => plain().boxed(), 3 => preflight().boxed()];
    (head, more).prop_map(|(mut head, (site, mode, hosts, authority, twice))| {
        let origin = head.lines.iter().find(|(field, _)| *field == Field::Origin);
        if let Some((field, origin)) = origin.cloned().filter(|_| twice) {
            head = head.with(field, origin);
        }
        head.authority = authority.map(str::to_owned);
        let hosts = hosts.into_iter().map(|host| (Field::Host, host));
        let lines = [site, mode].into_iter().chain(hosts);
        let lines = lines.filter_map(|(field, line)| Some((field, line?)));
        lines.fold(head, |head, (field, line)| head.with(field, line))
    })
}

/// Its first `Origin`, as it was sent.
fn origin_of(head: &Head) -> Option<String> {
    let mut lines = head.lines.iter();
    let (_, line) = lines.find(|(field, _)| *field == Field::Origin)?;
    Some(String::from_utf8(line.clone()).unwrap())
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
            Setting::ExpectHosts => builder.expect_hosts(entries),
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

/// Other hosts, and the same one at another port if it has one.
fn siblings_of_host(host: &str) -> Vec<String> {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let mut siblings = vec![
        format!("x.{host}"),
        format!("x{host}"),
        format!("{name}.evil.test"),
        "stranger.test".to_owned(),
    ];
    if port.bytes().all(|byte| byte.is_ascii_digit()) && !port.is_empty() {
        siblings.extend([format!("{name}:9"), name.to_owned()]);
    }
    siblings
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
        let decision = Responder::<Vec<u8>>::new(&policy).respond(&head);
        let grants = |fields: Vec<Field>| fields.contains(&Field::AccessControlAllowOrigin);
        prop_assert_eq!(explanation.kind(), verdict.kind());
        prop_assert_eq!(explanation.guard(), verdict.guard());
        prop_assert_eq!(explanation.entry().map(|(place, _)| place), verdict.entry());
        let refused_by = verdict.guard().refused_by();
        prop_assert_eq!(explanation.is_refused(), refused_by.is_some());
        if let Some(by) = refused_by {
            prop_assert_eq!(explanation.outcome(), Some(by.outcome()));
            prop_assert!(!explanation.is_blocked());
            let codes: Vec<_> = explanation.reasons().iter().map(Reason::outcome).collect();
            prop_assert_eq!(codes, [by.outcome()]);
            let start = format!("refused by {}: ", by.setting());
            prop_assert!(explanation.to_string().starts_with(&start), "{}", explanation);
            let Decision::Answer(answer) = &decision else {
                panic!("{explanation}");
            };
            prop_assert_eq!(answer.refused_by(), Some(by));
            let status = if by.rule().is_some() { 403 } else { 421 };
            prop_assert_eq!(answer.status(), status);
            prop_assert!(!grants(answer.iter().map(|(field, _)| field).collect()));
            return Ok(());
        }
        if verdict.kind() == RequestKind::NotCors {
            prop_assert_eq!(explanation.outcome(), None);
            prop_assert_eq!(explanation.reasons(), []);
            prop_assert!(matches!(decision, Decision::Forward(_)));
            return Ok(());
        }
        let outcome = explanation.outcome().unwrap();
        let is_allowed = verdict.origin().is_allowed();
        let is_preflight = verdict.kind() == RequestKind::Preflight;
        let mut missing = 0;
        verdict.names_not_allowed(&head, |_, _| missing += 1);

        prop_assert_eq!(explanation.is_blocked(), outcome.is_blocked());
        prop_assert_eq!(explanation.reasons().is_empty(), !outcome.is_blocked());
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

        let granted = match &decision {
            Decision::Forward(headers) => {
                prop_assert!(!is_preflight);
                grants(headers.iter().map(|(field, _)| field).collect())
            }
            Decision::Answer(answer) => {
                prop_assert!(is_preflight);
                prop_assert_eq!(answer.refused_by(), None);
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
        if explanation.is_refused() {
            // What is refused for its host may be refused for its origin besides.
            if explanation.cures().next().is_some() {
                prop_assert_ne!(again.outcome(), explanation.outcome(), "{}", explanation);
            }
        } else if explanation.reasons().iter().all(|reason| reason.cure().is_some()) {
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

        let asked = origin_of(&head);
        let asked = asked.as_deref().unwrap_or("https://app.example.com");
        for other in siblings(asked).iter().filter(|other| *other != asked) {
            prop_assert_eq!(policy.allows_origin(other), cured.allows_origin(other), "{}", other);
            // A listed https origin may keep its http twin out, which passed before.
            for host in ["app.example.com", "127.0.0.1:8015"] {
                let head = Head { method: "POST".to_owned(), ..Head::get(other) }.with(Field::Host, host);
                let is_refused = |policy: &Policy| policy.decide(&head).guard().refused_by().is_some();
                prop_assert!(!is_refused(&policy) || is_refused(&cured), "{} {}", other, host);
            }
        }
        for host in siblings_of_host(explanation.host().unwrap_or("app.example.com")) {
            let head = Head { method: "GET".to_owned(), ..Head::default() }.with(Field::Host, &host);
            let refused_by = |policy: &Policy| policy.decide(&head).guard().refused_by();
            prop_assert_eq!(refused_by(&policy), refused_by(&cured), "{}", host);
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
        let flags = [Setting::GuardUnsafeMethods, Setting::GuardSafeMethods, Setting::GuardWebsockets,
            Setting::AllowCredentials, Setting::DangerouslyAllowNullOrigin,
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
    for _ in 0..8_000 {
        let policy = policy().new_tree(&mut runner).unwrap().current();
        let head = head().new_tree(&mut runner).unwrap().current();
        met.extend(policy.explain(&head).outcome());
    }
    let missing: Vec<_> = { Outcome::ALL.iter() }
        .filter(|outcome| !met.contains(outcome))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
