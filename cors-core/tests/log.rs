//! The log of what a browser is going to block, and of what is refused. Each test has origins of its own, since what was said once
//! is said once in a process.
#![cfg(all(feature = "http", feature = "tracing"))]

mod heard;

use cors_core::{
    Policy,
    adapter::{Decision, Head},
};
use heard::{get, heard, levels, preflight, responder};
use http::{HeaderMap, HeaderValue, Request};
use tracing::Level;

const APP: &str = "https://app.example.com";

fn policy() -> Policy {
    Policy::builder()
        .allow_origins([APP, "https://*.example.net"])
        .allow_headers("content-type")
        .build()
        .unwrap()
}

#[test]
fn the_first_time_at_info_and_again_at_debug() {
    let responder = responder(policy());
    let requests = [
        get("https://app.example.com:1001", "/a?secret"),
        get("https://app.example.com:1001", "/b"),
        get("https://nobody1.test", "/c"),
    ];
    let lines = heard(Level::DEBUG, || {
        for request in &requests {
            let _ = responder.respond(&Head::of(request));
        }
    });
    let near = "the origin is not allowed; the nearest entry, \"https://app.example.com\", has another port; \
                add \"https://app.example.com:1001\" to allow_origins";
    assert_eq!(
        lines,
        [
            format!(
                "INFO blocked by CORS: a page of https://app.example.com:1001 asks for GET /a: {near} \
                 origin=\"https://app.example.com:1001\" reason=\"origin-not-allowed\" method=\"GET\" \
                 path=\"/a\" entry=\"https://app.example.com\""
            ),
            format!(
                "DEBUG blocked by CORS: a page of https://app.example.com:1001 asks for GET /b: {near} \
                 origin=\"https://app.example.com:1001\" reason=\"origin-not-allowed\" method=\"GET\" \
                 path=\"/b\" entry=\"https://app.example.com\""
            ),
            "INFO blocked by CORS: a page of https://nobody1.test asks for GET /c: the origin is not allowed; \
             if that page is yours, add \"https://nobody1.test\" to allow_origins \
             origin=\"https://nobody1.test\" reason=\"origin-not-allowed\" method=\"GET\" path=\"/c\""
                .to_owned(),
        ]
    );
}

#[test]
fn what_nobody_hears_is_not_remembered() {
    let responder = responder(policy());
    let request = || [get("https://nobody2.test", "/")];
    assert_eq!(levels(&responder, Level::WARN, &request()), "");
    assert_eq!(levels(&responder, Level::INFO, &request()), "INFO");
    assert_eq!(levels(&responder, Level::INFO, &request()), "");
    assert_eq!(levels(&responder, Level::DEBUG, &request()), "DEBUG");
}

/// Another origin, outcome, method or header is another one. Another path, and what is allowed beside it,
/// is not.
#[test]
fn what_is_the_same_again() {
    let responder = responder(policy());
    let origin = "https://same.example.net";
    let requests = [
        preflight(origin, "PUT", ""),
        preflight(origin, "PUT", "content-type"),
        preflight(origin, "DELETE", ""),
        preflight(origin, "PUT", "x-a"),
        preflight(origin, "PUT", "x-a,content-type"),
        preflight(origin, "GET", "x-a"),
        preflight(origin, "GET", "x-b"),
        // As a method it is something else.
        preflight(origin, "x-b", ""),
        preflight("https://other.example.net", "PUT", ""),
    ];
    let expected = "INFO DEBUG INFO INFO DEBUG INFO INFO INFO INFO";
    assert_eq!(levels(&responder, Level::DEBUG, &requests), expected);
    let mut twice = get(origin, "/");
    twice.headers_mut().append(
        "origin",
        HeaderValue::from_static("https://same.example.net"),
    );
    assert_eq!(levels(&responder, Level::DEBUG, &[twice]), "INFO");
    // Of an origin that is not allowed, no names are asked for.
    let stranger = "https://nobody3.test";
    let requests = [
        get(stranger, "/"),
        preflight(stranger, "PUT", ""),
        preflight(stranger, "PUT", "x-a"),
    ];
    assert_eq!(
        levels(&responder, Level::DEBUG, &requests),
        "INFO DEBUG DEBUG"
    );
    let mut twice = get(stranger, "/");
    twice
        .headers_mut()
        .append("origin", HeaderValue::from_static("https://nobody3.test"));
    assert_eq!(levels(&responder, Level::DEBUG, &[twice]), "INFO");
}

#[test]
fn what_is_not_blocked_is_not_said() {
    let responder = responder(policy());
    let with = |name: &'static str, value: &'static str| {
        let mut request = get("https://nobody4.test", "/");
        request
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
        request
    };
    let requests = [
        get(APP, "/"),
        preflight(APP, "GET", "content-type"),
        with("host", "nobody4.test"),
        with("sec-fetch-site", "same-origin"),
        with("sec-fetch-mode", "navigate"),
        with("sec-fetch-mode", "no-cors"),
        with("sec-fetch-mode", "websocket"),
    ];
    assert_eq!(levels(&responder, Level::DEBUG, &requests), "");
    let asked = [with("sec-fetch-mode", "cors")];
    assert_eq!(levels(&responder, Level::DEBUG, &asked), "INFO");
}

#[test]
fn a_second_look_says_nothing() {
    let responder = responder(policy());
    let request = get("https://nobody5.test", "/");
    let lines = heard(Level::DEBUG, || {
        let _ = responder.peek(&Head::of(&request));
    });
    assert_eq!(lines, [""; 0]);
    assert_eq!(levels(&responder, Level::DEBUG, &[request]), "INFO");
}

#[test]
fn headers_of_the_handlers_own() {
    let responder = responder(policy());
    let handle = |most, path: &'static str, names: &[&'static str]| {
        heard(most, || {
            let request = get(APP, path);
            let Decision::Forward(headers) = responder.respond(&Head::of(&request)) else {
                panic!("it is no preflight");
            };
            let mut response = HeaderMap::new();
            for name in names {
                response.insert(*name, HeaderValue::from_static("*"));
            }
            let _ = headers.apply(&mut response);
        })
    };
    let line = |header, path| {
        format!(
            "DEBUG removed a CORS header that the handler, or CORS further inside, had set; \
             the outermost policy decides: put it there header={header} path={path:?}"
        )
    };
    let origin = "access-control-allow-origin";
    // Nobody hears of it, and it is not said already.
    assert_eq!(handle(Level::INFO, "/quiet", &[origin]), [""; 0]);
    assert_eq!(
        handle(Level::DEBUG, "/a?secret", &[origin]),
        [line(origin, "/a")]
    );
    assert_eq!(handle(Level::DEBUG, "/a", &[origin]), [""; 0]);
    let max_age = "access-control-max-age";
    assert_eq!(
        handle(Level::DEBUG, "/b", &[origin, max_age]),
        [line(max_age, "/b")]
    );
    let rest = [
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-expose-headers",
    ];
    assert_eq!(
        handle(Level::DEBUG, "/c", &rest),
        rest.map(|header| line(header, "/c"))
    );
    let last = "access-control-allow-private-network";
    assert_eq!(handle(Level::DEBUG, "/d", &[last]), [line(last, "/d")]);
    assert_eq!(handle(Level::DEBUG, "/e", &[last, origin]), [""; 0]);
}

fn guarded() -> Policy {
    Policy::builder()
        .allow_origins(APP)
        .guard_unsafe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com", "127.0.0.1"])
        .build()
        .unwrap()
}

/// A request to `/items?secret`, with these lines.
fn request(method: &str, lines: &[(&str, &[u8])]) -> Request<()> {
    let mut request = Request::builder().method(method).uri("/items?secret");
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    let request = request.header("cookie", "id=secret");
    request.header("authorization", "secret").body(()).unwrap()
}

/// As the manual shows it.
#[test]
fn refusals_with_the_pair_that_was_compared() {
    let responder = responder(guarded());
    let requests = [
        request(
            "POST",
            &[
                ("origin", b"https://site1.example"),
                ("host", b"127.0.0.1:8015"),
            ],
        ),
        // Without Origin, and by the browser's own word.
        request(
            "DELETE",
            &[
                ("sec-fetch-site", b"cross-site"),
                ("host", b"api.example.com"),
            ],
        ),
        request("GET", &[("host", b"rebound1.test")]),
    ];
    let lines = heard(Level::INFO, || {
        for request in &requests {
            let _ = responder.respond(&Head::of(request));
        }
    });
    assert_eq!(
        lines,
        [
            "INFO refused by guard_unsafe_methods: POST /items, Origin https://site1.example, \
             Host 127.0.0.1:8015: if this server is https://site1.example, list it in allow_origins, \
             or have the proxy pass Host on origin=\"https://site1.example\" \
             reason=\"unsafe-method-refused\" method=\"POST\" path=\"/items\" host=\"127.0.0.1:8015\" \
             guard=\"guard_unsafe_methods\" rule=6",
            "INFO refused by guard_unsafe_methods: DELETE /items, no Origin, Host api.example.com: \
             Sec-Fetch-Site is cross-site; browsers send Origin with this method, and something in \
             between has removed it reason=\"unsafe-method-refused\" method=\"DELETE\" path=\"/items\" \
             host=\"api.example.com\" guard=\"guard_unsafe_methods\" rule=3",
            "INFO refused by expect_hosts: GET /items, no Origin, Host rebound1.test: \
             expect_hosts lacks this host; if this server is reached by rebound1.test, add \
             \"rebound1.test\" to expect_hosts; otherwise, somebody may have led a name of their own here \
             (DNS rebinding) reason=\"unexpected-host\" method=\"GET\" path=\"/items\" \
             host=\"rebound1.test\" guard=\"expect_hosts\"",
        ]
    );
}

/// The line that the manual shows is the one that is logged.
#[test]
fn the_manual_shows_a_refusal_as_it_is() {
    let manual = include_str!("../src/manual/why_refused.rs");
    let shown = manual
        .lines()
        .filter_map(|line| line.strip_prefix("//! INFO cors: "));
    let request = request(
        "POST",
        &[
            ("origin", b"https://site.example"),
            ("host", b"127.0.0.1:8015"),
        ],
    );
    let responder = responder(guarded());
    let lines = heard(Level::INFO, || {
        let _ = responder.respond(&Head::of(&request));
    });
    let logged = lines.iter().filter_map(|line| line.strip_prefix("INFO "));
    assert!(shown.eq(logged), "{lines:?}");
    assert_eq!(lines.len(), 1);
}

/// What the decision depends on makes a refusal another one: the pair by rule 6, the origin by rule 3, and
/// otherwise the host.
#[test]
fn the_same_refusal_again() {
    let responder = responder(guarded());
    let host = "host";
    let origin: (&str, &[u8]) = ("origin", b"https://site2.example");
    let other: (&str, &[u8]) = ("sec-fetch-site", b"cross-site");
    let requests = [
        request("POST", &[origin, (host, b"127.0.0.1:1")]),
        request("PUT", &[origin, (host, b"127.0.0.1:1")]),
        request("POST", &[origin, (host, b"127.0.0.1:2")]),
        request("POST", &[origin, other, (host, b"127.0.0.1:1")]),
        request("POST", &[origin, other, (host, b"127.0.0.1:2")]),
        request(
            "GET",
            &[origin, (host, b"127.0.0.1:1"), ("upgrade", b"websocket")],
        ),
        request("POST", &[origin, (host, b"rebound2.test")]),
        request("GET", &[(host, b"rebound2.test")]),
        request("GET", &[(host, b"rebound2.test:1")]),
    ];
    assert_eq!(
        levels(&responder, Level::DEBUG, &requests),
        "INFO DEBUG INFO INFO DEBUG INFO INFO DEBUG INFO"
    );
}

/// Without a guard, forms and handshakes of strangers are nobody's business here.
#[test]
fn what_no_guard_refuses_is_not_said() {
    let responder = responder(policy());
    let stranger: (&str, &[u8]) = ("origin", b"https://site3.example");
    let sent = |method, mode: &'static [u8]| {
        request(
            method,
            &[
                stranger,
                ("sec-fetch-mode", mode),
                ("upgrade", b"websocket"),
            ],
        )
    };
    let requests = [sent("POST", b"navigate"), sent("GET", b"websocket")];
    assert_eq!(levels(&responder, Level::DEBUG, &requests), "");
}

/// Control characters can't get there by HTTP, and other bytes are escaped: no line is forged.
#[test]
fn a_refusal_is_one_line() {
    let responder = responder(guarded());
    let words = "https://site4.example\u{2028}INFO refused by guard_websockets: \u{85}\u{202e}";
    let requests = [
        request(
            "POST",
            &[("origin", words.as_bytes()), ("host", b"api.example.com")],
        ),
        request("POST", &[("host", words.as_bytes())]),
        request("POST", &[("host", &[b'a'; 9_000])]),
    ];
    let lines = heard(Level::INFO, || {
        for request in &requests {
            let _ = responder.respond(&Head::of(request));
        }
    });
    assert_eq!(lines.len(), 3);
    for line in lines {
        let is_hidden = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{85}' | '\u{202e}');
        assert!(!line.contains(is_hidden), "{line:?}");
        assert!(
            line.starts_with("INFO refused by ") && line.len() < 1_000,
            "{line}"
        );
        assert!(!line.contains("secret"), "{line}");
    }
}

/// Refusals are counted, those without an origin too, by labels that no request makes.
#[test]
fn refusals_are_counted() {
    use std::sync::{Arc, Mutex};

    use cors_core::Outcome;
    let counted = Arc::new(Mutex::new(Vec::new()));
    let counter = Arc::clone(&counted);
    let responder = responder(guarded()).on_outcome(move |outcome| {
        counter.lock().unwrap().push(outcome);
    });
    let host: (&str, &[u8]) = ("host", b"api.example.com");
    let cross: (&str, &[u8]) = ("sec-fetch-site", b"cross-site");
    for request in [
        request("POST", &[host]),
        request("POST", &[host, cross]),
        request("GET", &[host, cross, ("upgrade", b"websocket")]),
        request("GET", &[host, cross]),
        request("GET", &[("host", b"b.test")]),
        request("GET", &[]),
        request("POST", &[host, ("origin", b"https://api.example.com")]),
    ] {
        let _ = responder.peek(&Head::of(&request));
        let _ = responder.respond(&Head::of(&request));
    }
    assert_eq!(
        *counted.lock().unwrap(),
        [
            Outcome::UnsafeMethodRefused,
            Outcome::WebSocketRefused,
            Outcome::UnexpectedHost,
            Outcome::UnknownHost,
            Outcome::SameOrigin,
        ]
    );
}
