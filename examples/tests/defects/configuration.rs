//! Mistakes that went unnoticed until a browser, or an attacker, met them.

use cors_core::{Policy, PolicyBuilder};
use cors_examples::app::Named;

use crate::{
    APP, asks_for,
    common::{cors_lines, on_each},
};

#[track_caller]
fn rejected(builder: PolicyBuilder, code: &str) {
    let error = builder.build().unwrap_err();
    assert_eq!(error.problems()[0].code(), code, "{error}");
}

#[test]
fn any_origin_reflected_with_credentials() {
    let credentials = || Policy::builder().allow_credentials(true);
    rejected(
        credentials().allow_origins(["*"]),
        "wildcard-with-credentials",
    );
    rejected(credentials().allow_origin_if(|_| true), "loose-predicate");
    rejected(credentials().allow_origin_regex(".*"), "loose-regex");
}

#[test]
fn origin_that_never_matches_accepted() {
    for origin in [
        "https://app.example.com/",
        "https://APP.example.com",
        "https://app.example.com:443",
        "app.example.com",
        "/",
    ] {
        let error = Policy::builder()
            .allow_origins([origin])
            .build()
            .unwrap_err();
        assert!(error.problems()[0].code().starts_with("origin-"), "{error}");
    }
}

#[test]
fn wildcard_within_a_word_admits_others() {
    rejected(
        Policy::builder().allow_origins(["https://*example.com"]),
        "origin-misplaced-wildcard",
    );
}

#[test]
fn unanchored_regex() {
    let build = |regex| {
        let policy = Policy::builder().allow_origin_regex(regex).build().unwrap();
        [("regex".to_owned(), policy.into())]
    };
    on_each(&build(r"https://[a-z]+\.example\.com"), |_, mut client| {
        for origin in ["https://a.example.com.evil.test", "xhttps://a.example.com"] {
            let response = client.ask("GET", "/regex/echo", &[("origin", origin.as_bytes())]);
            assert!(
                !response
                    .headers()
                    .contains_key("access-control-allow-origin"),
                "{origin}"
            );
        }
    });
}

#[test]
fn header_name_that_breaks_every_response_accepted() {
    let app = || Policy::builder().allow_origins(["https://app.example.com"]);
    rejected(
        app().expose_headers(["bad header\r\n"]),
        "invalid-header-name",
    );
    rejected(app().allow_headers(["a, b"]), "invalid-header-name");
    rejected(app().allow_methods(["GET, PUT"]), "invalid-method");
}

/// The order of lists differs from one instance to the next.
#[test]
fn random_order() {
    let policies: Vec<Named> = (0..8)
        .map(|n| {
            let policy = Policy::builder()
                .allow_origins(["https://app.example.com"])
                .allow_methods(["PUT", "DELETE", "PATCH", "PROPFIND"])
                .allow_headers(["content-type", "x-b", "x-a", "x-c"])
                .build();
            (format!("p{n}"), policy.unwrap().into())
        })
        .collect();
    on_each(&policies, |_, mut client| {
        for n in 0..8 {
            let response = client.ask("OPTIONS", &format!("/p{n}/echo"), &[APP, asks_for("PUT")]);
            assert_eq!(
                cors_lines(&response),
                [
                    "access-control-allow-headers: content-type, x-b, x-a, x-c",
                    "access-control-allow-methods: GET, HEAD, POST, PUT, DELETE, PATCH, PROPFIND",
                    "access-control-allow-origin: https://app.example.com",
                    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
                ]
            );
        }
    });
}
