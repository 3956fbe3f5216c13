//! Routes that are exempt from a guard, since they stand beside it: the example, and the wrong place.

mod common;
#[path = "common/exempt.rs"]
mod exempt;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/warp-webhook.rs"]
mod webhook;
#[path = "common/wire.rs"]
mod wire;

use common::{APP, actual, send};
use cors_warp::{Cors, Policy};
use http::HeaderValue;
use tokio::net::TcpListener;
use warp::{Filter, Rejection, Reply, filters::BoxedFilter};
use wire::Site;

async fn serve() -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = webhook::app().unwrap().map(Reply::into_response).boxed();
    tokio::spawn(warp::serve(app).incoming(listener).run());
    Site {
        address,
        runs: Default::default(),
    }
}

fn cors(guards: bool) -> Cors {
    let policy = Policy::builder().allow_origins([APP]);
    Cors::new(policy.guard_unsafe_methods(guards).build().unwrap())
}

fn post() -> impl Filter<Extract = (&'static str,), Error = Rejection> + Clone + Send + Sync {
    warp::path::end().and(warp::post()).map(|| "done")
}

async fn status(app: &BoxedFilter<(impl Reply + 'static,)>, path: &str) -> u16 {
    let mut request = actual("POST", path);
    let evil = HeaderValue::from_static("https://evil.test");
    request.headers_mut().insert("origin", evil);
    let response = send(&warp::service(app.clone()), request).await;
    response.status().as_u16()
}

/// The outer policy decides first.
#[tokio::test]
async fn inside_the_guard_nothing_is_exempt() {
    let webhooks = warp::path("webhooks").and(cors(false).wrap(post()));
    let app = cors(true).wrap(webhooks).boxed();
    assert_eq!(status(&app, "/webhooks").await, 403);
}

#[tokio::test]
async fn a_guard_behind_a_path_covers_what_is_below_it() {
    let open = warp::path("open").and(post());
    let app = warp::path("api")
        .and(cors(true).wrap(post()))
        .or(open)
        .map(Reply::into_response)
        .boxed();
    for path in ["/api", "/api/", "/api/unknown"] {
        assert_eq!(status(&app, path).await, 403, "{path}");
    }
    for (path, expected) in [("/open", 200), ("/apiary", 404), ("/", 404)] {
        assert_eq!(status(&app, path).await, expected, "{path}");
    }
}

/// What stands before the guard answers before it.
#[tokio::test]
async fn a_guard_behind_a_filter_of_the_method_covers_one_method() {
    let app = warp::get().and(cors(true).wrap(warp::any().map(|| "done")));
    assert_eq!(status(&app.boxed(), "/").await, 405);
}
