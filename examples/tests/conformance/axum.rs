//! axum, through tower's `oneshot`.

use axum::{
    body::Body,
    http::{Method, Response, StatusCode, Version},
};
use cors_conformance::{Filter, Skip, Suite};
use cors_examples::app::{self, Framework};
use http_body_util::BodyExt;
use hyper::ext::Protocol;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::{
    common::{Client, start},
    http_request, in_http_2, in_process, named, over_http_1, over_http_2, reply,
};

pub(crate) const SKIPS: &[Skip] = &[];

#[test]
fn conforms_in_process() {
    in_process(Framework::Axum, SKIPS, |policies, spy| {
        let app = app::axum::app(policies, &spy);
        let runtime = Runtime::new().unwrap();
        move |request| {
            let app = app.clone();
            let response = runtime.block_on(async {
                let response = app.oneshot(http_request::<Body>(request)).await;
                let (head, body) = response.unwrap().into_parts();
                Response::from_parts(head, body.collect().await.unwrap().to_bytes())
            });
            reply(&response, spy.take())
        }
    });
}

#[test]
fn conforms_over_http_1() {
    over_http_1(Framework::Axum, SKIPS);
}

#[test]
fn conforms_over_http_2() {
    over_http_2(Framework::Axum, SKIPS);
}

/// Handshakes by extended CONNECT (RFC 8441), which axum is the one to have.
#[test]
fn handshakes_conform_over_http_2() {
    const UNSAFE: Skip = Skip::new(
        "handshake-of-another-page-not-guarded",
        "CONNECT is no safe method, so that guard_unsafe_methods covers it as well",
    );

    let suite = Suite::builtin();
    let server = start(Framework::Axum, &named(&suite));
    let mut client = Client::connect_http_2(server.address());
    // The server's settings allow it, and come before the first answer.
    client.ask("GET", "/none/get-only", &[]);
    assert_eq!(server.spy().take(), 1);
    let others = { suite.cases().iter() }.filter(|case| !case.request().is_handshake());
    let left_out: String = others.map(|case| format!(",-/{}", case.name())).collect();
    let filter = Filter::parse(&left_out);
    let name = "axum by extended CONNECT";
    let summary = suite.run_filtered(name, &[UNSAFE], &filter, |request| {
        let mut sent = in_http_2(request);
        *sent.method_mut() = Method::CONNECT;
        *sent.version_mut() = Version::HTTP_2;
        sent.extensions_mut()
            .insert(Protocol::from_static("websocket"));
        for name in ["connection", "upgrade", "sec-websocket-key"] {
            sent.headers_mut().remove(name);
        }
        let mut response = client.send_as_it_is(sent);
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        }
        reply(&response, server.spy().take())
    });
    let summary = summary.unwrap();
    println!("{summary}");
    assert!(summary.passed() > 20);
    server.stop().unwrap();
}
