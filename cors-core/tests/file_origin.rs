//! `file://`, which some WebViews send: allowed by its own flag, without credentials, and by nothing else.
#![cfg(feature = "http")]

mod exchange;
mod support;

use cors_core::{Origin, OriginVerdict, Policy, PolicyBuilder, Setting, adapter::Head};
use exchange::{Answer, ask};
use http::Request;
use support::{Expected, allows, assert_clean, assert_error};

const APP: &str = "https://app.example.com";
const FILE: (&str, &str) = ("origin", "file://");

fn app() -> PolicyBuilder {
    Policy::builder().allow_origins([APP])
}

#[test]
fn it_is_allowed_by_its_flag_only() {
    let open = app().dangerously_allow_file_origin(true).build().unwrap();
    let shared = [
        ("access-control-allow-origin", "file://"),
        ("vary", "Origin"),
    ];
    assert_eq!(ask(&open, "GET", &[FILE]), Answer::forward(&shared));
    assert!(open.allows_origin("file://"));
    assert!(open.allows_origin(APP));
    assert_eq!(
        open.settings().flag(Setting::DangerouslyAllowFileOrigin),
        Some(true)
    );

    let asks = ("access-control-request-method", "PUT");
    let granted = ask(&open, "OPTIONS", &[FILE, asks]);
    assert_eq!(granted.status(), Some(204));
    assert_eq!(granted.values("access-control-allow-origin"), ["file://"]);

    let nothing = Answer::forward(&[("vary", "Origin")]);
    let null = app().dangerously_allow_null_origin(true).build().unwrap();
    let everybody_else = app().allow_origin_if(|_| true).build().unwrap();
    for closed in [app().build().unwrap(), null, everybody_else] {
        assert_eq!(ask(&closed, "GET", &[FILE]), nothing, "{closed}");
        assert!(!closed.allows_origin("file://"));
    }
}

#[test]
fn nothing_that_resembles_it_is_allowed() {
    let open = app().dangerously_allow_file_origin(true).build().unwrap();
    for other in [
        "null",
        "file:",
        "file:/",
        "file:///",
        "FILE://",
        "File://",
        "file://x",
        "file://null",
        " file://",
        "file:// ",
        "file://\t",
        "http://file",
        "https://file",
        "",
    ] {
        assert!(!allows(&open, other), "{other:?}");
    }
    assert!(Origin::parse("file://").is_err());
    assert!(!open.allows_origin("null"));
}

#[test]
fn the_verdict_names_it() {
    let open = app().dangerously_allow_file_origin(true).build().unwrap();
    let request = Request::get("/")
        .header("origin", "file://")
        .body(())
        .unwrap();
    let verdict = open.decide(&Head::of(&request));
    assert_eq!(verdict.origin(), OriginVerdict::File);
    assert!(verdict.origin().is_allowed());
    assert_eq!(verdict.entry(), None);

    let closed = app().build().unwrap();
    let verdict = closed.decide(&Head::of(&request));
    assert_eq!(verdict.origin(), OriginVerdict::NotListed);
}

#[test]
fn not_with_credentials() {
    let expected = Expected {
        code: "file-with-credentials",
        setting: "dangerously_allow_file_origin",
        entry: None,
        suggestion: None,
        sentence: r#"origin "file://" with credentials: every page on a visitor's disk can send it; leave out dangerously_allow_file_origin or allow_credentials"#,
    };
    let private = || Policy::builder().allow_credentials(true);
    let with_file = private().dangerously_allow_file_origin(true);
    assert_error(with_file.clone(), &expected);
    assert_error(with_file.allow_origins([APP]), &expected);
    assert_clean(app().dangerously_allow_file_origin(true));
    assert_clean(Policy::builder().dangerously_allow_file_origin(true));
}
