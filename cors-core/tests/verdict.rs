//! What a policy says of a request beyond yes and no: which entry, what kind, which names.
#![cfg(all(feature = "http", feature = "regex"))]

mod exchange;

use cors_core::{
    OriginEntry, OriginPattern, OriginVerdict, Policy, RequestKind, Setting, Verdict,
    adapter::{Decision, Field, Head, Responder},
};
use exchange::header_map;
use http::{HeaderValue, Method};
use proptest::prelude::*;

const ENTRIES: [&str; 6] = [
    "https://app.example.com",
    "https://*.example.com",
    "https://pr-{digits}.example.net",
    "http://localhost:*",
    "http://*.localhost:*",
    "https://app.example.com",
];

/// Entries of every kind: texts, then a regex, then a predicate.
fn policy() -> Policy {
    Policy::builder()
        .allow_origins(ENTRIES)
        .allow_origin_regex(r"https://(eu|us)\.example\.org")
        .allow_origin_if(|origin| origin.host() == "tenant.example")
        .allow_methods(["PUT"])
        .allow_headers(["content-type", "X-Api-Key"])
        .build()
        .unwrap()
}

fn verdict<'p>(policy: &'p Policy, method: &str, headers: &[(&str, &str)]) -> Verdict<'p> {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_bytes())).collect();
    policy.decide(&Head::new(&method, None, &header_map(&headers)))
}

fn missing(policy: &Policy, headers: &[(&str, &str)]) -> Vec<String> {
    let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_bytes())).collect();
    let headers = header_map(&headers);
    let head = Head::new(&Method::OPTIONS, None, &headers);
    let mut found = Vec::new();
    policy
        .decide(&head)
        .names_not_allowed(&head, |setting, name| {
            found.push(format!("{setting}: {}", String::from_utf8_lossy(name)));
        });
    found
}

#[test]
fn the_entry_that_allows() {
    let policy = policy();
    for (origin, entry) in [
        ("https://app.example.com", Some(0)),
        ("https://eu.example.com", Some(1)),
        ("https://pr-7.example.net", Some(2)),
        ("http://localhost", Some(3)),
        ("http://localhost:5173", Some(3)),
        ("http://a.localhost:5173", Some(4)),
        ("https://us.example.org", Some(6)),
        ("https://tenant.example", Some(7)),
        ("https://example.com", None),
        ("https://pr-x.example.net", None),
        ("http://app.example.com", None),
        ("https://app.example.com:8443", None),
        ("null", None),
        ("", None),
    ] {
        let verdict = verdict(&policy, "GET", &[("origin", origin)]);
        assert_eq!(verdict.kind(), RequestKind::Actual);
        assert_eq!(verdict.entry(), entry, "{origin}");
        let shown = match entry {
            None => OriginVerdict::NotListed,
            Some(place) => {
                let entry = policy.settings().allow_origins().nth(place).unwrap();
                let OriginVerdict::Listed { entry: found, .. } = verdict.origin() else {
                    panic!("{origin}: {verdict:?}");
                };
                assert_eq!(found, entry, "{origin}");
                verdict.origin()
            }
        };
        assert_eq!(verdict.origin(), shown);
        assert_eq!(policy.allows_origin(origin), entry.is_some(), "{origin}");
    }
}

#[test]
fn why_none_allows() {
    let policy = policy();
    let of = |headers: &[(&str, &str)]| verdict(&policy, "GET", headers).origin();
    let app = ("origin", ENTRIES[0]);
    assert_eq!(of(&[]), OriginVerdict::Absent);
    assert_eq!(of(&[app, app]), OriginVerdict::SeveralLines);
    assert_eq!(of(&[("origin", "null")]), OriginVerdict::NotListed);
    for origin in [of(&[]), of(&[app, app]), of(&[("origin", "null")])] {
        assert!(!origin.is_allowed());
    }

    let anybody = Policy::builder().allow_origins(["*"]).build().unwrap();
    for headers in [&[][..], &[app], &[app, app], &[("origin", "null")]] {
        let verdict = verdict(&anybody, "GET", headers);
        assert_eq!(verdict.origin(), OriginVerdict::Any);
        assert_eq!(verdict.entry(), Some(0));
    }

    let null = Policy::builder()
        .allow_origins([ENTRIES[0]])
        .dangerously_allow_null_origin(true)
        .build()
        .unwrap();
    let verdict = verdict(&null, "GET", &[("origin", "null")]);
    assert_eq!(verdict.origin(), OriginVerdict::Null);
    assert!(verdict.origin().is_allowed());
    assert_eq!(verdict.entry(), None);
}

#[test]
fn the_kind_of_request() {
    let policy = policy();
    let origin = ("origin", "https://evil.test");
    let asks = ("access-control-request-method", "PUT");
    for (method, headers, kind) in [
        ("GET", &[][..], RequestKind::NotCors),
        ("OPTIONS", &[asks], RequestKind::NotCors),
        ("GET", &[origin], RequestKind::Actual),
        ("OPTIONS", &[origin], RequestKind::Actual),
        ("GET", &[origin, asks], RequestKind::Actual),
        ("options", &[origin, asks], RequestKind::Actual),
        ("OPTIONS", &[origin, asks], RequestKind::Preflight),
    ] {
        assert_eq!(
            verdict(&policy, method, headers).kind(),
            kind,
            "{method} {headers:?}"
        );
    }
}

#[test]
fn names_that_are_not_allowed() {
    let policy = policy();
    let origin = ("origin", "https://app.example.com");
    let asks = |method, headers| {
        let head = [
            origin,
            ("access-control-request-method", method),
            ("access-control-request-headers", headers),
        ];
        missing(&policy, &head)
    };
    assert!(asks("PUT", "content-type,x-api-key").is_empty());
    assert!(asks("POST", "").is_empty());
    assert_eq!(asks("put", ",X-API-KEY, \t,"), ["allow_methods: put"]);
    assert_eq!(
        asks("DELETE", "authorization,content-type,x-trace"),
        [
            "allow_methods: DELETE",
            "allow_headers: authorization",
            "allow_headers: x-trace"
        ]
    );
    // Nothing was asked for.
    assert!(missing(&policy, &[origin]).is_empty());

    let any = Policy::builder()
        .allow_origins(["*"])
        .allow_methods(["*"])
        .allow_headers(["*"])
        .build()
        .unwrap();
    let head = [
        origin,
        ("access-control-request-method", "TRACE"),
        ("access-control-request-headers", "x-a,Authorization"),
    ];
    assert_eq!(
        missing(&any, &head),
        ["allow_methods: TRACE", "allow_headers: Authorization"]
    );
}

#[test]
fn nothing_is_allocated() {
    let policy = policy();
    let headers = header_map(&[
        ("origin", b"https://tenant.example"),
        ("access-control-request-method", b"DELETE"),
        ("access-control-request-headers", b"x-a,x-b,content-type"),
    ]);
    let head = Head::new(&Method::OPTIONS, None, &headers);
    // The regex's scratch space is made when a thread first uses it.
    let _ = policy.decide(&head);
    let info = allocation_counter::measure(|| {
        let verdict = policy.decide(&head);
        assert_eq!(verdict.entry(), Some(7));
        let mut names = 0;
        verdict.names_not_allowed(&head, |_, _| names += 1);
        assert_eq!(names, 3);
    });
    assert_eq!(info.count_total, 0);
}

/// What was written can be read, in its order and as it was written.
#[test]
fn settings_are_read_as_they_were_written() {
    let policy = Policy::builder()
        .allow_headers(["X-Api-Key", "content-type"])
        .allow_origins(["https://b.example"])
        .allow_origin_regex(r"https://a\.example")
        .allow_origins(["https://c.example"])
        .allow_methods(["PUT"])
        .allow_methods(["DELETE"])
        .expose_headers(["X-Request-Id"])
        .max_age(core::time::Duration::from_millis(1500))
        .build()
        .unwrap();
    let settings = policy.settings();
    assert_eq!(
        Vec::from_iter(settings.allow_origins()),
        [
            OriginEntry::Text("https://b.example"),
            OriginEntry::Regex(r"https://a\.example"),
            OriginEntry::Text("https://c.example"),
        ]
    );
    assert_eq!(settings.allow_methods(), ["PUT", "DELETE"]);
    assert_eq!(settings.allow_headers(), ["X-Api-Key", "content-type"]);
    assert_eq!(settings.expose_headers(), ["X-Request-Id"]);
    assert_eq!(settings.max_age(), Some(core::time::Duration::from_secs(2)));
    assert!(!settings.allow_credentials());
    assert!(settings.expect_hosts().is_empty());
    let guarded = Policy::builder()
        .expect_hosts(["localhost:80"])
        .guard_unsafe_methods(true)
        .guard_safe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["127.0.0.1"])
        .build()
        .unwrap();
    assert_eq!(
        guarded.settings().expect_hosts(),
        ["localhost:80", "127.0.0.1"]
    );
    for &setting in Setting::ALL {
        let is_guard = setting.as_str().starts_with("guard_");
        assert_eq!(guarded.settings().flag(setting) == Some(true), is_guard);
    }
    for &setting in Setting::ALL {
        let flag = settings.flag(setting);
        let name = setting.as_str();
        let is_flag = name == "allow_credentials"
            || name == "minimal_disclosure"
            || name == "origins_may_be_empty"
            || name.starts_with("guard_")
            || name.starts_with("dangerously_");
        assert_eq!(flag, is_flag.then_some(false), "{setting}");
    }
}

#[test]
fn a_part_of_a_second_is_a_second() {
    let max_age = |millis| {
        let policy = Policy::builder()
            .allow_origins(["*"])
            .max_age(core::time::Duration::from_millis(millis))
            .build();
        policy.unwrap().settings().max_age().unwrap().as_secs()
    };
    assert_eq!([0, 1, 900, 1000, 1001].map(max_age), [0, 1, 1, 1, 2]);
}

prop_compose! {
    /// Origins near the entries, and some that are far.
    fn origin()(
        scheme in prop_oneof![Just("https"), Just("http")],
        label in prop_oneof![Just(""), Just("app."), Just("eu."), Just("pr-1."), Just("a.b.")],
        domain in prop_oneof![
            Just("example.com"), Just("example.net"), Just("localhost"), Just("tenant.example"),
        ],
        port in prop_oneof![Just(""), Just(":8080"), Just(":443")],
    ) -> String {
        format!("{scheme}://{label}{domain}{port}")
    }
}

proptest! {
    /// The verdict is the decision: who is allowed is answered, and no one else, and the entry that
    /// is named matches.
    #[test]
    fn a_verdict_is_the_decision(
        origin in origin(),
        options in any::<bool>(),
        asks in any::<bool>(),
        credentials in any::<bool>(),
    ) {
        let policy = policy();
        let policy = if credentials {
            // The predicate and the regex are known to be tight.
            policy.to_builder().allow_credentials(true).build().unwrap()
        } else {
            policy
        };
        let mut lines = vec![("origin", origin.as_bytes())];
        lines.extend(asks.then_some(("access-control-request-method", &b"PUT"[..])));
        let headers = header_map(&lines);
        let method = if options { Method::OPTIONS } else { Method::GET };
        let head = Head::new(&method, None, &headers);
        let verdict = policy.decide(&head);

        let allow_origin = |(field, _): &(Field, _)| *field == Field::AccessControlAllowOrigin;
        let (kind, shared) = match Responder::<HeaderValue>::new(&policy).respond(&head) {
            Decision::Forward(headers) => (RequestKind::Actual, headers.iter().any(|h| allow_origin(&h))),
            Decision::Answer(answer) => {
                (RequestKind::Preflight, answer.iter().any(|h| allow_origin(&h)))
            }
        };
        prop_assert_eq!(verdict.kind(), kind);
        prop_assert_eq!(verdict.origin().is_allowed(), shared);
        prop_assert_eq!(verdict.entry().is_some(), shared);
        prop_assert_eq!(policy.allows_origin(&origin), shared);
        if let OriginVerdict::Listed { entry: OriginEntry::Text(text), .. } = verdict.origin() {
            let pattern = OriginPattern::parse(text).unwrap();
            let origin = cors_core::Origin::parse(&origin).unwrap();
            prop_assert!(pattern.matches(&origin), "{} for {}", text, origin);
        }
    }
}
