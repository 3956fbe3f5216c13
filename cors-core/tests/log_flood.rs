//! How many lines strangers can cause.
#![cfg(all(feature = "http", feature = "tracing"))]

mod heard;

use cors_core::{LivePolicy, Policy, adapter::Head};
use heard::{get, heard, responder};
use tracing::Level;

#[test]
fn strangers_cause_so_many_lines_and_no_more() {
    let policy = || {
        let builder = Policy::builder().allow_origins("https://app.example.com");
        builder.build().unwrap()
    };
    let live = LivePolicy::new(policy());
    let responder = responder(&live);
    let flood = |most, requests: u32| {
        heard(most, || {
            for n in 0..requests {
                let request = get(&format!("https://stranger{n}.test"), "/");
                let _ = responder.respond(&Head::of(&request));
            }
        })
    };
    let lines = flood(Level::INFO, 20_000);
    let (last, first) = lines.split_last().unwrap();
    assert_eq!(first.len(), 60);
    assert!(
        first
            .iter()
            .all(|line| line.starts_with("INFO blocked by CORS: a page of "))
    );
    assert_eq!(
        last,
        "INFO blocked by CORS: more than 60 different requests; from now on, others are logged at debug"
    );
    assert_eq!(flood(Level::INFO, 20_000), [""; 0]);
    let lines = flood(Level::DEBUG, 200);
    assert_eq!(lines.len(), 200);
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("DEBUG blocked by CORS: a page of "))
    );
    // The same ones once more after a change, and no others.
    for more in [60, 0, 0] {
        let _ = heard(Level::INFO, || drop(live.replace(policy())));
        assert_eq!(flood(Level::INFO, 20_000).len(), more);
    }
}
