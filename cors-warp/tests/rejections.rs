//! Rejections: what `wrap` makes of each.

mod common;

use core::{
    convert::Infallible,
    pin::pin,
    task::{Context, Poll, Waker},
};

use common::{PREFLIGHT, SHARED, actual, cors, cors_lines, preflight, send};
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use tower::Service;
use warp::{
    Filter, Rejection, Reply,
    filters::BoxedFilter,
    reject::{self, Reject},
};

#[derive(Debug)]
struct Teapot;

impl Reject for Teapot {}

/// A route for each kind of rejection that warp makes a response of.
fn routes() -> BoxedFilter<(impl Reply,)> {
    let header = warp::path!("header").and(warp::header::<u8>("x-number"));
    let cookie = warp::path!("cookie").and(warp::cookie::<u8>("number"));
    let query = warp::path!("query").and(warp::query::raw().map(|_| 0));
    let length = warp::path!("length").and(warp::body::content_length_limit(1).map(|| 0));
    let json = warp::path!("json").and(warp::body::json::<u8>());
    let extension = warp::path!("extension").and(warp::ext::get::<u8>());
    let file = warp::path!("file")
        .and(warp::fs::file(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/none")).map(|_| 0));
    let twice = warp::path!("twice")
        .and(warp::body::bytes())
        .and(warp::body::bytes())
        .map(|_, _| 0);
    let custom = warp::path!("custom").and_then(async || Err::<u8, _>(reject::custom(Teapot)));
    let method = warp::path!("method").and(warp::get()).map(|| 0);
    header
        .or(cookie)
        .unify()
        .or(query)
        .unify()
        .or(length)
        .unify()
        .or(json)
        .unify()
        .or(extension)
        .unify()
        .or(file)
        .unify()
        .or(twice)
        .unify()
        .or(custom)
        .unify()
        .or(method)
        .unify()
        .map(|_| StatusCode::OK)
        .boxed()
}

const PATHS: [(&str, u16); 11] = [
    ("/header", 400),
    ("/cookie", 400),
    ("/query", 400),
    ("/length", 411),
    ("/json", 400),
    ("/extension", 500),
    ("/file", 500),
    ("/twice", 500),
    ("/custom", 500),
    ("/method", 405),
    ("/none", 404),
];

/// Status, headers but those of CORS, and body.
async fn parts<B>(response: Response<B>) -> (u16, Vec<(String, String)>, String)
where
    B: BodyExt<Error: core::fmt::Debug>,
{
    let (head, body) = response.into_parts();
    let headers = head
        .headers
        .iter()
        .filter(|(name, _)| *name != "vary" && !name.as_str().starts_with("access-control-"))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let body = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    (head.status.as_u16(), headers, body)
}

/// Whatever is rejected, the response is warp's to the byte.
#[tokio::test]
async fn a_recovered_rejection_is_the_response_that_warp_makes_of_it() {
    let bare = warp::service(routes());
    let recovered = warp::service(cors().wrap(routes()));
    for (path, status) in PATHS {
        let expected = parts(send(&bare, actual("POST", path)).await).await;
        assert_eq!(expected.0, status, "{path}: {expected:?}");
        let response = send(&recovered, actual("POST", path)).await;
        assert_eq!(cors_lines(&response), SHARED, "{path}");
        assert_eq!(parts(response).await, expected, "{path}");
    }
}

/// An own handler, inside, sees each rejection with its causes.
#[tokio::test]
async fn an_own_handler_sees_the_rejection() {
    let handle = async |rejection: Rejection| match rejection.find::<Teapot>() {
        Some(Teapot) => Ok(StatusCode::IM_A_TEAPOT),
        None => Err(rejection),
    };
    let handled = warp::service(cors().wrap(routes().recover(handle)));
    for (path, status) in PATHS {
        let status = if path == "/custom" { 418 } else { status };
        let response = send(&handled, actual("POST", path)).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(cors_lines(&response), SHARED, "{path}");
    }
}

/// A filter for preflights that stood beside the routes would turn every 404 into 405.
#[tokio::test]
async fn not_found_stays_not_found() {
    let other = warp::path!("other").map(warp::reply);
    let app = warp::path("app").and(cors().wrap(routes())).or(other);
    let app = warp::service(app);
    for method in ["GET", "POST", "OPTIONS", "PROPFIND"] {
        for (path, lines) in [("/app/none", &SHARED[..]), ("/none", &[])] {
            let response = send(&app, actual(method, path)).await;
            assert_eq!(response.status(), 404, "{method} {path}");
            assert_eq!(cors_lines(&response), lines, "{method} {path}");
        }
    }
    let response = send(&app, actual("GET", "/other")).await;
    assert_eq!(response.status(), 200);
}

/// warp refuses to make a response within a filter; what stands around it there is no problem.
#[tokio::test]
async fn rejections_are_recovered_within_other_filters() {
    let logged = cors()
        .wrap(routes())
        .with(warp::log("test"))
        .with(warp::reply::with::header("x-outer", "1"));
    let app = warp::service(logged);
    let response = send(&app, actual("GET", "/none")).await;
    assert_eq!(response.status(), 404);
    assert_eq!(response.headers()["x-outer"], "1");
    assert_eq!(cors_lines(&response), SHARED);
    let response = send(&app, preflight("/none")).await;
    assert_eq!(cors_lines(&response), PREFLIGHT);
}

/// Where one policy's filter stands within another's, the outer one answers.
#[tokio::test]
async fn a_wrapper_within_a_wrapper() {
    let inner = cors_warp::Policy::builder().allow_origins(["*"]);
    let inner = cors_warp::Cors::new(inner.build().unwrap());
    for app in [
        cors().wrap(inner.wrap(routes())).boxed(),
        cors().wrap(warp::any().and(inner.wrap(routes()))).boxed(),
    ] {
        let app = warp::service(app);
        let response = send(&app, preflight("/method")).await;
        assert_eq!(cors_lines(&response), PREFLIGHT);
        for (path, status) in [("/method", 200), ("/none", 404)] {
            let response = send(&app, actual("GET", path)).await;
            assert_eq!(response.status(), status);
            assert_eq!(cors_lines(&response), SHARED, "{path}");
        }
    }
}

/// Without a runtime there are no tasks: the status is left, and nothing panics.
#[test]
fn outside_of_a_runtime() {
    let mut app = warp::service(cors().wrap(routes()));
    for (path, status) in [("/none", 404), ("/method", 405), ("/custom", 500)] {
        let mut future = pin!(app.call(actual("POST", path)));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(response) = future.as_mut().poll(&mut context) else {
            panic!("the handler is always ready");
        };
        let response = response.unwrap_or_else(|never: Infallible| match never {});
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(cors_lines(&response), SHARED, "{path}");
    }
}
