//! Servers that mean harm, or are broken: nothing panics, and nothing raw reaches a terminal.

use core::cell::Cell;

use cors_core::Policy;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use proptest::prelude::*;

use super::{
    BUDGET, codes,
    museum::{APP, page},
    probe,
};

/// Nothing of what a server sends moves the cursor, and nobody has to read a book.
fn is_harmless(serve: &dyn Fn(&Request<()>) -> Response<()>) -> usize {
    let policy = Policy::builder()
        .allow_origins([APP])
        .allow_credentials(true);
    let policy = policy
        .allow_methods(["PUT"])
        .guard_unsafe_methods(true)
        .guard_safe_methods(true);
    let (found, asked) = probe(serve, &page(), Some(&policy.build().unwrap()));
    assert!(asked <= BUDGET);
    for finding in &found {
        let lines = finding
            .evidence
            .iter()
            .chain([&finding.message, &finding.advice]);
        for line in lines {
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        assert!(finding.evidence.len() < 40);
    }
    asked
}

#[test]
fn thousands_of_headers() {
    is_harmless(&|_| {
        let mut response = Response::new(());
        for number in 0..5_000 {
            let name = HeaderName::from_bytes(format!("access-control-x-{number}").as_bytes());
            response
                .headers_mut()
                .append(name.unwrap(), HeaderValue::from_static("1"));
            let value = HeaderValue::from_static("https://app.example.com");
            response
                .headers_mut()
                .append("access-control-allow-origin", value);
        }
        response
    });
}

#[test]
fn headers_of_a_megabyte() {
    let long = HeaderValue::from_bytes(&b"a,\xff;".repeat(250_000)).unwrap();
    is_harmless(&move |_| {
        let mut response = Response::new(());
        for name in [
            "access-control-allow-origin",
            "access-control-allow-methods",
            "vary",
            "cache-control",
            "location",
        ] {
            response.headers_mut().insert(name, long.clone());
        }
        response
    });
}

#[test]
fn no_redirect_leads_anywhere() {
    for location in [
        "//[",
        "http://127.0.0.1:1/",
        "javascript:1",
        "\u{202e}",
        "?x",
        "https://user@api.example.net/",
    ] {
        let asked = is_harmless(&|_| {
            let mut response = Response::new(());
            *response.status_mut() = StatusCode::FOUND;
            if let Ok(location) = HeaderValue::from_bytes(location.as_bytes()) {
                response.headers_mut().insert("location", location);
            }
            response
        });
        assert!(asked < BUDGET, "{location}");
    }
}

#[test]
fn an_answer_that_changes_each_time() {
    let turn = Cell::new(0_u16);
    is_harmless(&|request| {
        turn.set(turn.get() + 1);
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::from_u16(200 + turn.get() * 7 % 400).unwrap();
        if turn.get().is_multiple_of(2)
            && let Some(origin) = request.headers().get("origin")
        {
            response
                .headers_mut()
                .insert("access-control-allow-origin", origin.clone());
        }
        response
    });
}

#[test]
fn a_sandboxed_page_and_others_without_a_name() {
    for origin in [
        "null",
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
        "http://localhost",
        "http://intranet",
        "https://com",
    ] {
        let page = page().origins(&[origin]);
        let serve = |_: &Request<()>| Response::new(());
        let (found, _) = probe(&serve, &page, None);
        assert_eq!(codes(&found), [("origin-not-allowed", "error")], "{origin}");
    }
}

/// Header values as servers get them wrong.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let usual = prop::sample::select(vec![
        "*",
        "null",
        "https://app.example.com",
        "https://app.example.com/",
        "true",
        "True",
        "GET, PUT",
        "GET; PUT",
        "x-a",
        "600",
        "-1",
        "Origin",
        "no-store",
        "max-age=60",
        "public",
        "/end",
        "https://other.example/",
    ]);
    prop_oneof![
        4 => usual.prop_map(|value| value.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ]
}

fn header() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let names = prop::sample::select(vec![
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-expose-headers",
        "access-control-max-age",
        "vary",
        "cache-control",
        "location",
        "expires",
    ]);
    (names, value())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Whatever is answered, by whatever the request's hash says.
    #[test]
    fn any_answers(
        answers in prop::collection::vec((100_u16..600, prop::collection::vec(header(), 0..8), any::<bool>()), 1..5),
        seed in any::<usize>(),
    ) {
        let serve = |request: &Request<()>| {
            let origin = request.headers().get("origin");
            let number = origin.map_or(0, |origin| origin.len()) + request.method().as_str().len();
            let (status, headers, echoes) = &answers[number.wrapping_add(seed) % answers.len()];
            let mut response = Response::new(());
            *response.status_mut() = StatusCode::from_u16(*status).unwrap();
            for (name, value) in headers {
                if let Ok(value) = HeaderValue::from_bytes(value) {
                    response.headers_mut().append(*name, value);
                }
            }
            if let (true, Some(origin)) = (*echoes, origin) {
                response.headers_mut().insert("access-control-allow-origin", origin.clone());
            }
            response
        };
        is_harmless(&serve);
    }
}
