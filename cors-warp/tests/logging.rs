//! What is logged: a policy's warnings once, and once that handlers set CORS headers themselves.

mod common;
#[path = "common/log.rs"]
mod log;

use common::{actual, send};
use cors_warp::{Cors, Policy};
use log::Log;
use warp::Filter;

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
        let cors = Cors::new(policy);
        let a = warp::path("a").and(cors.wrap(warp::any().map(warp::reply)));
        let b = warp::path("b").and(cors.wrap(warp::any().map(warp::reply)));
        let app = warp::service(a.or(b));
        for path in ["/a", "/b", "/a"] {
            send(&app, actual("GET", path)).await;
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
        let own = warp::reply::with::header("access-control-allow-origin", "*");
        let handler = warp::any().map(warp::reply).with(own);
        let app = warp::service(Cors::new(policy).wrap(handler));
        for path in ["/", "/again"] {
            send(&app, actual("GET", path)).await;
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
