//! What the wrapper adds to a request, in allocations: the documented numbers.

mod common;

use core::convert::Infallible;

use common::{APP, actual, cors, policy, preflight, send};
use cors_warp::Cors;
use http::{
    HeaderMap, HeaderValue, Request, Response,
    header::{AGE, DATE, ETAG, HOST, ORIGIN, VARY},
};
use tokio::runtime::Builder;
use tower::Service;
use warp::{Filter, Rejection, Reply};

/// Answers `GET /` with room for headers: the map's growth is the handler's.
fn handler() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path::end().and(warp::get()).map(|| {
        let mut response = Response::new("");
        let headers = response.headers_mut();
        headers.insert("x-request-id", HeaderValue::from_static("42"));
        headers.reserve(8);
        response
    })
}

/// Allocations of one request, with its status.
fn count<S, B>(service: S, request: Request<String>) -> (u64, u16)
where
    S: Service<Request<String>, Response = Response<B>, Error = Infallible> + Clone,
{
    let runtime = Builder::new_current_thread().build().unwrap();
    let send = |request| runtime.block_on(send(&service, request));
    // What a thread's and a runtime's first request sets up is not the request's.
    send(actual("GET", "/nowhere"));
    let mut request = Some(request);
    let mut response = None;
    let info = allocation_counter::measure(|| {
        response = request.take().map(send);
    });
    (info.count_total, response.unwrap().status().as_u16())
}

fn requests(method: &str, path: &str) -> [Request<String>; 3] {
    let origin = |origin: Option<&'static str>| {
        let mut request = actual(method, path);
        request.headers_mut().remove("origin");
        let value = origin.map(HeaderValue::from_static);
        request
            .headers_mut()
            .extend(value.map(|value| (ORIGIN, value)));
        request
    };
    [
        origin(None),
        origin(Some(APP)),
        origin(Some("https://evil.test")),
    ]
}

#[test]
fn a_reply_costs_none() {
    for request in requests("GET", "/") {
        let bare = count(warp::service(handler()), request.clone());
        assert_eq!(bare.1, 200);
        let wrapped = count(warp::service(cors().wrap(handler())), request.clone());
        assert_eq!(wrapped, bare, "{request:?}");
    }
}

/// Guards have to know the host that a request is for, which warp copies: that is one, and there is none
/// where a request names no host in `Host`.
#[test]
fn a_guard_costs_the_host() {
    let policy = policy().to_builder().guard_unsafe_methods(true);
    let guarded = Cors::new(policy.build().unwrap());
    for request in requests("GET", "/") {
        for (host, cost) in [(Some("api.example.com"), 1), (None, 0)] {
            let mut request = request.clone();
            let host = host.map(HeaderValue::from_static);
            request.headers_mut().extend(host.map(|host| (HOST, host)));
            let bare = count(warp::service(handler()), request.clone());
            let wrapped = count(warp::service(guarded.wrap(handler())), request.clone());
            assert_eq!(wrapped, (bare.0 + cost, 200), "{request:?}");
            let unguarded = count(warp::service(cors().wrap(handler())), request);
            assert_eq!(unguarded, bare);
        }
    }
}

/// What makes a rejection a response: a task, and the request of the service that runs in it.
#[test]
fn a_rejection_costs_two_and_its_headers() {
    for request in requests("PUT", "/") {
        let bare = count(warp::service(handler()), request.clone());
        let wrapped = count(warp::service(cors().wrap(handler())), request);
        // warp's 405 has headers of its own, with room for more.
        assert_eq!(wrapped, (bare.0 + 2, 405));
    }
    for request in requests("GET", "/unknown") {
        let bare = count(warp::service(handler()), request.clone());
        let wrapped = count(warp::service(cors().wrap(handler())), request);
        assert_eq!(wrapped, (bare.0 + 2 + map(), 404));
    }
}

#[test]
fn a_preflight_costs_its_headers() {
    let reply = warp::any().map(warp::reply);
    let (bare, _) = count(warp::service(reply), preflight("/"));
    let expected = (bare + map(), 204);
    let wrapped = count(warp::service(cors().wrap(handler())), preflight("/"));
    assert_eq!(wrapped, expected);
}

/// Allocations of a map of four headers.
fn map() -> u64 {
    let map = allocation_counter::measure(|| {
        let mut headers = HeaderMap::new();
        for name in [VARY, AGE, ETAG, DATE] {
            headers.append(name, HeaderValue::from_static("x"));
        }
        assert_eq!(headers.len(), 4);
    });
    map.count_total
}
