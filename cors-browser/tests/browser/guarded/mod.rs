//! What guards go by: `Origin` and `Sec-Fetch-*` of whatever a page can send, as the standards have it and
//! as engines differ from them.

mod answers;
mod redirects;

use cors_browser::{Browser, Destination, Engine, Mode, PageRequest, ReferrerPolicy};
use http::{Request, Response};

use super::{PAGE, response};

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
