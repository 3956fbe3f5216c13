//! A policy that shares with no other origin: only where that is said, and then with everything that
//! caches need.
#![cfg(feature = "http")]

mod exchange;
mod support;

use cors_core::{LivePolicy, Policy, PolicyBuilder};
use exchange::{Answer, ask};
use proptest::prelude::*;
use support::{allows, assert_clean, codes};

fn nobody() -> PolicyBuilder {
    Policy::builder().origins_may_be_empty(true)
}

#[test]
fn it_is_a_choice_and_no_default() {
    assert_eq!(codes(Policy::builder()), ["no-origin"]);
    assert_eq!(
        codes(Policy::builder().origins_may_be_empty(false)),
        ["no-origin"]
    );
    assert_clean(nobody());
    assert_clean(nobody().allow_origins([""; 0]));
    assert_clean(nobody().allow_credentials(true));
    assert_clean(
        nobody()
            .allow_methods(["PUT"])
            .allow_headers(["content-type"]),
    );
}

#[test]
fn beside_origins_it_changes_nothing() {
    assert_clean(nobody().allow_origins(["https://app.example.com"]));
    assert_clean(nobody().allow_origins(["*"]));
    let listed = nobody()
        .allow_origins(["https://app.example.com"])
        .build()
        .unwrap();
    assert!(listed.allows_origin("https://app.example.com"));
    assert!(!listed.allows_origin("https://other.example.com"));
}

#[test]
fn every_response_varies_and_preflights_are_refused() {
    let policy = nobody()
        .allow_credentials(true)
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .expose_headers(["x-request-id"])
        .build()
        .unwrap();
    let nothing = Answer::forward(&[("vary", "Origin")]);
    assert_eq!(ask(&policy, "GET", &[]), nothing);
    let origin = ("origin", "https://app.example.com");
    assert_eq!(ask(&policy, "GET", &[origin]), nothing);
    let asks = ("access-control-request-method", "PUT");
    let vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    assert_eq!(
        ask(&policy, "OPTIONS", &[origin, asks]),
        Answer::preflight(403, &[("vary", vary)])
    );
}

#[test]
fn a_live_policy_closes_and_opens_again() {
    let open = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .build()
        .unwrap();
    let live = LivePolicy::new(open.clone());
    live.replace(nobody().build().unwrap());
    assert!(!live.current().allows_origin("https://app.example.com"));
    live.replace(open);
    assert!(live.current().allows_origin("https://app.example.com"));
}

#[test]
fn it_prints_as_it_was_written() {
    let policy = nobody().build().unwrap();
    assert_eq!(policy.to_string(), "origins_may_be_empty = true\n");
    assert_eq!(policy.to_builder().build().unwrap(), policy);
}

proptest! {
    #[test]
    fn nothing_is_an_origin_of_nobody(origin in "(https?|file|null|tauri)(://)?[a-z.]{0,12}(:[0-9]{1,5})?") {
        let policy = nobody().build().unwrap();
        prop_assert!(!policy.allows_origin(&origin));
        prop_assert!(!allows(&policy, &origin));
    }
}
