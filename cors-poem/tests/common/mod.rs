//! Requests, and what CORS says in their responses.
#![allow(dead_code, reason = "each test file uses some of it")]

use cors_poem::{Cors, Policy};
use poem::{Endpoint, Request, Response, handler, http::Method};

pub(crate) const APP: &str = "https://app.example.com";

pub(crate) fn cors() -> Cors {
    Cors::new(policy(APP))
}

pub(crate) fn policy(origin: &str) -> Policy {
    Policy::builder()
        .allow_origins([origin])
        .allow_headers(["content-type"])
        .allow_methods(["PUT"])
        .build()
        .unwrap()
}

#[handler]
pub(crate) fn hello() -> &'static str {
    "hello"
}

pub(crate) fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request {
    let request = Request::builder().method(method).uri_str(path);
    headers
        .iter()
        .fold(request, |request, &(name, value)| {
            request.header(name, value)
        })
        .finish()
}

pub(crate) fn actual(method: Method, path: &str) -> Request {
    request(method, path, &[("origin", APP)])
}

pub(crate) fn preflight(path: &str) -> Request {
    preflight_from(APP, path)
}

pub(crate) fn preflight_from(origin: &str, path: &str) -> Request {
    let headers = [("origin", origin), ("access-control-request-method", "PUT")];
    request(Method::OPTIONS, path, &headers)
}

/// The status, and the lines of CORS.
pub(crate) async fn ask(app: &impl Endpoint, request: Request) -> (u16, Vec<String>) {
    let response = app.get_response(request).await;
    (response.status().as_u16(), cors_lines(&response))
}

/// The lines of `Vary` and of every header that CORS has, sorted.
pub(crate) fn cors_lines(response: &Response) -> Vec<String> {
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
