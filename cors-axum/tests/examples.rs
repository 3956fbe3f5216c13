//! The example programs: what the right one answers, and what is useless about the wrong one.

mod common;

#[path = "../examples/axum-right.rs"]
#[expect(dead_code, reason = "its main is not run")]
mod right;
#[path = "../examples/axum-wrong.rs"]
#[expect(dead_code, reason = "its main is not run")]
mod wrong;

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
