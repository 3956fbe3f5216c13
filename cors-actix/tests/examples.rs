//! The examples: what each answers to a browser, and what that is to its user.

mod common;

#[path = "../examples/actix-right.rs"]
mod right;
#[path = "../examples/actix-wrong.rs"]
mod wrong;

use actix_web::{
    dev::Service,
    test::{call_service, init_service, read_body},
};
use common::{SHARED, actual, ask, cors_lines, preflight};

#[actix_web::test]
async fn right() {
    let app = init_service(right::app(right::cors().unwrap())).await;
    let (status, lines) = ask(&app, preflight("/").to_request()).await;
    assert_eq!(status, 204);
    assert_eq!(
        lines,
        [
            "access-control-allow-headers: authorization",
            "access-control-allow-methods: GET, HEAD, POST",
            SHARED[0],
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );

    let authenticated = actual("GET", "/").insert_header(("authorization", "Bearer x"));
    let response = call_service(&app, authenticated.to_request()).await;
    assert_eq!(cors_lines(response.headers()), SHARED);
    assert_eq!(read_body(response).await, "hello");

    let (status, lines) = ask(&app, actual("GET", "/").to_request()).await;
    assert_eq!(
        (status, lines.as_slice()),
        (401, &SHARED.map(String::from)[..])
    );
}

/// The preflight fails, so the browser never sends the request that would be answered.
#[actix_web::test]
async fn wrong() {
    let app = init_service(wrong::app(wrong::cors().unwrap())).await;
    let error = app.call(preflight("/").to_request()).await.err().unwrap();
    assert_eq!(error.to_string(), "who are you?");
    let response = error.error_response();
    assert_eq!(response.status(), 401);
    assert_eq!(cors_lines(response.headers()), [""; 0]);

    let authenticated = actual("GET", "/").insert_header(("authorization", "Bearer x"));
    let response = call_service(&app, authenticated.to_request()).await;
    assert_eq!(cors_lines(response.headers()), SHARED);

    let (status, lines) = ask(&app, actual("GET", "/").to_request()).await;
    assert_eq!(
        (status, lines),
        (401, Vec::new()),
        "a page can't even read why"
    );
}
