//! What a guard does to an application of poem: who is asked, what a refusal is marked with, and what a
//! nested route shows of the host.

mod common;

use common::{APP, hello, request};
use cors_poem::{Cors, LivePolicy, Outcome, Policy};
use poem::{
    Endpoint, EndpointExt, FromRequest, Request, RequestBody, Response, Result, Route, get,
    handler, http::Method, post,
};

fn policy(guards: bool) -> Policy {
    let policy = Policy::builder()
        .allow_origins([APP])
        .guard_unsafe_methods(guards);
    policy.build().unwrap()
}

/// An extractor that must not run.
struct Never;

impl<'a> FromRequest<'a> for Never {
    async fn from_request(_: &'a Request, _: &mut RequestBody) -> Result<Self> {
        panic!("a refused request must not get here")
    }
}

#[handler]
fn never(_: Never) {}

fn evil(path: &str) -> Request {
    request(Method::POST, path, &[("origin", "https://evil.test")])
}

#[tokio::test]
async fn nothing_inside_runs() {
    let app = Route::new()
        .at("/", post(never))
        .around(async |endpoint, request| {
            assert_ne!(
                request.method(),
                Method::POST,
                "a refused request must not get here"
            );
            endpoint.call(request).await
        })
        .catch_all_error(async |_| -> Response { panic!("a refusal is no error") })
        .with(Cors::new(policy(true)));
    for path in ["/", "/nowhere"] {
        assert_eq!(app.get_response(evil(path)).await.status(), 403);
    }
}

#[tokio::test]
async fn a_refusal_has_a_mark_and_nothing_else_does() {
    let policy = policy(true).to_builder().expect_hosts(["api.example.com"]);
    let app = Route::new()
        .at("/", get(hello).post(hello))
        .with(Cors::new(policy.build().unwrap()));
    let host = ("host", "api.example.com");
    for (method, headers, status, outcome) in [
        (
            Method::POST,
            &[host, ("origin", "https://evil.test")][..],
            403,
            Some(Outcome::UnsafeMethodRefused),
        ),
        (
            Method::GET,
            &[("host", "evil.test")],
            421,
            Some(Outcome::UnexpectedHost),
        ),
        (Method::GET, &[], 421, Some(Outcome::UnknownHost)),
        (Method::POST, &[host, ("origin", APP)], 200, None),
        (
            Method::GET,
            &[host, ("origin", "https://evil.test")],
            200,
            None,
        ),
    ] {
        let response = app.get_response(request(method, "/", headers)).await;
        assert_eq!(response.status(), status, "{headers:?}");
        let mark = response.extensions().get::<Outcome>().copied();
        assert_eq!(mark, outcome, "{headers:?}");
    }
}

/// A policy that is replaced by one with a guard refuses from the next request on.
#[tokio::test]
async fn a_guard_can_come_later() {
    let live = LivePolicy::new(policy(false));
    let app = post(hello).with(Cors::new(live.clone()));
    assert_eq!(app.get_response(evil("/")).await.status(), 200);
    live.replace(policy(true));
    assert_eq!(app.get_response(evil("/")).await.status(), 403);
    live.replace(policy(false));
    assert_eq!(app.get_response(evil("/")).await.status(), 200);
}

/// Nested routes cut the path of the URI, and leave its authority.
#[tokio::test]
async fn in_a_nested_route_the_host_is_known() {
    let inner = Route::new()
        .at("/thing", post(hello))
        .with(Cors::new(policy(true)));
    let app = Route::new().nest("/a", Route::new().nest("/b", inner));
    for (authority, status) in [("api.example.com", 200), ("evil.test", 403)] {
        let request = Request::builder()
            .method(Method::POST)
            .uri_str(format!("http://{authority}/a/b/thing"))
            .header("origin", "http://api.example.com")
            .finish();
        assert_eq!(app.get_response(request).await.status(), status);
    }
}
