//! How many lines strangers can cause whose requests are refused: as many as if they were blocked.
#![cfg(all(feature = "http", feature = "tracing"))]

mod heard;

use cors_core::{Policy, adapter::Head};
use heard::{heard, responder};
use http::Request;
use tracing::Level;

#[test]
fn refusals_cause_so_many_lines_and_no_more() {
    let policy = Policy::builder()
        .allow_origins("https://app.example.com")
        .guard_unsafe_methods(true)
        .expect_hosts(["api.example.com"])
        .build();
    let responder = responder(policy.unwrap());
    let flood = |most, requests: u32| {
        heard(most, || {
            for n in 0..requests {
                // Blocked by CORS, refused for the origin, for the host, and for both.
                let mut request = Request::builder().uri("/");
                if n % 4 == 0 || n % 2 == 1 {
                    request = request.header("origin", format!("https://stranger{n}.test"));
                }
                if n % 4 > 1 {
                    request = request.header("host", format!("stranger{n}.test"));
                } else {
                    request = request.header("host", "api.example.com");
                }
                if n % 2 == 1 {
                    request = request.method("POST");
                }
                let _ = responder.respond(&Head::of(&request.body(()).unwrap()));
            }
        })
    };
    let lines = flood(Level::INFO, 20_000);
    let (last, first) = lines.split_last().unwrap();
    assert_eq!(first.len(), 60);
    let begin_with = |start: &str| first.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(begin_with("INFO blocked by CORS: a page of "), 15);
    assert_eq!(
        begin_with("INFO refused by guard_unsafe_methods: POST /, Origin "),
        15
    );
    assert_eq!(begin_with("INFO refused by expect_hosts: "), 30);
    let rest = "more than 60 different requests; from now on, others are logged at debug";
    assert_eq!(*last, format!("INFO blocked by CORS: {rest}"));
    assert_eq!(flood(Level::INFO, 20_000), [""; 0]);
    assert_eq!(flood(Level::DEBUG, 200).len(), 200);
}
