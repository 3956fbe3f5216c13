//! `Vary`, without which a cache hands one origin's response to another.

use crate::{
    APP, EVIL, asks_for,
    common::{on_each, values},
    policies,
};

const PATHS: [&str; 6] = ["echo", "get-only", "status/500", "fail", "panic", "nothing"];

fn elements(lines: &[String]) -> Vec<String> {
    let elements = lines.iter().flat_map(|line| line.split(','));
    let mut elements: Vec<_> = elements.map(|e| e.trim().to_ascii_lowercase()).collect();
    elements.sort();
    elements
}

#[test]
fn missing() {
    on_each(&policies(), |_, mut client| {
        for headers in [&[][..], &[APP], &[EVIL]] {
            for path in PATHS {
                let response = client.ask("GET", &format!("/listed/{path}"), headers);
                let vary = elements(&values(&response, "vary"));
                assert!(vary.contains(&"origin".to_owned()), "{path}: {vary:?}");
            }
        }
    });
}

#[test]
fn missing_on_preflights_that_are_not_allowed() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("OPTIONS", "/listed/echo", &[EVIL, asks_for("PUT")]);
        assert_eq!(response.status(), 403);
        assert_eq!(
            elements(&values(&response, "vary")),
            [
                "access-control-request-headers",
                "access-control-request-method",
                "origin"
            ]
        );
    });
}

#[test]
fn lost_or_overwritten() {
    on_each(&policies(), |_, mut client| {
        for headers in [&[][..], &[APP], &[EVIL]] {
            let response = client.ask("GET", "/listed/echo", headers);
            assert_eq!(
                elements(&values(&response, "vary")),
                ["accept-encoding", "cookie", "origin"]
            );
        }
    });
}

/// What varies in preflights alone has no place in other responses.
#[test]
fn too_much() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("GET", "/wildcards/get-only", &[APP]);
        assert_eq!(elements(&values(&response, "vary")), ["origin"]);
    });
}
