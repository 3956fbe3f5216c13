//! What comes of handshakes and forms, and which cookies they carry.

use cors_browser::{Browser, Destination, Engine, Mode, PageRequest};

use super::{
    super::{blocked, lines, response},
    PAGE, told,
};

#[test]
fn a_handshake() {
    let mut server = |_| response(101, &[]);
    let request = PageRequest::handshake("wss://app.example.com/socket").header("x-a", "1");
    let outcome = Browser::at(PAGE)
        .cookie("session=1")
        .fetch(&mut server, request);
    assert_eq!(
        lines(&outcome, 0),
        [
            "connection: Upgrade",
            "cookie: session=1",
            "origin: https://app.example.com",
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version: 13",
            "upgrade: websocket",
        ]
    );
    let sent = outcome.exchanges()[0].request();
    assert_eq!(sent.uri(), "https://app.example.com/socket");
    assert_eq!(
        outcome.to_string(),
        "\
- A page of https://app.example.com opens a WebSocket to wss://app.example.com/socket (https://websockets.spec.whatwg.org/#dom-websocket-websocket)
- The browser leaves out x-a, which a page like this cannot set (https://fetch.spec.whatwg.org/#concept-headers-append)
- CORS has no say in a WebSocket: it is sent, with cookies, wherever it leads (https://fetch.spec.whatwg.org/#main-fetch)
- GET https://app.example.com/socket is sent with Origin: https://app.example.com, with cookies (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch)
- The page has its WebSocket, and reads and writes by it (https://fetch.spec.whatwg.org/#concept-filtered-response)
"
    );
    assert!(!outcome.is_readable());
    // Only Chromium says nothing of itself.
    for (engine, says) in [
        (Engine::Standard, true),
        (Engine::Chromium, false),
        (Engine::Firefox, true),
        (Engine::WebKit, true),
    ] {
        let request = PageRequest::handshake("wss://app.example.com/socket");
        let said = told(Browser::at(PAGE).engine(engine), request).join(" | ");
        assert_eq!(
            said.contains("same-origin websocket"),
            says,
            "{engine}: {said}"
        );
    }
    for url in ["ftp://a.test/", "wss://a.test/#x", "/socket"] {
        let outcome = Browser::at(PAGE).fetch(&mut server, PageRequest::handshake(url));
        assert_eq!(blocked(&outcome), format!("{url:?} is not an absolute URL"));
    }
}

#[test]
fn a_handshake_that_is_refused() {
    let guard = ("vary", "Origin, Sec-Fetch-Site");
    for (status, headers, sentence, code) in [
        (
            403,
            &[guard][..],
            "the WebSocket is refused: its handshake was answered with status 403, and only 101 opens one; the answer depends on the origin, which is https://app.example.com",
            "websocket-refused",
        ),
        (
            403,
            &[],
            "the WebSocket is refused: its handshake was answered with status 403, and only 101 opens one",
            "websocket-refused",
        ),
        (
            421,
            &[],
            "the WebSocket is refused: its handshake was answered with status 421, and only 101 opens one; the server does not answer for the host of the URL",
            "unexpected-host",
        ),
        (
            // It is not followed.
            307,
            &[("location", "https://example.org/")],
            "the WebSocket is refused: its handshake was answered with status 307, and only 101 opens one",
            "websocket-refused",
        ),
    ] {
        let mut server = |_| response(status, headers);
        let request = PageRequest::handshake("wss://api.example.com/socket");
        let outcome = Browser::at(PAGE).fetch(&mut server, request);
        let blocked = outcome.result().unwrap_err();
        assert_eq!(blocked.to_string(), sentence);
        assert_eq!(blocked.reason().unwrap().as_str(), code);
        assert_eq!(outcome.exchanges().len(), 1);
        let cures = blocked.cures();
        // Only what looks like a guard's refusal says that the list is what is missing.
        assert_eq!(
            cures.len(),
            usize::from(status == 403 && !headers.is_empty())
        );
        assert!(cures.iter().all(|cure| cure.setting() == "allow_origins"));
    }
    let mut server = |_| response(403, &[guard]);
    for (page, needs) in [
        ("null", None),
        (
            "http://app.example.com",
            Some("dangerously_allow_insecure_origins"),
        ),
        ("http://localhost:3000", None),
    ] {
        let request = PageRequest::handshake("wss://api.example.com/socket");
        let outcome = Browser::at(page).fetch(&mut server, request);
        let blocked = outcome.result().unwrap_err();
        assert_eq!(blocked.needs(), needs, "{page}");
        assert_eq!(
            blocked.cures().is_empty(),
            page != "http://localhost:3000",
            "{page}"
        );
    }
}

/// What is answered is for the visitor, whatever its status.
#[test]
fn a_form() {
    for status in [200, 403, 421, 500] {
        let mut server = |_| response(status, &[("x-secret", "1")]);
        let form = PageRequest::form("https://api.example.com/things").header("x-a", "1");
        let outcome = Browser::at(PAGE).fetch(&mut server, form);
        let seen = outcome.result().unwrap();
        assert_eq!(
            (seen.kind().as_str(), seen.status()),
            ("navigation", status)
        );
        assert!(seen.headers().is_empty() && !outcome.is_readable());
        assert_eq!(
            lines(&outcome, 0),
            [
                "content-type: application/x-www-form-urlencoded",
                "origin: https://app.example.com",
            ]
        );
    }
    // What a form can't say is a GET.
    let mut server = |_| response(200, &[]);
    for method in ["PUT", "get", "HEAD"] {
        let request = PageRequest::new(method, PAGE).mode(Mode::Navigate);
        let outcome = Browser::at(PAGE).fetch(&mut server, request);
        assert_eq!(outcome.exchanges()[0].request().method(), "GET");
    }
}

/// <https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-strict-and-lax-enforcement>
#[test]
fn cookies_of_navigations_and_handshakes() {
    let url = "https://example.org/x";
    for (request, expected) in [
        (PageRequest::link(url), "lax none"),
        (PageRequest::form(url), "none"),
        (PageRequest::address_bar(url), "strict lax none"),
        (PageRequest::beacon(url), "none"),
        (PageRequest::handshake(url), "none"),
        (
            PageRequest::link(url).destination(Destination::Iframe),
            "none",
        ),
    ] {
        let cookies = ["Strict", "Lax", "None"].map(|site| {
            let name = site.to_lowercase();
            format!("{name}=1; SameSite={site}; Secure")
        });
        let browser = cookies.iter().fold(Browser::at(PAGE), |browser, cookie| {
            browser.set_cookie(cookie)
        });
        let mut browser = browser;
        let mut server = |_| response(200, &[]);
        let outcome = browser.fetch(&mut server, request.clone());
        let sent = outcome.exchanges()[0].request().headers()["cookie"]
            .to_str()
            .unwrap();
        assert_eq!(
            sent.replace("=1;", "").replace("=1", ""),
            expected,
            "{request:?}"
        );
    }
}
