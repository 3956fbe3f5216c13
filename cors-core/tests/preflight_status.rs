//! The status of a granted preflight: 204, or 200 where it was chosen, and nothing else.
#![cfg(feature = "http")]

mod exchange;
mod support;

use cors_core::{
    Policy, PolicyBuilder,
    adapter::{Decision, Head, Responder},
};
use exchange::ask;
use http::{HeaderValue, Request, StatusCode};
use support::{Expected, assert_clean, assert_error};

const APP: (&str, &str) = ("origin", "https://app.example.com");
const ASKS: (&str, &str) = ("access-control-request-method", "PUT");

fn app() -> PolicyBuilder {
    Policy::builder().allow_origins([APP.1])
}

#[test]
fn the_choice_changes_granted_preflights_only() {
    let ok = app().preflight_status(200);
    let spelt_out = ok.clone().minimal_disclosure(true);
    let anybody = Policy::builder().allow_origins(["*"]).preflight_status(200);
    for builder in [ok.clone(), spelt_out, anybody] {
        let policy = builder.build().unwrap();
        assert_eq!(ask(&policy, "OPTIONS", &[APP, ASKS]).status(), Some(200));
        assert_eq!(ask(&policy, "OPTIONS", &[APP]).status(), None);
        assert_eq!(ask(&policy, "GET", &[APP]).status(), None);
    }
    let policy = ok.build().unwrap();
    let stranger = ("origin", "https://evil.test");
    assert_eq!(
        ask(&policy, "OPTIONS", &[stranger, ASKS]).status(),
        Some(403)
    );
    for builder in [app(), app().preflight_status(204)] {
        let policy = builder.build().unwrap();
        assert_eq!(ask(&policy, "OPTIONS", &[APP, ASKS]).status(), Some(204));
    }
}

#[test]
fn in_the_types_of_http() {
    let request = Request::options("/")
        .header(APP.0, APP.1)
        .header(ASKS.0, ASKS.1)
        .body(())
        .unwrap();
    for (status, expected) in [(200, StatusCode::OK), (204, StatusCode::NO_CONTENT)] {
        let policy = app().preflight_status(status).build().unwrap();
        let responder = Responder::<HeaderValue>::new(policy);
        let Decision::Answer(answer) = responder.respond(&Head::of(&request)) else {
            panic!("a preflight is answered");
        };
        assert_eq!(answer.status_code(), expected);
        assert_eq!(answer.body(), "");
    }
}

#[test]
fn it_is_written_back_as_a_number() {
    for status in [200, 204] {
        let policy = app().preflight_status(status).build().unwrap();
        assert_eq!(policy.settings().preflight_status(), Some(status));
        let line = format!("preflight_status = {status}\n");
        assert!(policy.to_string().ends_with(&line), "{policy}");
    }
    assert_eq!(app().build().unwrap().settings().preflight_status(), None);
}

#[test]
fn every_other_status_is_an_error() {
    assert_clean(app().preflight_status(200));
    assert_clean(app().preflight_status(204));
    assert_error(
        app().preflight_status(404),
        &Expected {
            code: "preflight-status",
            setting: "preflight_status",
            entry: None,
            suggestion: None,
            sentence: "preflight_status 404: a preflight of an allowed origin is answered with 200 or \
                       204; write 200, or leave it out for 204",
        },
    );
    for status in 0..=u16::MAX {
        let built = app().preflight_status(status).build();
        assert_eq!(built.is_ok(), matches!(status, 200 | 204), "{status}");
    }
}
