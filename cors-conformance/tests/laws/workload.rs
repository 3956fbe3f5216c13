//! What it saves to answer preflights with the whole policy.

use core::time::Duration;

use cors_browser::{Browser, Credentials, PageRequest};
use cors_core::Policy;
use http::Response;

use crate::server::Server;

const PAGE: &str = "https://app.example.com";

/// Forty requests of an application to four URLs in five minutes, as a person clicks along:
/// lists are read, things are written, changed and deleted.
fn requests() -> Vec<PageRequest> {
    let api = |path: &str| format!("https://api.example.com{path}");
    let json = |method: &str, path: &str| {
        PageRequest::new(method, api(path)).header("content-type", "application/json")
    };
    let authorized = |request: PageRequest| request.header("authorization", "Bearer 1");
    let round = |n: usize| {
        [
            authorized(PageRequest::get(api("/things"))),
            authorized(json("POST", "/things")),
            authorized(PageRequest::get(api("/things/1"))).header("x-trace-id", n.to_string()),
            authorized(json("PUT", "/things/1")),
            authorized(json("PATCH", "/things/1")).header("if-match", "\"1\""),
            PageRequest::get(api("/public")),
            authorized(PageRequest::new("DELETE", api("/things/1"))),
            json("POST", "/events"),
        ]
    };
    let all: Vec<_> = (0..5)
        .flat_map(round)
        .map(|r| r.credentials(Credentials::Include))
        .collect();
    assert_eq!(all.len(), 40);
    all
}

/// The preflights that they take.
fn preflights(minimal_disclosure: bool) -> usize {
    let policy = Policy::builder()
        .allow_origins([PAGE])
        .allow_credentials(true)
        .allow_methods(["PUT", "PATCH", "DELETE"])
        .allow_headers(["authorization", "content-type", "if-match", "x-trace-id"])
        .max_age(Duration::from_secs(600))
        .minimal_disclosure(minimal_disclosure)
        .build()
        .unwrap();
    let server = Server::new(&policy, Response::new(()));
    let mut browser = Browser::at(PAGE);
    let mut preflights = 0;
    for request in requests() {
        let outcome = browser.fetch(&mut |request| server.answer(&request), request);
        assert!(outcome.is_readable(), "{outcome}");
        preflights += outcome.preflights();
        browser.wait(Duration::from_secs(7));
    }
    preflights
}

/// The figures stand in the documentation of `PolicyBuilder::minimal_disclosure`.
#[test]
fn preflights_of_forty_requests() {
    assert_eq!((preflights(false), preflights(true)), (3, 7));
}
