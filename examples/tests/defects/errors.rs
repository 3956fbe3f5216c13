//! Errors, which a page has to be able to read as well.

use crate::{
    APP,
    common::{on_each, values},
    policies,
};

#[track_caller]
fn shared(method: &'static str, path: &'static str, statuses: &'static [u16]) {
    on_each(&policies(), |_, mut client| {
        let response = client.ask(method, &format!("/listed/{path}"), &[APP]);
        assert!(
            statuses.contains(&response.status().as_u16()),
            "{}",
            response.status()
        );
        assert_eq!(
            values(&response, "access-control-allow-origin"),
            ["https://app.example.com"]
        );
        assert_eq!(
            values(&response, "access-control-allow-credentials"),
            ["true"]
        );
    });
}

#[test]
fn not_found_without_headers() {
    shared("GET", "nothing", &[404]);
}

#[test]
fn method_not_allowed_without_headers() {
    shared("DELETE", "get-only", &[404, 405]);
}

#[test]
fn handlers_error_without_headers() {
    shared("GET", "fail", &[500]);
}

#[test]
fn panic_without_headers() {
    shared("GET", "panic", &[500]);
}

#[test]
fn error_status_without_headers() {
    shared("GET", "status/401", &[401]);
    shared("POST", "status/503", &[503]);
}

#[test]
fn bad_request_without_headers() {
    shared("GET", "redirect?to=nowhere", &[400]);
}
