//! Preflights.

use crate::{
    APP, EVIL, asks_for, asks_to_send,
    common::{cors_lines, on_each, values},
    policies,
};

#[test]
fn get_needs_to_be_listed() {
    on_each(&policies(), |_, mut client| {
        for path in [
            "/listed/echo",
            "/minimal/echo",
            "/wildcards/echo",
            "/bare/echo",
        ] {
            let response = client.ask("OPTIONS", path, &[APP, asks_for("GET")]);
            assert_eq!(response.status(), 204, "{path}");
            let methods = values(&response, "access-control-allow-methods").join(",");
            assert!(
                methods.split(',').any(|m| m.trim() == "GET"),
                "{path}: {methods}"
            );
        }
    });
}

#[test]
fn methods_beyond_the_usual_nine_refused() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("OPTIONS", "/wildcards/echo", &[APP, asks_for("PROPFIND")]);
        assert_eq!(
            values(&response, "access-control-allow-methods"),
            ["PROPFIND"]
        );
    });
}

#[test]
fn second_request_headers_line_unread() {
    on_each(&policies(), |_, mut client| {
        let asked = [
            APP,
            asks_for("PUT"),
            asks_to_send("x-a"),
            asks_to_send("x-unlisted"),
        ];
        let response = client.ask("OPTIONS", "/minimal/echo", &asked);
        assert!(values(&response, "access-control-allow-headers").is_empty());
        let asked = [
            APP,
            asks_for("PUT"),
            asks_to_send("x-a"),
            asks_to_send("content-type"),
        ];
        let response = client.ask("OPTIONS", "/minimal/echo", &asked);
        assert_eq!(
            values(&response, "access-control-allow-headers"),
            ["x-a", "content-type"]
        );
    });
}

#[test]
fn one_allowed_header_lets_all_pass() {
    on_each(&policies(), |_, mut client| {
        let asked = [APP, asks_for("PUT"), asks_to_send("x-a,x-unlisted")];
        let response = client.ask("OPTIONS", "/minimal/echo", &asked);
        assert!(values(&response, "access-control-allow-headers").is_empty());
    });
}

#[test]
fn empty_element_of_request_headers_refused() {
    on_each(&policies(), |_, mut client| {
        let asked = [APP, asks_for("PUT"), asks_to_send(",x-a,,content-type,")];
        let response = client.ask("OPTIONS", "/minimal/echo", &asked);
        assert_eq!(response.status(), 204);
        assert_eq!(
            values(&response, "access-control-allow-headers"),
            [",x-a,,content-type,"]
        );
    });
}

#[test]
fn meaningless_wildcards_with_credentials() {
    on_each(&policies(), |_, mut client| {
        for asked in [
            &[APP, asks_for("PUT")][..],
            &[APP, asks_for("PUT"), asks_to_send("x-a")],
        ] {
            let response = client.ask("OPTIONS", "/wildcards/echo", asked);
            let lines = cors_lines(&response);
            assert!(lines.iter().all(|line| !line.contains('*')), "{lines:?}");
        }
    });
}

#[test]
fn handler_run_by_a_preflight() {
    on_each(&policies(), |server, mut client| {
        for origin in [APP, EVIL] {
            for path in ["echo", "panic", "nothing"] {
                client.ask(
                    "OPTIONS",
                    &format!("/listed/{path}"),
                    &[origin, asks_for("PUT")],
                );
                assert_eq!(server.spy().take(), 0, "{path}");
            }
        }
    });
}

#[test]
fn preflight_that_is_not_allowed_grants_something() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("OPTIONS", "/listed/echo", &[EVIL, asks_for("PUT")]);
        assert_eq!(response.status(), 403);
        let lines = cors_lines(&response);
        assert!(
            lines.iter().all(|line| line.starts_with("vary: ")),
            "{lines:?}"
        );
    });
}

#[test]
fn unknown_paths_preflight_not_answered() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("OPTIONS", "/listed/no/such/path", &[APP, asks_for("PUT")]);
        assert_eq!(response.status(), 204);
    });
}

#[test]
fn policy_leaks_across_routes() {
    on_each(&policies(), |_, mut client| {
        let other: (&str, &[u8]) = ("origin", b"https://other.example");
        for (path, origin, status) in [
            ("/listed/echo", APP, 204),
            ("/other/echo", APP, 403),
            ("/other/echo", other, 204),
            ("/listed/echo", other, 403),
        ] {
            let response = client.ask("OPTIONS", path, &[origin, asks_for("PUT")]);
            assert_eq!(response.status(), status, "{path}");
        }
        let response = client.ask("OPTIONS", "/none/get-only", &[APP, asks_for("PUT")]);
        assert!(
            matches!(response.status().as_u16(), 404 | 405),
            "{}",
            response.status()
        );
        assert!(cors_lines(&response).is_empty());
        let response = client.ask("GET", "/nowhere", &[APP]);
        assert!(cors_lines(&response).is_empty());
    });
}
