//! What is sent for a refusal, to the byte, and what is put into the responses of what passes.
#![cfg(feature = "http")]

use cors_core::{
    LivePolicy, Outcome, Policy, RefusedBy, Setting,
    adapter::{Decision, Field, Head, Responder},
};
use http::{HeaderMap, HeaderValue, Request, StatusCode};

fn policy(guards_reads: bool) -> Policy {
    Policy::builder()
        .allow_origins(["https://app.test"])
        .allow_credentials(true)
        .guard_unsafe_methods(true)
        .guard_safe_methods(guards_reads)
        .guard_websockets(true)
        .expect_hosts(["api.test"])
        .build()
        .unwrap()
}

/// A request for a URI, with these lines.
fn request(method: &str, uri: &str, lines: &[(&str, &str)]) -> Request<()> {
    let request = Request::builder().method(method).uri(uri);
    let request = lines.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    request.body(()).unwrap()
}

fn respond(policy: &Policy, request: &Request<()>) -> Decision<HeaderValue> {
    Responder::with_constants(policy, HeaderValue::from_static).respond(&Head::of(request))
}

/// All that is made of a refusal.
#[derive(Debug, PartialEq)]
struct Refusal {
    by: Setting,
    outcome: Outcome,
    status: u16,
    body: &'static str,
    /// In the order in which they are put.
    headers: Vec<(&'static str, String)>,
}

#[track_caller]
fn refusal(policy: &Policy, request: &Request<()>) -> Refusal {
    let Decision::Answer(answer) = respond(policy, request) else {
        panic!("{request:?} passes");
    };
    let by: RefusedBy = answer.refused_by().expect("a refusal");
    assert_eq!(answer.status_code().as_u16(), answer.status());
    let text = |(field, value): (Field, &HeaderValue)| {
        (field.as_str(), value.to_str().unwrap().to_owned())
    };
    let headers: Vec<_> = answer.iter().map(text).collect();
    let refusal = Refusal {
        by: by.setting(),
        outcome: by.outcome(),
        status: answer.status(),
        body: answer.body(),
        headers: headers.clone(),
    };
    assert!(refusal.outcome.is_refused() && !refusal.outcome.is_blocked());
    // The same, put into a response that has what it may not keep.
    let mut map = HeaderMap::new();
    for (name, value) in [
        ("content-type", "text/html"),
        ("access-control-allow-origin", "*"),
        ("access-control-allow-credentials", "true"),
        ("x-request-id", "42"),
    ] {
        map.insert(name, HeaderValue::from_static(value));
    }
    let overridden = answer.apply(&mut map);
    assert_eq!(overridden.iter().count(), 2);
    let lines = map.iter();
    let mut applied: Vec<_> = lines
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap().to_owned()))
        .collect();
    applied.sort();
    let mut expected = headers;
    expected.push(("x-request-id", "42".to_owned()));
    assert_eq!(applied, expected);
    refusal
}

const CONTENT_TYPE: (&str, &str) = ("content-type", "text/plain; charset=utf-8");
const GUARDED: &str = "Origin, Sec-Fetch-Site";
const READS: &str = "Origin, Sec-Fetch-Site, Sec-Fetch-Mode";
const PREFLIGHT: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

const UNSAFE: &str = "refused: this request may change something, and no page of this server or of an \
                      origin that it allows has sent it; the server's log says what to do";
const SAFE: &str = "refused: no page of this server or of an origin that it allows has sent this request; \
                    the server's log says what to do";
const SOCKET: &str = "refused: no page of this server or of an origin that it allows opens this \
                      WebSocket; the server's log says what to do";
const UNEXPECTED: &str = "refused: this server does not answer for the host that the request is for; the \
                          server's log says what to do";
const UNKNOWN: &str = "refused: the request does not say clearly which host it is for: one Host, which \
                       agrees with its target, is needed";

const HOST: (&str, &str) = ("host", "api.test");
const EVIL: (&str, &str) = ("origin", "https://evil.test");
const LISTED: (&str, &str) = ("origin", "https://app.test");

#[test]
fn every_refusal_to_the_byte() {
    let (plain, reads) = (policy(false), policy(true));
    let socket = ("upgrade", "websocket");
    let asks = ("access-control-request-method", "PUT");
    let rebound = ("host", "rebound.evil.test");
    let by = Setting::GuardUnsafeMethods;
    for (policy, request, by, outcome, status, body, vary) in [
        (
            &plain,
            request("POST", "/", &[HOST, EVIL]),
            by,
            Outcome::UnsafeMethodRefused,
            403,
            UNSAFE,
            GUARDED,
        ),
        (
            &reads,
            request("POST", "/", &[HOST, EVIL]),
            by,
            Outcome::UnsafeMethodRefused,
            403,
            UNSAFE,
            READS,
        ),
        (
            &reads,
            request("GET", "/", &[HOST, EVIL]),
            Setting::GuardSafeMethods,
            Outcome::SafeMethodRefused,
            403,
            SAFE,
            READS,
        ),
        // Nothing at all for HEAD, of the body.
        (
            &reads,
            request("HEAD", "/", &[HOST, EVIL]),
            Setting::GuardSafeMethods,
            Outcome::SafeMethodRefused,
            403,
            "",
            READS,
        ),
        (
            &plain,
            request("GET", "/", &[HOST, EVIL, socket]),
            Setting::GuardWebsockets,
            Outcome::WebSocketRefused,
            403,
            SOCKET,
            GUARDED,
        ),
        (
            &plain,
            request("HEAD", "/", &[HOST, EVIL, socket]),
            Setting::GuardWebsockets,
            Outcome::WebSocketRefused,
            403,
            "",
            GUARDED,
        ),
        // For another host, whatever its origin.
        (
            &plain,
            request("GET", "/", &[rebound, LISTED]),
            Setting::ExpectHosts,
            Outcome::UnexpectedHost,
            421,
            UNEXPECTED,
            "Origin",
        ),
        (
            &reads,
            request("POST", "/", &[rebound]),
            Setting::ExpectHosts,
            Outcome::UnexpectedHost,
            421,
            UNEXPECTED,
            READS,
        ),
        (
            &plain,
            request("HEAD", "http://rebound.evil.test/", &[]),
            Setting::ExpectHosts,
            Outcome::UnexpectedHost,
            421,
            "",
            "Origin",
        ),
        (
            &plain,
            request("OPTIONS", "/", &[rebound, LISTED, asks]),
            Setting::ExpectHosts,
            Outcome::UnexpectedHost,
            421,
            UNEXPECTED,
            PREFLIGHT,
        ),
        (
            &plain,
            request("GET", "/", &[]),
            Setting::ExpectHosts,
            Outcome::UnknownHost,
            421,
            UNKNOWN,
            "Origin",
        ),
        (
            &plain,
            request("GET", "http://api.test/", &[rebound]),
            Setting::ExpectHosts,
            Outcome::UnknownHost,
            421,
            UNKNOWN,
            "Origin",
        ),
        (
            &reads,
            request("OPTIONS", "/", &[HOST, HOST, LISTED, asks]),
            Setting::ExpectHosts,
            Outcome::UnknownHost,
            421,
            UNKNOWN,
            PREFLIGHT,
        ),
    ] {
        let expected = Refusal {
            by,
            outcome,
            status,
            body,
            headers: [CONTENT_TYPE, ("vary", vary)]
                .map(|(name, value)| (name, value.to_owned()))
                .to_vec(),
        };
        assert_eq!(refusal(policy, &request), expected, "{request:?}");
        assert!(body.len() <= 400 && body.bytes().all(|b| matches!(b, b' '..=b'~')));
    }
}

/// A policy that allows any origin may expect hosts; then nothing varies by the origin.
#[test]
fn hosts_without_a_list_of_origins() {
    let policy = Policy::builder()
        .allow_origins("*")
        .expect_hosts("api.test")
        .build()
        .unwrap();
    let other = request("GET", "/", &[("host", "other.test"), LISTED]);
    let found = refusal(&policy, &other);
    assert_eq!(found.headers, [("content-type", CONTENT_TYPE.1.to_owned())]);
    let own = request("GET", "/", &[HOST, LISTED]);
    let Decision::Forward(headers) = respond(&policy, &own) else {
        panic!("{own:?} is refused");
    };
    assert_eq!(
        Vec::from_iter(&headers),
        [(
            Field::AccessControlAllowOrigin,
            &HeaderValue::from_static("*")
        )]
    );
}

/// HTTP/2 has the host in its target.
#[test]
fn the_target_says_what_a_request_is_for() {
    let policy = policy(false);
    for (uri, host, status) in [
        ("https://api.test/", None, None),
        ("https://API.test:8443/", None, None),
        ("https://api.test/", Some("api.test"), None),
        ("https://api.test/", Some("api.test:443"), None),
        ("https://api.test:8443/", Some("api.test"), Some(421)),
        ("https://other.test/", Some("api.test"), Some(421)),
        ("https://user@api.test/", None, Some(421)),
        ("/", Some("api.test"), None),
        ("/", None, Some(421)),
    ] {
        let lines: Vec<_> = host.map(|host| ("host", host)).into_iter().collect();
        let request = request("GET", uri, &lines);
        let found = match respond(&policy, &request) {
            Decision::Forward(_) => None,
            Decision::Answer(answer) => Some(answer.status()),
        };
        assert_eq!(found, status, "{uri} {host:?}");
    }
}

/// What a handler's `Vary` says already is not said again.
#[test]
fn vary_of_what_passes() {
    for (reads, before, after) in [
        (false, &[][..], &["Origin"][..]),
        (false, &["accept-encoding"], &["accept-encoding", "Origin"]),
        (true, &[], &[READS]),
        (
            true,
            &["accept-encoding"],
            &[
                "accept-encoding",
                "Origin",
                "Sec-Fetch-Site",
                "Sec-Fetch-Mode",
            ],
        ),
        (
            true,
            &["sec-fetch-site, ORIGIN"],
            &["sec-fetch-site, ORIGIN", "Sec-Fetch-Mode"],
        ),
        (
            true,
            &["Sec-Fetch-Mode", "Sec-Fetch-Site"],
            &["Sec-Fetch-Mode", "Sec-Fetch-Site", "Origin"],
        ),
        (true, &["*"], &["*"]),
    ] {
        for lines in [
            &[HOST][..],
            &[HOST, LISTED],
            &[HOST, ("sec-fetch-site", "none"), EVIL],
        ] {
            let request = request("GET", "/", lines);
            let Decision::Forward(headers) = respond(&policy(reads), &request) else {
                panic!("{request:?} is refused");
            };
            let mut map = HeaderMap::new();
            for value in before {
                map.append("vary", HeaderValue::from_static(value));
            }
            let _ = headers.apply(&mut map);
            let found: Vec<_> = map.get_all("vary").iter().collect();
            assert_eq!(found, after, "{reads} {before:?}");
        }
    }
}

/// Guards and their hosts are the policy's, and go with it.
#[test]
fn a_replaced_policy_replaces_its_guards() {
    let live = LivePolicy::new(
        Policy::builder()
            .allow_origins("https://app.test")
            .build()
            .unwrap(),
    );
    let counted = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let count = std::sync::Arc::clone(&counted);
    let responder = Responder::with_constants(&live, HeaderValue::from_static)
        .on_outcome(move |outcome| count.lock().unwrap().push(outcome));
    let clone = responder.clone();
    let post = request("POST", "/", &[HOST, EVIL]);
    let elsewhere = request("GET", "/", &[("host", "other.test")]);
    let statuses = |responder: &Responder<HeaderValue>| {
        [&post, &elsewhere].map(|request| match responder.respond(&Head::of(request)) {
            Decision::Forward(_) => StatusCode::OK,
            Decision::Answer(answer) => answer.status_code(),
        })
    };
    let hosts_only = Policy::builder().expect_hosts("api.test").build().unwrap();
    for (policy, expected) in [
        (None, [StatusCode::OK, StatusCode::OK]),
        (
            Some(policy(false)),
            [StatusCode::FORBIDDEN, StatusCode::MISDIRECTED_REQUEST],
        ),
        (
            Some(hosts_only),
            [StatusCode::OK, StatusCode::MISDIRECTED_REQUEST],
        ),
        (
            Some(
                Policy::builder()
                    .allow_origins("https://evil.test")
                    .guard_unsafe_methods(true)
                    .build()
                    .unwrap(),
            ),
            [StatusCode::OK, StatusCode::OK],
        ),
    ] {
        if let Some(policy) = policy {
            live.replace(policy);
        }
        for responder in [&responder, &clone] {
            assert_eq!(statuses(responder), expected);
        }
    }
    // What is refused is counted, also without `Origin`.
    let counted = counted.lock().unwrap();
    assert_eq!(
        counted[..],
        [
            [Outcome::OriginNotAllowed; 2].as_slice(),
            &[Outcome::UnsafeMethodRefused, Outcome::UnexpectedHost],
            &[Outcome::UnsafeMethodRefused, Outcome::UnexpectedHost],
            &[Outcome::OriginNotAllowed, Outcome::UnexpectedHost],
            &[Outcome::OriginNotAllowed, Outcome::UnexpectedHost],
            &[Outcome::Allowed; 2],
        ]
        .concat()
    );
}
