//! What is logged: a policy's warnings once, and once that handlers set CORS headers themselves.

mod common;
#[path = "common/log.rs"]
mod log;

use axum::{Router, http::HeaderName, routing::get};
use common::actual;
use cors_axum::{CorsLayer, Policy};
use log::Log;
use tower::ServiceExt;

/// The lines that are logged while `work` is done.
async fn logged(work: impl Future<Output = ()>) -> Vec<String> {
    let log = Log::start();
    work.await;
    log.lines()
}

#[tokio::test]
async fn warnings_are_logged_once() {
    let lines = logged(async {
        let policy = Policy::builder()
            .allow_origins(["https://app.example.com", "https://app.example.com"])
            .max_age(core::time::Duration::from_secs(3600))
            .build()
            .unwrap();
        let app: Router = Router::new()
            .route("/a", get(|| async {}))
            .route("/b", get(|| async {}))
            .layer(CorsLayer::new(policy));
        for path in ["/a", "/b", "/a"] {
            app.clone().oneshot(actual("GET", path)).await.unwrap();
        }
    })
    .await;
    assert_eq!(
        lines,
        [
            " WARN cors: CORS policy: origin \"https://app.example.com\" is listed twice; remove one code=\"shadowed-origin\"",
            " WARN cors: CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser code=\"max-age-capped\"",
        ]
    );
}

#[tokio::test]
async fn what_a_handler_set_is_named() {
    let lines = logged(async {
        let policy = Policy::builder()
            .allow_origins(["https://app.example.com"])
            .build()
            .unwrap();
        let own = || async { [(HeaderName::from_static("access-control-allow-origin"), "*")] };
        let app: Router = Router::new()
            .route("/", get(own))
            .route("/again", get(own))
            .layer(CorsLayer::new(policy));
        for path in ["/", "/again"] {
            app.clone().oneshot(actual("GET", path)).await.unwrap();
        }
    })
    .await;
    assert_eq!(
        lines,
        [
            "DEBUG cors: removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there header=access-control-allow-origin path=\"/\""
        ]
    );
}
