//! The explanation, verbatim: it is part of the product.

use core::time::Duration;

use cors_browser::{Browser, Credentials, CureValue, PageRequest};

use super::{API, PAGE, Server};

#[test]
fn of_a_request_that_is_allowed() {
    let server = Server::new(&[
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "PUT"),
        ("access-control-allow-headers", "content-type, x-a"),
        ("access-control-max-age", "600"),
        ("content-type", "text/plain"),
    ]);
    let mut browser = Browser::at(PAGE).cookie("session=1");
    let request = PageRequest::new("PUT", API)
        .header("content-type", "application/json")
        .header("x-a", "1")
        .header("te", "trailers")
        .credentials(Credentials::Include);
    let outcome = server.fetch_by(&mut browser, request.clone());
    assert_eq!(
        outcome.to_string(),
        "\
- A page of https://app.example.com asks for PUT https://api.example.com/things, with credentials (https://fetch.spec.whatwg.org/#fetch-method)
- The browser leaves out te, which a page like this cannot set (https://fetch.spec.whatwg.org/#concept-headers-append)
- The request needs a preflight: PUT is none of GET, HEAD and POST; the headers content-type and x-a are not safelisted with these values (https://fetch.spec.whatwg.org/#main-fetch)
- OPTIONS https://api.example.com/things is sent with Origin: https://app.example.com, Access-Control-Request-Method: PUT and Access-Control-Request-Headers: content-type,x-a; a preflight never has credentials (https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
- The answer, 204 with Access-Control-Allow-Origin: https://app.example.com, allows the request, and is kept for 600 seconds (https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
- PUT https://api.example.com/things is sent with Origin: https://app.example.com, with cookies (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch)
- The response, 200 with Access-Control-Allow-Origin: https://app.example.com, passes the CORS check (https://fetch.spec.whatwg.org/#concept-cors-check)
- The page sees status 200, the header content-type, and the body (https://fetch.spec.whatwg.org/#concept-filtered-response)
"
    );
    browser.wait(Duration::from_secs(1));
    let outcome = server.fetch_by(&mut browser, request);
    assert_eq!(
        outcome.steps()[2].to_string(),
        "An earlier preflight for this URL allows PUT, content-type and x-a, and still holds: no other one is sent"
    );
}

#[test]
fn of_a_request_that_is_blocked() {
    let server = Server::new(&[("access-control-allow-origin", "*")]);
    let outcome = server.fetch(PageRequest::get(API).header("x-a", "1").header("x-b", "1"));
    assert_eq!(
        outcome.to_string(),
        "\
- A page of https://app.example.com asks for GET https://api.example.com/things, with credentials only for its own origin (https://fetch.spec.whatwg.org/#fetch-method)
- The request needs a preflight: the headers x-a and x-b are not safelisted with these values (https://fetch.spec.whatwg.org/#main-fetch)
- OPTIONS https://api.example.com/things is sent with Origin: https://app.example.com, Access-Control-Request-Method: GET and Access-Control-Request-Headers: x-a,x-b; a preflight never has credentials (https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
blocked: the headers x-a, x-b are not allowed: they are not in Access-Control-Allow-Headers, which lists none (https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
"
    );
}

#[test]
fn cures() {
    let cures = |origin: &str, request: PageRequest, lines: &[_]| {
        let outcome = Server::new(lines).fetch_by(&mut Browser::at(origin), request);
        let cures = outcome.result().unwrap_err().cures();
        cures
            .iter()
            .map(|cure| (cure.setting(), cure.value().clone()))
            .collect::<Vec<_>>()
    };
    let list = |setting, entries: &[&str]| {
        let entries = entries.iter().map(|&entry| entry.to_owned()).collect();
        (setting, CureValue::List(entries))
    };
    let flag = |setting| (setting, CureValue::Flag(true));
    let get = || PageRequest::get(API);
    let include = || get().credentials(Credentials::Include);
    let allow = |origin| ("access-control-allow-origin", origin);
    assert_eq!(cures(PAGE, get(), &[]), [list("allow_origins", &[PAGE])]);
    assert_eq!(cures("null", get(), &[]), []);
    assert_eq!(cures("null", include(), &[]), []);
    assert_eq!(
        cures(PAGE, include(), &[allow("*")]),
        [list("allow_origins", &[PAGE]), flag("allow_credentials")]
    );
    assert_eq!(
        cures(PAGE, include(), &[allow(PAGE)]),
        [flag("allow_credentials")]
    );
    for loopback in [
        "http://localhost:3000",
        "http://a.localhost",
        "http://127.0.0.1",
        "http://[::1]",
    ] {
        assert_eq!(
            cures(loopback, include(), &[allow(loopback)]),
            [flag("allow_credentials")]
        );
    }
    assert_eq!(
        cures(
            "http://app.example.com",
            include(),
            &[allow("http://app.example.com")]
        ),
        []
    );
    assert_eq!(
        cures(PAGE, PageRequest::new("PUT", API), &[allow("*")]),
        [list("allow_methods", &["PUT"])]
    );
    assert_eq!(
        cures(
            PAGE,
            get().header("x-b", "1").header("x-a", "1"),
            &[allow("*")]
        ),
        [list("allow_headers", &["x-a", "x-b"])]
    );
    assert_eq!(
        cures(PAGE, PageRequest::new("TRACE", API), &[allow("*")]),
        []
    );
}
