//! Requests, and what CORS says in their responses.
#![allow(dead_code, reason = "each test file uses some of it")]

use core::net::SocketAddr;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

use actix_web::{
    Error,
    dev::{Service, ServiceResponse},
    http::{Method, header::HeaderMap},
    test::TestRequest,
};
use cors_actix::{Cors, Policy};

pub(crate) const APP: &str = "https://app.example.com";

pub(crate) fn cors() -> Cors {
    Cors::new(
        Policy::builder()
            .allow_origins([APP])
            .allow_headers(["content-type"])
            .allow_methods(["PUT"])
            .build()
            .unwrap(),
    )
}

pub(crate) fn actual(method: &str, path: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .insert_header(("origin", APP))
}

pub(crate) fn preflight(path: &str) -> TestRequest {
    actual("OPTIONS", path).insert_header(("access-control-request-method", "PUT"))
}

/// The status of what an app answers, and what CORS says in it. What leaves the app as an error is
/// made a response of, as a server does.
pub(crate) async fn ask<S, R, B>(app: &S, request: R) -> (u16, Vec<String>)
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
{
    match app.call(request).await {
        Ok(response) => (response.status().as_u16(), cors_lines(response.headers())),
        Err(error) => {
            let response = error.error_response();
            (response.status().as_u16(), cors_lines(response.headers()))
        }
    }
}

/// The lines of `Vary` and of every header that CORS has, sorted.
pub(crate) fn cors_lines(headers: &HeaderMap) -> Vec<String> {
    let mut lines: Vec<_> = headers
        .iter()
        .filter(|(name, _)| *name == "vary" || name.as_str().starts_with("access-control-"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines
}

pub(crate) fn shared(status: u16) -> (u16, Vec<String>) {
    (status, SHARED.map(String::from).to_vec())
}

pub(crate) fn answered() -> (u16, Vec<String>) {
    (204, PREFLIGHT.map(String::from).to_vec())
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

/// All that a server sends on one connection, until it closes it, in answer to these bytes.
pub(crate) fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
