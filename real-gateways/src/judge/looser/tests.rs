//! Right answers grant nothing beyond, and each kind of grant is found.

use bytes::Bytes;
use cors_conformance::{Reply, Suite, reference::Application};
use cors_core::Policy;
use http::Request;

use super::grants;
use crate::client;

#[test]
fn right_answers_grant_nothing_beyond() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let mut judged = 0;
    for case in suite.cases() {
        let name = case.request().place().policy();
        let Some((_, policy)) = suite.policies().find(|(other, _)| Some(*other) == name) else {
            continue;
        };
        let reply = application.send(case.request());
        let request = client::request(case.request()).unwrap();
        let found = grants(policy, &request, &reply);
        assert!(found.is_empty(), "{}: {found:?}", case.name());
        judged += 1;
    }
    assert!(judged > 900, "{judged}");
}

const PAGE: &str = "https://app.example.com";

fn request(method: &str, headers: &[(&str, &str)]) -> Request<Bytes> {
    let builder = Request::builder().method(method).uri("/site/echo");
    let builder = builder.header("host", "server.example");
    let builder = headers.iter().fold(builder, |builder, (name, value)| {
        builder.header(*name, *value)
    });
    builder.body(Bytes::new()).unwrap()
}

fn policy() -> Policy {
    let builder = Policy::builder()
        .allow_origins([PAGE])
        .allow_methods(["PUT"])
        .allow_headers(["x-a"])
        .expose_headers(["x-b"])
        .guard_unsafe_methods(true);
    builder.build().unwrap()
}

/// What is found in this answer to a preflight for PATCH, or to a GET.
fn found(method: &str, origin: &str, headers: &[(&str, &str)]) -> String {
    let mut sent = vec![("origin", origin)];
    if method == "OPTIONS" {
        sent.push(("access-control-request-method", "PATCH"));
    }
    let reply = Reply::new(204, headers.iter().copied(), Some(1));
    grants(&policy(), &request(method, &sent), &reply).join("\n")
}

#[test]
fn origins() {
    let origin = |value| [("Access-Control-Allow-Origin", value)];
    assert_eq!(found("GET", PAGE, &origin(PAGE)), "");
    assert_eq!(
        found("GET", PAGE, &origin("*")),
        "the answer allows *, and the policy does not"
    );
    assert_eq!(
        found("GET", "null", &origin("null")),
        "the answer allows null, and the policy does not"
    );
    assert_eq!(
        found("GET", PAGE, &origin("https://handler.example")),
        "the answer allows https://handler.example, and the policy does not"
    );
    // No browser has a page of these.
    for origin_ in [
        "HTTPS://APP.EXAMPLE.COM",
        "https://app.example.com:443",
        "https://app.example.com/",
        &format!("https://{}.example.com", "a".repeat(64)),
    ] {
        assert_eq!(found("GET", origin_, &origin(origin_)), "", "{origin_}");
    }
}

#[test]
fn everything_else_an_answer_can_allow() {
    let answer = |method, header| {
        found(
            method,
            PAGE,
            &[("access-control-allow-origin", PAGE), header],
        )
    };
    for (method, header, grant) in [
        (
            "GET",
            ("access-control-allow-credentials", "true"),
            "the answer allows credentials, and the policy does not",
        ),
        (
            "GET",
            ("access-control-allow-private-network", "true"),
            "the answer allows private networks, and no policy does",
        ),
        (
            "GET",
            ("access-control-expose-headers", "x-b, X-C,Pragma"),
            "the answer exposes X-C, and the policy does not",
        ),
        (
            "GET",
            ("access-control-expose-headers", "*"),
            "the answer exposes *, and the policy does not",
        ),
        (
            "OPTIONS",
            ("access-control-allow-methods", "POST,PUT , PATCH"),
            "the answer allows the method PATCH, and the policy does not",
        ),
        (
            "OPTIONS",
            ("access-control-allow-methods", "*"),
            "the answer allows the method *, and the policy does not",
        ),
        (
            "OPTIONS",
            ("access-control-max-age", "5"),
            "the answer has no Access-Control-Allow-Methods, which allows PATCH to pages that watch the upload",
        ),
    ] {
        assert_eq!(answer(method, header), grant);
    }
    let methods = ("access-control-allow-methods", "GET");
    for (names, grant) in [
        ("X-A", ""),
        (
            "x-a, authorization",
            "the answer allows the header authorization, and the policy does not",
        ),
        (
            "*",
            "the answer allows the header *, and the policy does not",
        ),
    ] {
        let headers = [
            ("access-control-allow-origin", PAGE),
            methods,
            ("access-control-allow-headers", names),
        ];
        assert_eq!(found("OPTIONS", PAGE, &headers), grant);
    }
    // Nobody reads it.
    assert_eq!(
        found("GET", PAGE, &[("access-control-allow-credentials", "true")]),
        ""
    );
}

#[test]
fn what_a_guard_refuses() {
    let stranger = "https://stranger.example";
    assert_eq!(
        found("POST", stranger, &[]),
        "the handler has run, and the policy refuses the request"
    );
    assert_eq!(found("POST", PAGE, &[]), "");
    assert_eq!(found("GET", stranger, &[]), "");
}
