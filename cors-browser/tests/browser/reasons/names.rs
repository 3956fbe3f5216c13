//! Reasons that are about the names of methods and headers.

use cors_browser::{Browser, Mode, PageRequest, Reason};

use super::{ALLOW, CREDENTIALS, EXPOSE, HEADERS, METHODS, check, get, include, of, put};
use crate::{API, PAGE, Server};

#[test]
fn methods() {
    let blocked = |method: &str, listed| {
        of(
            PAGE,
            &Server::new(&[ALLOW, (METHODS, listed)]),
            PageRequest::new(method, API),
        )
    };
    for (method, listed, more, cures) in [
        ("PUT", "GET", "", &["allow_methods PUT"][..]),
        (
            "patch",
            "GET, PATCH",
            "; methods are case-sensitive, and the page has to write PATCH",
            &[],
        ),
        (
            "patch",
            "GET",
            "; methods are case-sensitive, and the page has to write PATCH, which is not allowed either",
            &[],
        ),
        (
            "PATCH",
            "GET, patch",
            "; methods are case-sensitive, and patch is another one",
            &["allow_methods PATCH"],
        ),
        (
            "Purge",
            "PURGE",
            "; methods are case-sensitive, and the page has to write PURGE",
            &[],
        ),
        (
            "PROPFND",
            "GET",
            "; it looks like PROPFIND, which is not allowed either",
            &[],
        ),
        ("PURGE", "GET", "", &["allow_methods PURGE"]),
        // A policy's would allow all of them.
        (
            "*",
            "GET",
            "; here * is a name like any other, and a policy's * would allow all of them",
            &[],
        ),
    ] {
        check(
            &blocked(method, listed),
            Reason::MethodNotAllowed,
            &format!(
                "the method {method} is not allowed: it is not in Access-Control-Allow-Methods, which lists {listed}{more}"
            ),
            cures,
        );
    }
}

#[test]
fn headers() {
    let blocked = |name: &str, listed| {
        of(
            PAGE,
            &Server::new(&[ALLOW, (HEADERS, listed)]),
            get().header(name, "1"),
        )
    };
    for (name, listed, more, cures) in [
        ("x-trace", "x-a, x-b", "", &["allow_headers x-trace"][..]),
        (
            "x-api-key",
            "x-a, X-ApiKey",
            "; the nearest allowed one is X-ApiKey",
            &["allow_headers x-api-key"],
        ),
        (
            "x-tarce-id",
            "x-trace-id",
            "; the nearest allowed one is x-trace-id",
            &["allow_headers x-tarce-id"],
        ),
        (
            "access-control-allow-origin",
            "x-a",
            "; only responses have it",
            &[],
        ),
        (
            "*",
            "x-a",
            "; here * is a name like any other, and a policy's * would allow all of them",
            &[],
        ),
    ] {
        check(
            &blocked(name, listed),
            Reason::HeaderNotAllowed,
            &format!(
                "the header {name} is not allowed: it is not in Access-Control-Allow-Headers, which lists {listed}{more}"
            ),
            cures,
        );
    }
    let server = Server::new(&[ALLOW, (HEADERS, "x-apikey")]);
    check(
        &of(
            PAGE,
            &server,
            get().header("x-trace", "1").header("x-api-key", "1"),
        ),
        Reason::HeaderNotAllowed,
        "the headers x-api-key, x-trace are not allowed: they are not in Access-Control-Allow-Headers, which lists x-apikey; the nearest allowed one to x-api-key is x-apikey",
        &["allow_headers x-api-key x-trace"],
    );
    check(
        &of(
            PAGE,
            &Server::new(&[ALLOW, (HEADERS, "x-a, *")]),
            get().header("authorization", "1"),
        ),
        Reason::AuthorizationNotCovered,
        "the header authorization is not allowed: * never covers it, and Access-Control-Allow-Headers, which lists x-a, *, does not name it",
        &["allow_headers authorization"],
    );
    check(
        &of(
            PAGE,
            &Server::new(&[ALLOW, (HEADERS, "x-a")]),
            get().header("authorization", "1"),
        ),
        Reason::HeaderNotAllowed,
        "the header authorization is not allowed: it is not in Access-Control-Allow-Headers, which lists x-a",
        &["allow_headers authorization"],
    );
    check(
        &of(
            PAGE,
            &Server::new(&[ALLOW, (HEADERS, "x-a; x-b")]),
            get().header("x-a", "1"),
        ),
        Reason::InvalidList,
        "the preflight's answer has an Access-Control-Allow-Headers that is not a list of names",
        &[],
    );
}

#[test]
fn response_headers() {
    let lines = [
        ALLOW,
        CREDENTIALS,
        ("x-request-id", "1"),
        ("etag", "1"),
        ("set-cookie", "a=1"),
    ];
    let blocked = |exposed, request| {
        let mut lines = lines.to_vec();
        lines.push((EXPOSE, exposed));
        of(PAGE, &Server::new(&lines), request)
    };
    check(
        &blocked("ETag, x-requestid", get().read("X-Request-ID").read("etag")),
        Reason::NotExposed,
        "the header x-request-id is not exposed: it is not in Access-Control-Expose-Headers, which lists ETag, x-requestid; the nearest exposed one is x-requestid",
        &["expose_headers x-request-id"],
    );
    check(
        &blocked(
            "",
            get()
                .read("x-request-id")
                .read("set-cookie")
                .read("etag")
                .read("etag"),
        ),
        Reason::NotExposed,
        "the headers x-request-id, etag are not exposed: they are not in Access-Control-Expose-Headers, which lists none",
        &["expose_headers x-request-id etag"],
    );
    check(
        &blocked("*", include(get()).read("etag")),
        Reason::NotExposed,
        "the header etag is not exposed: it is not in Access-Control-Expose-Headers, which lists *; with credentials, * is a name like any other",
        &["expose_headers etag"],
    );
    check(
        &blocked("set-cookie", get().read("set-cookie")),
        Reason::NotExposed,
        "the header set-cookie is not exposed: no page may read cookies that a response sets",
        &[],
    );
    // The page has seen the rest.
    let outcome = Server::new(&lines).fetch(get().read("etag"));
    assert!(!outcome.is_readable());
    let last = outcome.steps().last().unwrap().to_string();
    assert_eq!(last, "The page sees status 200, no header, and the body");
    // What was not sent is not withheld, and what nobody may read is not asked for.
    for request in [
        get()
            .read("x-absent")
            .read("cache-control")
            .read("x y")
            .read(""),
        get().mode(Mode::NoCors).read("etag"),
        PageRequest::get(format!("{PAGE}/x")).read("etag"),
    ] {
        assert!(Server::new(&lines).fetch(request).result().is_ok());
    }
    let own = PageRequest::get(format!("{PAGE}/x")).read("set-cookie");
    assert!(Server::new(&lines).fetch(own).result().is_err());
}

/// A page that can't read a header has had its answer: what the preflight allowed stays allowed.
#[test]
fn an_unread_header_clears_no_cache() {
    let server = Server::new(&[ALLOW, (METHODS, "PUT"), ("etag", "1")]);
    let mut browser = Browser::at(PAGE);
    for preflights in [1, 0] {
        let outcome = server.fetch_by(&mut browser, put().read("etag"));
        assert_eq!(outcome.preflights(), preflights);
        assert!(!outcome.is_readable());
    }
}
