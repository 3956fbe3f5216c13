//! Requests that are no preflights.

use crate::{
    APP, EVIL, asks_for,
    common::{on_each, values},
    policies,
};

#[test]
fn options_swallowed() {
    on_each(&policies(), |server, mut client| {
        for headers in [&[][..], &[APP], &[EVIL]] {
            let response = client.ask("OPTIONS", "/listed/echo", headers);
            assert_eq!(response.status(), 200);
            assert_eq!(values(&response, "x-request-id"), ["42"]);
            assert_eq!(server.spy().take(), 1);
        }
    });
}

#[test]
fn options_without_origin_taken_for_a_preflight() {
    on_each(&policies(), |server, mut client| {
        let response = client.ask("OPTIONS", "/listed/echo", &[asks_for("PUT")]);
        assert_eq!(response.status(), 200);
        assert_eq!(server.spy().take(), 1);
    });
}

#[test]
fn plain_options_not_shared() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("OPTIONS", "/listed/echo", &[APP]);
        assert_eq!(
            values(&response, "access-control-allow-origin"),
            ["https://app.example.com"]
        );
        assert!(values(&response, "access-control-allow-methods").is_empty());
    });
}

#[test]
fn unlisted_origin_blocked() {
    on_each(&policies(), |server, mut client| {
        for method in ["GET", "POST", "PUT"] {
            assert_eq!(client.ask(method, "/listed/echo", &[EVIL]).status(), 200);
            assert_eq!(server.spy().take(), 1);
        }
    });
}

/// Browsers send `Origin` with their own site's `POST`, too.
#[test]
fn same_origin_post_blocked() {
    on_each(&policies(), |server, mut client| {
        let own = format!("http://{}", server.address());
        let headers: [(&str, &[u8]); 2] = [
            ("origin", own.as_bytes()),
            ("sec-fetch-site", b"same-origin"),
        ];
        assert_eq!(client.ask("POST", "/listed/echo", &headers).status(), 200);
        assert_eq!(server.spy().take(), 1);
    });
}

#[test]
fn unlisted_origin_told_of_credentials_and_headers() {
    on_each(&policies(), |_, mut client| {
        for headers in [&[][..], &[EVIL]] {
            let response = client.ask("GET", "/listed/echo", headers);
            let names = response.headers().keys();
            let grants: Vec<_> = names
                .filter(|n| n.as_str().starts_with("access-control"))
                .collect();
            assert!(grants.is_empty(), "{grants:?}");
        }
    });
}

#[test]
fn preflight_headers_on_other_responses() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("GET", "/listed/echo", &[APP]);
        for name in [
            "allow-methods",
            "allow-headers",
            "max-age",
            "allow-private-network",
        ] {
            let name = format!("access-control-{name}");
            assert!(values(&response, &name).is_empty(), "{name}");
        }
    });
}

#[test]
fn empty_header_lines() {
    on_each(&policies(), |_, mut client| {
        for headers in [&[APP][..], &[APP, asks_for("PUT")]] {
            let response = client.ask("OPTIONS", "/bare/echo", headers);
            let empty = response
                .headers()
                .iter()
                .filter(|(_, value)| value.is_empty());
            let empty: Vec<_> = empty.map(|(name, _)| name.as_str()).collect();
            assert_eq!(empty, [""; 0]);
        }
    });
}

#[test]
fn handlers_own_grants_kept() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("GET", "/bare/override", &[EVIL]);
        assert!(values(&response, "access-control-allow-origin").is_empty());
        assert!(values(&response, "access-control-allow-credentials").is_empty());
        let response = client.ask("GET", "/bare/override", &[APP]);
        assert_eq!(
            values(&response, "access-control-allow-origin"),
            ["https://app.example.com"]
        );
        assert!(values(&response, "access-control-allow-credentials").is_empty());
    });
}

/// A route that the middleware mounts for itself, and that anyone can ask for.
#[test]
fn route_of_the_middleware_exposed() {
    on_each(&policies(), |_, mut client| {
        for path in ["/cors", "/cors/200", "/cors/418", "/listed/cors/200"] {
            assert_eq!(client.ask("GET", path, &[APP]).status(), 404, "{path}");
        }
    });
}
