//! Requests, and what CORS says in their responses.
#![allow(dead_code, reason = "each test file uses some of it")]

use core::convert::Infallible;

use cors_warp::{Cors, Policy};
use http::{HeaderValue, Request, Response};
use tower::{Service, ServiceExt};

pub(crate) const APP: &str = "https://app.example.com";

pub(crate) fn policy() -> Policy {
    Policy::builder()
        .allow_origins([APP])
        .allow_headers(["content-type"])
        .allow_methods(["PUT"])
        .build()
        .unwrap()
}

pub(crate) fn cors() -> Cors {
    Cors::new(policy())
}

pub(crate) fn actual(method: &str, path: &str) -> Request<String> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("origin", HeaderValue::from_static(APP))
        .body(String::new())
        .unwrap()
}

pub(crate) fn preflight(path: &str) -> Request<String> {
    let mut request = actual("OPTIONS", path);
    request.headers_mut().insert(
        "access-control-request-method",
        HeaderValue::from_static("PUT"),
    );
    request
}

/// Sends a request to what `warp::service` makes of a filter, or to a layer around it.
pub(crate) async fn send<S, B>(service: &S, request: Request<String>) -> Response<B>
where
    S: Service<Request<String>, Response = Response<B>, Error = Infallible> + Clone,
{
    service.clone().oneshot(request).await.unwrap()
}

/// The lines of `Vary` and of every header that CORS has, sorted.
pub(crate) fn cors_lines<B>(response: &Response<B>) -> Vec<String> {
    let mut lines: Vec<_> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name == "vary" || name.as_str().starts_with("access-control-"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines
}

pub(crate) const SHARED: [&str; 2] = [
    "access-control-allow-origin: https://app.example.com",
    "vary: Origin",
];

pub(crate) const PREFLIGHT: [&str; 4] = [
    "access-control-allow-headers: content-type",
    "access-control-allow-methods: GET, HEAD, POST, PUT",
    "access-control-allow-origin: https://app.example.com",
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
];
