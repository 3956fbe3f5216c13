//! What a page sees of a response.

use cors_browser::{Browser, Credentials, Mode, PageRequest, PageResponse, Redirect, ResponseKind};

use super::{API, PAGE, Server, lines, show};

const ALLOW: (&str, &str) = ("access-control-allow-origin", PAGE);
const EXPOSE: &str = "access-control-expose-headers";

const LINES: [(&str, &str); 6] = [
    ALLOW,
    ("access-control-allow-credentials", "true"),
    ("content-type", "text/plain"),
    ("x-request-id", "42"),
    ("x-secret", "1"),
    ("set-cookie", "seen=1"),
];

fn seen(exposed: Option<&str>, credentials: Credentials) -> Vec<String> {
    let mut lines = LINES.to_vec();
    lines.extend(exposed.map(|exposed| (EXPOSE, exposed)));
    let request = PageRequest::get(API).credentials(credentials);
    let outcome = Server::new(&lines).fetch(request);
    show(outcome.result().unwrap().headers())
}

#[test]
fn exposed_headers() {
    let omit = Credentials::Omit;
    assert_eq!(seen(None, omit), ["content-type: text/plain"]);
    assert_eq!(seen(Some("x secret"), omit), ["content-type: text/plain"]);
    assert_eq!(
        seen(Some("X-Request-Id, set-cookie, x-absent"), omit),
        ["content-type: text/plain", "x-request-id: 42"]
    );
    // Everything but cookies.
    assert_eq!(
        seen(Some("*"), omit),
        [
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "access-control-expose-headers: *",
            "content-type: text/plain",
            "x-request-id: 42",
            "x-secret: 1",
        ]
    );
    assert_eq!(
        seen(Some("*"), Credentials::Include),
        ["content-type: text/plain"]
    );
    assert_eq!(
        seen(Some("*, x-secret"), Credentials::Include),
        ["content-type: text/plain", "x-secret: 1"]
    );
}

#[track_caller]
fn assert_seen(
    response: &PageResponse,
    kind: ResponseKind,
    status: u16,
    url: &str,
    headers: usize,
) {
    assert_eq!(response.kind(), kind);
    assert_eq!(response.status(), status);
    assert_eq!(response.url(), url);
    assert_eq!(
        response.headers().len(),
        headers,
        "{:?}",
        response.headers()
    );
}

#[test]
fn kinds() {
    let fetch = |request| {
        let server = Server::new(&[]).actual(418, &LINES);
        server.fetch(request).result().unwrap().clone()
    };
    let own = format!("{PAGE}/x#fragment");
    let response = fetch(PageRequest::get(&own));
    assert_seen(
        &response,
        ResponseKind::Basic,
        418,
        "https://app.example.com/x",
        5,
    );
    let response = fetch(PageRequest::get(API));
    assert_seen(&response, ResponseKind::Cors, 418, API, 1);
    let response = fetch(PageRequest::get(API).mode(Mode::NoCors));
    assert_seen(&response, ResponseKind::Opaque, 0, "", 0);
    assert!(!response.redirected());
}

#[test]
fn errors_are_readable() {
    for status in [400, 401, 403, 404, 405, 500] {
        let outcome = Server::new(&[])
            .actual(status, &[ALLOW])
            .fetch(PageRequest::get(API));
        assert_eq!(outcome.result().unwrap().status(), status);
    }
}

#[test]
fn without_cors() {
    let server = Server::new(&[]);
    let request = PageRequest::new("POST", API)
        .mode(Mode::NoCors)
        .header("content-type", "text/plain")
        .header("content-type", "application/json")
        .header("x-a", "1")
        .header("range", "bytes=0-");
    let outcome = server.fetch(request);
    assert!(outcome.result().is_ok());
    assert!(!outcome.is_readable());
    assert_eq!(
        lines(&outcome, 0),
        [
            "content-type: text/plain",
            "origin: https://app.example.com"
        ]
    );
    // As a `<script>` does it.
    let outcome = server.fetch(PageRequest::get(API).mode(Mode::NoCors));
    assert_eq!(lines(&outcome, 0), [""; 0]);
    // https://fetch.spec.whatwg.org/#append-a-request-origin-header, step 4.1
    let request = PageRequest::new("POST", "http://api.example.com/").mode(Mode::NoCors);
    let outcome = server.fetch(request);
    assert_eq!(lines(&outcome, 0), ["origin: null"]);

    let request = PageRequest::get(API)
        .mode(Mode::NoCors)
        .redirect(Redirect::Error);
    assert!(server.fetch(request).result().is_err());
}

/// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>: what is not safe has it, even
/// to the page's own origin.
#[test]
fn the_origin_of_requests_to_one_s_own() {
    for (method, expected) in [
        ("GET", None),
        ("HEAD", None),
        ("POST", Some(PAGE)),
        ("PUT", Some(PAGE)),
    ] {
        let request = PageRequest::new(method, format!("{PAGE}/x"));
        let outcome = Server::new(&[]).fetch(request);
        let origin = outcome.exchanges()[0]
            .request()
            .headers()
            .get("origin")
            .cloned();
        assert_eq!(
            origin.as_ref().map(|origin| origin.to_str().unwrap()),
            expected
        );
    }
}

#[test]
fn origins() {
    for origin in [
        "https://app.example.com",
        "http://localhost:3000",
        "http://[::1]:3000",
        "https://xn--bcher-kva.example",
        "https://a_b.example.",
        "null",
        "chrome-extension://abcdefghijklmnop",
        "tauri://localhost",
    ] {
        let mut browser = Browser::at(origin);
        let outcome = Server::new(&[]).fetch_by(&mut browser, PageRequest::get(API));
        assert_eq!(lines(&outcome, 0), [format!("origin: {origin}")]);
    }
}

#[test]
#[should_panic = "\"https://App.example.com/\" is not an origin as browsers write it; did you mean \"https://app.example.com\"?"]
fn no_origin() {
    let _ = Browser::at("https://App.example.com/");
}
