//! `Origin` as attackers write it.

use crate::{
    APP, EVIL, asks_for,
    common::{on_each, values},
    policies,
};

#[track_caller]
fn not_allowed(origins: &[&[u8]]) {
    on_each(&policies(), |server, mut client| {
        for &origin in origins {
            let shown = origin.escape_ascii();
            let response = client.ask("GET", "/listed/get-only", &[("origin", origin)]);
            assert_eq!(response.status(), 200, "{shown}");
            assert_eq!(server.spy().take(), 1, "{shown}");
            assert!(
                values(&response, "access-control-allow-origin").is_empty(),
                "{shown}"
            );
        }
    });
}

#[test]
fn garbage_answered_by_500_or_a_panic() {
    not_allowed(&[
        b"garbage",
        b"",
        b"://",
        b"https://",
        b"http://[",
        b"\xff\xfe",
        b"https://\xc3\xa9.example.org",
    ]);
}

#[test]
fn other_spellings_taken_for_the_same() {
    not_allowed(&[
        b"HTTPS://app.example.com",
        b"https://APP.example.com",
        b"https://app.example.com/",
        b"https://app.example.com:443",
        b"https://app.example.com/x?y",
        b"https://user@app.example.com",
        b"NULL",
        b"null",
    ]);
}

#[test]
fn look_alikes_admitted() {
    not_allowed(&[
        b"https://evilexample.org",
        b"https://example.org",
        b"https://a.example.org.evil.test",
        b"https://evil.test/.example.org",
        b"https://evil.test#.example.org",
        b"https://app.example.com.evil.test",
        b"https://appxexample.com",
        b"http://a.example.org",
    ]);
}

#[test]
fn second_line_unread() {
    on_each(&policies(), |_, mut client| {
        for origins in [[APP, EVIL], [EVIL, APP], [APP, APP]] {
            let response = client.ask("GET", "/listed/get-only", &origins);
            assert!(values(&response, "access-control-allow-origin").is_empty());
            let response = client.ask(
                "OPTIONS",
                "/listed/get-only",
                &[origins[0], origins[1], asks_for("PUT")],
            );
            assert_eq!(response.status(), 403);
        }
    });
}
