//! The log of what a browser is going to block. Each test has origins of its own, since what was said once
//! is said once in a process.
#![cfg(all(feature = "http", feature = "tracing"))]

mod heard;

use cors_core::{
    Policy,
    adapter::{Decision, Head},
};
use heard::{get, heard, levels, preflight, responder};
use http::{HeaderMap, HeaderValue};
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
        "access-control-allow-private-network",
    ];
    assert_eq!(
        handle(Level::DEBUG, "/c", &rest),
        rest.map(|header| line(header, "/c"))
    );
    assert_eq!(handle(Level::DEBUG, "/d", &rest), [""; 0]);
}
