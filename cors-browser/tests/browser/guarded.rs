//! What guards go by: `Origin` and `Sec-Fetch-*` of whatever a page can send, as the standards have it and
//! as engines differ from them.

use cors_browser::{Browser, Destination, Engine, Mode, PageRequest, ReferrerPolicy};
use http::{Request, Response};

use super::{PAGE, lines, response};

/// `Origin`, and `Sec-Fetch-Site`, `-Mode`, `-Dest`, `-User`, of each request.
fn told(browser: Browser, request: PageRequest) -> Vec<String> {
    let names = [
        "origin",
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
        "sec-fetch-user",
    ];
    let mut told = Vec::new();
    let mut browser = browser;
    let mut server = |request: Request<()>| {
        let header = |name| {
            request
                .headers()
                .get(name)
                .map_or("-", |v| v.to_str().unwrap())
        };
        told.push(names.map(header).join(" "));
        redirect(&request)
    };
    let _ = browser.fetch(&mut server, request);
    told
}

/// Leads to what follows the path's first segment, and shares with whoever asks.
fn redirect(request: &Request<()>) -> Response<()> {
    let origin = request.headers().get("origin");
    let origin = origin.map_or("*", |origin| origin.to_str().unwrap());
    let allow = ("access-control-allow-origin", origin);
    match request.uri().path().strip_prefix("/to/") {
        Some(to) => response(307, &[allow, ("location", to)]),
        None => response(101, &[allow]),
    }
}

fn of(page: &str, request: PageRequest) -> String {
    told(Browser::at(page), request).join(" | ")
}

/// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>
#[test]
fn sites() {
    for (url, expected) in [
        ("https://app.example.com/x", "same-origin"),
        ("https://app.example.com:8443/x", "same-site"),
        ("https://example.com/x", "same-site"),
        ("https://example.org/x", "cross-site"),
        // Not trustworthy: nothing is said.
        ("http://app.example.com/x", "-"),
        ("http://localhost/x", "cross-site"),
        ("http://127.0.0.1:8080/x", "cross-site"),
    ] {
        let said = of(PAGE, PageRequest::form(url));
        assert_eq!(said.split(' ').nth(1), Some(expected), "{url}");
    }
    for (page, url, expected) in [
        ("http://localhost:1", "http://localhost:1/", "same-origin"),
        ("http://localhost:1", "http://localhost:2/", "same-site"),
        ("http://localhost:1", "http://127.0.0.1:1/", "cross-site"),
        ("http://127.0.0.1:1", "http://127.0.0.1:2/", "same-site"),
        (
            "http://app.example.com",
            "https://app.example.com/",
            "cross-site",
        ),
        ("null", "https://app.example.com/", "cross-site"),
        ("https://a.github.io", "https://b.github.io/", "cross-site"),
    ] {
        let said = of(page, PageRequest::new("POST", url));
        assert_eq!(said.split(' ').nth(1), Some(expected), "{page} {url}");
    }
}

/// Firefox takes both schemes of a host on this machine for one site.
#[test]
fn twins() {
    for (page, url, in_firefox) in [
        ("http://localhost:1", "https://localhost:1/", "same-site"),
        ("http://127.0.0.1:1", "https://127.0.0.1:2/", "same-site"),
        ("http://localhost:1", "https://127.0.0.1:1/", "cross-site"),
        (
            "http://app.example.com",
            "https://app.example.com/",
            "cross-site",
        ),
    ] {
        for (engine, expected) in [
            (Engine::Standard, "cross-site"),
            (Engine::Chromium, "cross-site"),
            (Engine::WebKit, "cross-site"),
            (Engine::Firefox, in_firefox),
        ] {
            let said = told(Browser::at(page).engine(engine), PageRequest::form(url)).join(" | ");
            assert_eq!(
                said.split(' ').nth(1),
                Some(expected),
                "{engine} {page} {url}"
            );
        }
    }
}

#[test]
fn each_kind_of_request() {
    const OWN: &str = "https://app.example.com/x";
    const OTHER: &str = "https://api.example.com/x";
    for (request, expected) in [
        (
            PageRequest::get(OTHER),
            format!("{PAGE} same-site cors empty -"),
        ),
        (
            PageRequest::get(OWN),
            "- same-origin cors empty -".to_owned(),
        ),
        (
            PageRequest::get(OTHER)
                .mode(Mode::NoCors)
                .destination(Destination::Script),
            "- same-site no-cors script -".to_owned(),
        ),
        (
            PageRequest::get(OWN).mode(Mode::SameOrigin),
            "- same-origin same-origin empty -".to_owned(),
        ),
        (
            PageRequest::link(OTHER),
            "- same-site navigate document ?1".to_owned(),
        ),
        (
            PageRequest::link(OTHER).by_script(),
            "- same-site navigate document -".to_owned(),
        ),
        (
            PageRequest::address_bar("https://example.org/"),
            "- none navigate document ?1".to_owned(),
        ),
        (
            PageRequest::form(OTHER),
            format!("{PAGE} same-site navigate document ?1"),
        ),
        (
            PageRequest::form(OTHER).destination(Destination::Iframe),
            format!("{PAGE} same-site navigate iframe ?1"),
        ),
        (
            PageRequest::beacon(OTHER),
            format!("{PAGE} same-site no-cors empty -"),
        ),
        (
            PageRequest::handshake("wss://api.example.com/x"),
            format!("{PAGE} same-site websocket empty -"),
        ),
        (
            PageRequest::handshake("ws://api.example.com/x"),
            format!("{PAGE} - - - -"),
        ),
    ] {
        assert_eq!(of(PAGE, request.clone()), expected, "{request:?}");
    }
    let preflight = |engine, url| {
        told(
            Browser::at(PAGE).engine(engine),
            PageRequest::new("PUT", url),
        )
        .swap_remove(0)
    };
    let expected = format!("{PAGE} same-site cors empty -");
    assert_eq!(preflight(Engine::Standard, OTHER), expected);
    assert_eq!(preflight(Engine::Chromium, OTHER), expected);
    // Chromium tells the mode of its own question, wherever it is sent.
    let url = "http://api.example.com/x";
    assert_eq!(preflight(Engine::Standard, url), format!("{PAGE} - - - -"));
    assert_eq!(
        preflight(Engine::Chromium, url),
        format!("{PAGE} - cors - -")
    );
}

#[test]
fn a_sandboxed_frame_is_nobody() {
    let own = "https://app.example.com/x";
    for request in [
        PageRequest::form(own),
        PageRequest::beacon(own),
        PageRequest::new("POST", own),
        PageRequest::handshake(own),
    ] {
        let said = of("null", request);
        assert!(said.starts_with("null cross-site "), "{said}");
    }
}

/// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>, step 4.1.
#[test]
fn referrer_policies_hide_the_origin() {
    const OWN: &str = "https://app.example.com/x";
    const OTHER: &str = "https://api.example.com/x";
    const HTTP: &str = "http://api.example.com/x";
    for policy in ReferrerPolicy::ALL {
        let hidden = match policy.as_str() {
            "no-referrer" => [true, true, true],
            "same-origin" => [false, true, true],
            "no-referrer-when-downgrade" | "strict-origin" | "strict-origin-when-cross-origin" => {
                [false, false, true]
            }
            _ => [false, false, false],
        };
        for (url, hidden) in [OWN, OTHER, HTTP].into_iter().zip(hidden) {
            for engine in [
                Engine::Standard,
                Engine::Chromium,
                Engine::Firefox,
                Engine::WebKit,
            ] {
                let origin = |request: PageRequest| {
                    let request = request.referrer_policy(*policy);
                    let said = told(Browser::at(PAGE).engine(engine), request).join(" | ");
                    said.split(' ').next().unwrap().to_owned()
                };
                let expected = |hidden| if hidden { "null" } else { PAGE };
                let context = format!("{policy:?} {url} {engine}");
                assert_eq!(
                    origin(PageRequest::form(url)),
                    expected(hidden),
                    "{context}"
                );
                // Chromium hides it only where the visitor is led.
                let seen = expected(hidden && engine != Engine::Chromium);
                assert_eq!(origin(PageRequest::beacon(url)), seen, "{context}");
                // CORS and handshakes need it.
                assert_eq!(origin(PageRequest::new("POST", url)), PAGE, "{context}");
                assert_eq!(origin(PageRequest::handshake(url)), PAGE, "{context}");
            }
        }
    }
}

#[test]
fn a_response_may_change_the_policy_on_the_way() {
    let mut origins = Vec::new();
    let mut server = |request: Request<()>| {
        origins.push(request.headers()["origin"].to_str().unwrap().to_owned());
        let policy = ("referrer-policy", "no-referrer, nonsense");
        match request.uri().path() {
            "/first" => response(307, &[("location", "/second"), policy]),
            _ => response(200, &[]),
        }
    };
    let request = PageRequest::form(format!("{PAGE}/first"));
    let _ = Browser::at(PAGE).fetch(&mut server, request);
    assert_eq!(origins, [PAGE, "null"]);
}

/// Same-origin only if every URL was, and same-site likewise.
#[test]
fn redirects() {
    const SITE: &str = "https://api.example.com";
    const OTHER: &str = "https://example.org";
    for (url, expected) in [
        (
            format!("{PAGE}/to/{PAGE}/x"),
            format!("{PAGE} same-origin | {PAGE} same-origin"),
        ),
        (
            format!("{SITE}/to/{PAGE}/x"),
            format!("{PAGE} same-site | null same-site"),
        ),
        (
            format!("{OTHER}/to/{PAGE}/x"),
            format!("{PAGE} cross-site | null cross-site"),
        ),
        (
            format!("{PAGE}/to/{OTHER}/x"),
            format!("{PAGE} same-origin | {PAGE} cross-site"),
        ),
        (
            format!("{PAGE}/to/{OTHER}/to/{PAGE}/x"),
            format!("{PAGE} same-origin | {PAGE} cross-site | null cross-site"),
        ),
        (
            format!("{OTHER}/to/{SITE}/x"),
            format!("{PAGE} cross-site | null cross-site"),
        ),
    ] {
        for request in [PageRequest::form(&url), PageRequest::beacon(&url)] {
            let told = told(Browser::at(PAGE), request);
            let two = |line: &String| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let said: Vec<_> = told.iter().map(two).collect();
            assert_eq!(said.join(" | "), expected, "{url}");
        }
    }
    let told = told(
        Browser::at(PAGE),
        PageRequest::address_bar(format!("{OTHER}/to/{PAGE}/x")),
    );
    assert_eq!(told, ["- none navigate document ?1"; 2]);
}

/// Seen, of Chromium 156, Firefox 153 and `WebKitGTK` 2.50: after any redirect to another origin, two of them
/// no longer say whose page it is, and one says nothing at all of where a request with CORS comes from.
#[test]
fn redirects_by_engine() {
    let url = format!("{PAGE}/to/https://example.org/x");
    let last = |engine, request| {
        let told = told(Browser::at(PAGE).engine(engine), request);
        let line = told.last().unwrap().split(' ').take(3);
        line.collect::<Vec<_>>().join(" ")
    };
    for (engine, [form, beacon, post]) in [
        (Engine::Standard, [PAGE, PAGE, PAGE]),
        (Engine::Firefox, [PAGE, PAGE, PAGE]),
        (Engine::Chromium, ["null", "null", PAGE]),
        (Engine::WebKit, ["null", PAGE, PAGE]),
    ] {
        let said = last(engine, PageRequest::form(&url));
        assert_eq!(said, format!("{form} cross-site navigate"), "{engine}");
        let said = last(engine, PageRequest::beacon(&url));
        assert_eq!(said, format!("{beacon} cross-site no-cors"), "{engine}");
        let said = last(engine, PageRequest::new("POST", &url));
        let rest = if engine == Engine::WebKit {
            "- -"
        } else {
            "cross-site cors"
        };
        assert_eq!(said, format!("{post} {rest}"), "{engine}");
        // One that stays where it is is none of these.
        let said = last(
            engine,
            PageRequest::new("POST", format!("{PAGE}/to/{PAGE}/x")),
        );
        assert_eq!(said, format!("{PAGE} same-origin cors"), "{engine}");
    }
}

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
        assert_eq!(
            super::blocked(&outcome),
            format!("{url:?} is not an absolute URL")
        );
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
