//! What the middleware adds to a request, in allocations: none of its own.

mod common;

use core::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use common::{APP, actual, cors, hello, policy, preflight, request};
use cors_poem::{Cors, LivePolicy, Policy};
use poem::{Endpoint, EndpointExt, Request, Response, Route, get, handler, http::Method};

/// Allocations of one request, the values of its headers shared as hyper's are.
fn count(app: &impl Endpoint<Output = Response>, request: Request) -> u64 {
    for value in request.headers().values() {
        drop(value.clone());
    }
    let mut request = Some(request);
    let mut response = None;
    let info = allocation_counter::measure(|| {
        let mut context = Context::from_waker(Waker::noop());
        let future = pin!(app.get_response(request.take().unwrap()));
        if let Poll::Ready(ready) = future.poll(&mut context) {
            response = Some(ready);
        }
    });
    assert!(response.is_some(), "the handler is always ready");
    info.count_total
}

/// The same without the middleware, with it around the application and around a path's methods,
/// and with a policy that can be replaced.
fn counts(handler: &'static impl Endpoint, request: impl Fn() -> Request) -> [u64; 4] {
    let methods = || get(handler);
    let app = |methods| Route::new().at("/", methods);
    let around_methods = Route::new().at("/", methods().with(cors()));
    let live = Cors::new(LivePolicy::new(policy(APP)));
    let live = app(methods()).with(live);
    // A thread's first read of a policy that can be replaced registers the thread.
    count(&live, request());
    [
        count(&app(methods()), request()),
        count(&app(methods()).with(cors()), request()),
        count(&around_methods, request()),
        count(&live, request()),
    ]
}

/// The number is the documented one.
#[test]
fn the_middleware_adds_none() {
    for origin in [None, Some(APP), Some("https://evil.test")] {
        let headers: Vec<_> = origin
            .map(|origin| ("origin", origin))
            .into_iter()
            .collect();
        let sent = || request(Method::GET, "/", &headers);
        assert_eq!(counts(&hello, sent), [12; 4], "{origin:?}");
    }
}

/// Guards add none: what passes is decided without an allocation.
#[test]
fn guards_add_none() {
    let policy = Policy::builder()
        .allow_origins([APP])
        .guard_unsafe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com"]);
    let cors = Cors::new(policy.build().unwrap());
    let routes = || Route::new().at("/", get(hello).post(hello));
    for origin in [None, Some(APP), Some("https://api.example.com")] {
        for method in [Method::GET, Method::POST] {
            let mut headers = vec![("host", "api.example.com")];
            headers.extend(origin.map(|origin| ("origin", origin)));
            let sent = || request(method.clone(), "/", &headers);
            let bare = count(&routes(), sent());
            let with = count(&routes().with(cors.clone()), sent());
            assert_eq!(with, bare, "{method} {origin:?}");
        }
    }
}

#[test]
fn errors_cost_none() {
    let missing = || actual(Method::GET, "/missing");
    let [bare, with @ ..] = counts(&hello, missing);
    assert_eq!(with, [bare; 3]);
}

#[handler]
fn nothing() {}

/// A response without a header has no map for them yet: it is two allocations.
#[test]
fn the_first_headers_cost_their_map() {
    let sent = || actual(Method::GET, "/");
    let [bare, with @ ..] = counts(&nothing, sent);
    assert_eq!(with, [bare + 2; 3]);
}

/// A preflight costs its response's map of headers, and nothing else.
#[test]
fn a_preflight_costs_its_headers() {
    let [_, around_route, _, live] = counts(&hello, || preflight("/"));
    assert_eq!([around_route, live], [2, 2]);
}
