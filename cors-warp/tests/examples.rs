//! What the two examples answer.

mod common;

#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/warp-right.rs"]
mod right;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/warp-wrong.rs"]
mod wrong;

use common::{actual, cors_lines, preflight, send};
use http_body_util::BodyExt;

#[tokio::test]
async fn right() {
    let app = warp::service(right::app().unwrap());
    let response = send(&app, preflight("/api/item")).await;
    assert_eq!(response.status(), 204);
    assert_eq!(
        cors_lines(&response),
        [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: GET, HEAD, POST, PUT",
            "access-control-allow-origin: https://app.example.com",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );
    let response = send(&app, actual("PUT", "/api/item")).await;
    assert_eq!(response.status(), 200);
    let api = [
        "access-control-allow-credentials: true",
        "access-control-allow-origin: https://app.example.com",
        "vary: Origin",
    ];
    assert_eq!(cors_lines(&response), api);
    for (path, status) in [("/api/item", 405), ("/api/none", 404)] {
        let response = send(&app, actual("GET", path)).await;
        assert_eq!(response.status(), status);
        assert_eq!(cors_lines(&response), api, "{path}");
    }
    let response = send(&app, actual("GET", "/open/status")).await;
    assert_eq!(cors_lines(&response), ["access-control-allow-origin: *"]);
    let response = send(&app, actual("GET", "/health")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(cors_lines(&response), [""; 0]);
}

/// The request itself would be answered, with the headers. No browser gets that far.
#[tokio::test]
async fn wrong() {
    let app = warp::service(wrong::app().unwrap());
    let response = send(&app, actual("PUT", "/api/item")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(cors_lines(&response), common::SHARED);

    let response = send(&app, preflight("/api/item")).await;
    assert_eq!(response.status(), 405);
    assert_eq!(cors_lines(&response), [""; 0]);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "HTTP method not allowed");
}
