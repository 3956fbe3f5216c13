//! The example programs: what the right one answers, and what is useless about the wrong one.

mod common;

#[path = "../examples/axum-metrics.rs"]
#[expect(dead_code, reason = "its main is not run")]
mod metrics;
#[path = "../examples/axum-right.rs"]
#[expect(dead_code, reason = "its main is not run")]
mod right;
#[path = "../examples/axum-wrong.rs"]
#[expect(dead_code, reason = "its main is not run")]
mod wrong;

use axum::{body::Body, http::Request};
use common::{PREFLIGHT, SHARED, actual, cors_lines, preflight};
use tower::ServiceExt;

#[tokio::test]
async fn right() {
    let response = right::app()
        .unwrap()
        .oneshot(preflight("/note"))
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(cors_lines(&response), PREFLIGHT);
    let response = right::app()
        .unwrap()
        .oneshot(actual("PUT", "/note"))
        .await
        .unwrap();
    assert_eq!(cors_lines(&response), SHARED);
}

#[tokio::test]
async fn metrics() {
    let app = metrics::app().unwrap();
    let from = |origin| {
        let request = Request::get("/note").header("origin", origin);
        request.body(Body::empty()).unwrap()
    };
    for request in [
        actual("GET", "/note"),
        from("https://evil.test"),
        from("https://evil.test"),
    ] {
        app.clone().oneshot(request).await.unwrap();
    }
    // It is not counted itself.
    let response = app.oneshot(actual("GET", "/metrics")).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    assert_eq!(
        String::from_utf8(body.unwrap().into()).unwrap(),
        "# HELP cors_requests_total Requests that have an Origin, by what came of them.
# TYPE cors_requests_total counter
cors_requests_total{outcome=\"allowed\"} 1
cors_requests_total{outcome=\"authorization-not-covered\"} 0
cors_requests_total{outcome=\"header-not-allowed\"} 0
cors_requests_total{outcome=\"method-not-allowed\"} 0
cors_requests_total{outcome=\"null-origin\"} 0
cors_requests_total{outcome=\"origin-not-allowed\"} 2
cors_requests_total{outcome=\"outside-cors\"} 0
cors_requests_total{outcome=\"preflight-allowed\"} 0
cors_requests_total{outcome=\"safe-method-refused\"} 0
cors_requests_total{outcome=\"same-origin\"} 0
cors_requests_total{outcome=\"several-origins\"} 0
cors_requests_total{outcome=\"unexpected-host\"} 0
cors_requests_total{outcome=\"unknown-host\"} 0
cors_requests_total{outcome=\"unsafe-method-refused\"} 0
cors_requests_total{outcome=\"websocket-refused\"} 0
"
    );
}

/// Harmless, since nothing is granted, and useless: the browser asks first, and hears 405.
#[tokio::test]
async fn wrong() {
    let response = wrong::app()
        .unwrap()
        .oneshot(preflight("/note"))
        .await
        .unwrap();
    assert_eq!(response.status(), 405);
    assert_eq!(cors_lines(&response), [""; 0]);
    let response = wrong::app()
        .unwrap()
        .oneshot(actual("PUT", "/note"))
        .await
        .unwrap();
    assert_eq!(cors_lines(&response), SHARED);
}
