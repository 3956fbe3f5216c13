//! Requests, and what CORS says in their responses.
#![allow(dead_code, reason = "each test file uses some of it")]

use cors_rocket::{Cors, Policy};
use rocket::{
    Build, Rocket,
    config::{Config, LogLevel},
    http::{Header, Method},
    local::blocking::{Client, LocalResponse},
};

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

/// A rocket that neither reads the environment nor writes to standard output.
pub(crate) fn quiet() -> Rocket<Build> {
    rocket::custom(Config {
        log_level: LogLevel::Off,
        ..Config::release_default()
    })
}

pub(crate) fn launched(rocket: Rocket<Build>) -> Client {
    Client::untracked(rocket).unwrap()
}

pub(crate) fn actual<'c>(client: &'c Client, method: &str, path: &'c str) -> LocalResponse<'c> {
    let request = client.req(method.parse::<Method>().unwrap(), path);
    request.header(Header::new("origin", APP)).dispatch()
}

pub(crate) fn preflight<'c>(client: &'c Client, path: &'c str) -> LocalResponse<'c> {
    client
        .options(path)
        .header(Header::new("origin", APP))
        .header(Header::new("access-control-request-method", "PUT"))
        .dispatch()
}

/// The lines of `Vary` and of every header that CORS has, sorted.
pub(crate) fn cors_lines(response: &LocalResponse<'_>) -> Vec<String> {
    let mut lines: Vec<_> = response
        .headers()
        .iter()
        .filter(|header| header.name() == "vary" || header.name().starts_with("access-control-"))
        .map(|header| {
            format!(
                "{}: {}",
                header.name().as_str().to_lowercase(),
                header.value()
            )
        })
        .collect();
    lines.sort();
    lines
}

/// The status, and whether CORS covers the response, wholly or not at all.
#[track_caller]
pub(crate) fn covered(response: &LocalResponse<'_>, by: &[&str]) -> (u16, bool) {
    let lines = cors_lines(response);
    assert!(lines == by || lines.is_empty(), "half covered: {lines:?}");
    (response.status().code, !lines.is_empty())
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
