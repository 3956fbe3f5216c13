//! Servers whose headers say something else than they mean, or not what the named page needs.

use http::{HeaderName, HeaderValue, Request, Response};

use super::{APP, Exhibit, Page, Serve, add, allowing, answer, exhibit, is_preflight, page};

/// A server that does everything right for one page, with and without credentials.
fn right(request: &Request<()>, credentials: bool) -> Response<()> {
    allowing(|origin| origin == APP, credentials)(request)
}

/// One header of every answer to the page is replaced.
fn with(name: &'static str, values: &'static [&'static str]) -> impl Serve {
    move |request| {
        let mut response = right(request, true);
        if response
            .headers()
            .contains_key("access-control-allow-origin")
        {
            response.headers_mut().remove(name);
            for value in values {
                add(response.headers_mut(), name, value);
            }
        }
        response
    }
}

/// One header of the answers to preflights is replaced.
fn in_preflights(name: &'static str, value: &'static str) -> impl Serve {
    move |request| {
        let mut response = right(request, true);
        if is_preflight(request) && response.status().is_success() {
            let value = HeaderValue::from_static(value);
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
        response
    }
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    let mut exhibits = defects();
    exhibits.extend(blocked());
    exhibits
}

fn defects() -> Vec<Exhibit> {
    let error = |code| vec![(code, "error")];
    let mut exhibits = Vec::new();
    let mut add = |name, page: Page, serve: Box<dyn Serve>, expected: Vec<_>| {
        exhibits.push(exhibit(name, page, serve, &expected));
    };
    const ALLOW_ORIGIN: &str = "access-control-allow-origin";
    add(
        "two lines",
        page(),
        Box::new(with(ALLOW_ORIGIN, &[APP, APP])),
        error("multiple-allow-origin"),
    );
    add(
        "a list",
        page(),
        Box::new(with(
            ALLOW_ORIGIN,
            &["https://a.example.com, https://app.example.com"],
        )),
        error("multiple-allow-origin"),
    );
    add(
        "a proxy's * besides",
        page(),
        Box::new(with(ALLOW_ORIGIN, &[APP, "*"])),
        error("multiple-allow-origin"),
    );
    add(
        "a slash",
        page(),
        Box::new(with(ALLOW_ORIGIN, &["https://app.example.com/"])),
        error("invalid-allow-origin"),
    );
    add(
        "a pattern",
        page(),
        Box::new(with(ALLOW_ORIGIN, &["https://*.example.com"])),
        error("invalid-allow-origin"),
    );
    add(
        "no scheme",
        page(),
        Box::new(with(ALLOW_ORIGIN, &["app.example.com"])),
        error("invalid-allow-origin"),
    );
    const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
    add(
        "True",
        page().credentials(),
        Box::new(with(ALLOW_CREDENTIALS, &["True"])),
        error("invalid-allow-credentials"),
    );
    add(
        "True, and nobody asks",
        page(),
        Box::new(with(ALLOW_CREDENTIALS, &["True"])),
        error("invalid-allow-credentials"),
    );
    add(
        "true, twice",
        page(),
        Box::new(with(ALLOW_CREDENTIALS, &["true", "true"])),
        error("invalid-allow-credentials"),
    );
    add(
        "methods with a semicolon",
        page().method("PUT"),
        Box::new(in_preflights("access-control-allow-methods", "GET; PUT")),
        error("invalid-list"),
    );
    add(
        "methods with a semicolon, and nobody asks",
        page(),
        Box::new(in_preflights("access-control-allow-methods", "GET; PUT")),
        error("invalid-list"),
    );
    add(
        "exposed headers with a semicolon",
        page(),
        Box::new(with("access-control-expose-headers", &["x-a; x-b"])),
        error("invalid-list"),
    );
    const MAX_AGE: &str = "access-control-max-age";
    add(
        "a negative max-age",
        page(),
        Box::new(in_preflights(MAX_AGE, "-1")),
        vec![("invalid-max-age", "warning")],
    );
    add(
        "max-age in words",
        page(),
        Box::new(in_preflights(MAX_AGE, "1 day")),
        vec![("invalid-max-age", "warning")],
    );
    add(
        "a max-age of a year",
        page(),
        Box::new(in_preflights(MAX_AGE, "31536000")),
        vec![("max-age-capped", "note")],
    );
    add(
        "private network access",
        page(),
        Box::new(in_preflights(
            "access-control-allow-private-network",
            "true",
        )),
        vec![("private-network-leftover", "note")],
    );
    add(
        "* with true",
        page(),
        Box::new(with(ALLOW_ORIGIN, &["*"])),
        vec![("wildcard-with-credentials", "warning")],
    );
    add(
        "* with true, and the page needs it",
        page().credentials(),
        Box::new(with(ALLOW_ORIGIN, &["*"])),
        vec![("wildcard-with-credentials", "warning")],
    );
    exhibits
}

fn blocked() -> Vec<Exhibit> {
    let error = |code| vec![(code, "error")];
    let star = |request: &Request<()>| {
        let status = if is_preflight(request) { 204 } else { 200 };
        answer(
            status,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "*"),
                ("access-control-allow-headers", "*"),
            ],
        )
    };
    let star_list = |request: &Request<()>| {
        let mut response = right(request, true);
        if is_preflight(request) && response.status().is_success() {
            let star = HeaderValue::from_static("*");
            response
                .headers_mut()
                .insert("access-control-allow-headers", star.clone());
            response
                .headers_mut()
                .insert("access-control-allow-methods", star);
        }
        response
    };
    let etag = |request: &Request<()>| {
        let mut response = right(request, true);
        add(response.headers_mut(), "etag", "\"1\"");
        response
    };
    vec![
        exhibit(
            "no CORS at all",
            page(),
            |_| answer(200, &[]),
            &error("origin-not-allowed"),
        ),
        exhibit(
            "no CORS at all, and OPTIONS is not known",
            page(),
            |request| match is_preflight(request) {
                true => answer(405, &[("allow", "GET")]),
                false => answer(200, &[]),
            },
            &error("origin-not-allowed"),
        ),
        exhibit(
            "another page is allowed",
            page(),
            allowing(|origin| origin == "https://www.example.com", true),
            &error("origin-not-allowed"),
        ),
        exhibit(
            "another page is always allowed",
            page(),
            |request| match is_preflight(request) {
                true => answer(
                    204,
                    &[
                        ("access-control-allow-origin", "https://www.example.com"),
                        ("access-control-allow-methods", "PUT"),
                    ],
                ),
                false => answer(
                    200,
                    &[("access-control-allow-origin", "https://www.example.com")],
                ),
            },
            &error("origin-not-allowed"),
        ),
        exhibit(
            "the second page is not allowed",
            page().origins(&[APP, "https://admin.example.com"]),
            allowing(|origin| origin == APP, true),
            &error("origin-not-allowed"),
        ),
        exhibit(
            "no credentials",
            page().credentials(),
            allowing(|origin| origin == APP, false),
            &error("credentials-not-allowed"),
        ),
        exhibit(
            "put for PUT",
            page().method("patch"),
            allowing(|origin| origin == APP, true),
            &error("method-not-allowed"),
        ),
        exhibit(
            "no such header",
            page().header("x-trace"),
            allowing(|origin| origin == APP, true),
            &error("header-not-allowed"),
        ),
        exhibit(
            "authorization, and *",
            page().header("authorization"),
            star,
            &error("authorization-not-covered"),
        ),
        exhibit(
            "* in a list, and credentials",
            page().credentials().header("x-trace"),
            star_list,
            &error("wildcard-list-with-credentials"),
        ),
        exhibit(
            "nothing is exposed",
            page().read("etag"),
            etag,
            &error("not-exposed"),
        ),
    ]
}
