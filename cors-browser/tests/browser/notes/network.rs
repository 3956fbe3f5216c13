//! Notes on what stands in front of CORS.

use cors_browser::{Browser, Engine, Mode, NoteCode, PageRequest};

use super::{ORIGIN, expect, notes};
use crate::{API, PAGE, Server};

fn from_to(page: &str, url: &str, engine: Engine) -> Vec<(NoteCode, String)> {
    let mut browser = Browser::at(page).engine(engine);
    let outcome = Server::new(&[(ORIGIN, "*")]).fetch_by(&mut browser, PageRequest::get(url));
    assert!(outcome.is_readable());
    notes(&outcome)
}

#[test]
fn the_local_network() {
    let asks = "Chromium asks the visitor first, and Firefox may";
    let blocks = "Chromium blocks it, since it asks the visitor only for pages with https, and Firefox may ask";
    for (page, url, place, what) in [
        (
            PAGE,
            "http://localhost:8080",
            "on the visitor's own machine",
            asks,
        ),
        (
            PAGE,
            "http://api.localhost",
            "on the visitor's own machine",
            asks,
        ),
        (
            PAGE,
            "https://127.0.0.1",
            "on the visitor's own machine",
            asks,
        ),
        (PAGE, "http://[::1]", "on the visitor's own machine", asks),
        (PAGE, "https://192.168.1.1", "in the local network", asks),
        (PAGE, "https://[fd00::1]", "in the local network", asks),
        (PAGE, "https://[::ffff:a00:1]", "in the local network", asks),
        (PAGE, "https://100.64.0.1", "in the local network", asks),
        (PAGE, "https://printer.local", "in the local network", asks),
        (
            "http://app.example.com",
            "http://10.1.2.3:81",
            "in the local network",
            blocks,
        ),
        (
            "http://192.168.1.1",
            "http://localhost",
            "on the visitor's own machine",
            blocks,
        ),
        (
            "https://192.168.1.1",
            "http://localhost",
            "on the visitor's own machine",
            asks,
        ),
    ] {
        let sentence = format!("{url} is {place}, and the page is not: {what}");
        let note = (NoteCode::LocalNetwork, sentence);
        for engine in [Engine::Chromium, Engine::Firefox] {
            assert_eq!(from_to(page, url, engine), core::slice::from_ref(&note));
        }
        let of_webkit = from_to(page, url, Engine::WebKit);
        let mixed = page.starts_with("https:") && url.starts_with("http:");
        assert_eq!(of_webkit.len(), usize::from(mixed), "{page} {url}");
        let of_all: Vec<_> = of_webkit.into_iter().chain([note]).collect();
        assert_eq!(from_to(page, url, Engine::Standard), of_all);
    }
    for (page, url) in [
        ("http://localhost:3000", "http://127.0.0.1:8080"),
        ("http://localhost:3000", "https://192.168.1.1"),
        ("https://192.168.1.1", "https://10.0.0.1"),
        ("null", "http://localhost:8080"),
        ("tauri://localhost", "http://localhost:8080"),
        (PAGE, "https://172.32.0.1"),
        (PAGE, "https://100.128.0.1"),
        (PAGE, "https://local"),
        (PAGE, "https://notlocal.example"),
    ] {
        assert_eq!(from_to(page, url, Engine::Standard), [], "{page} {url}");
    }
}

#[test]
fn mixed_content() {
    let found = from_to(PAGE, "http://api.example.com/a?secret", Engine::Standard);
    expect(
        &found,
        NoteCode::MixedContent,
        "http://api.example.com is mixed content on an https page: browsers block it before CORS has a say",
    );
    expect(
        &from_to(PAGE, "http://10.0.0.1", Engine::WebKit),
        NoteCode::MixedContent,
        "http://10.0.0.1 is mixed content on an https page: browsers block it before CORS has a say, except Chromium where the visitor allows it to reach the local network",
    );
    // A page that is there itself needs nobody's leave.
    expect(
        &from_to(
            "https://localhost:3000",
            "http://printer.local",
            Engine::Chromium,
        ),
        NoteCode::MixedContent,
        "http://printer.local is mixed content on an https page: browsers block it before CORS has a say, except Chromium",
    );
    let request = PageRequest::get("http://printer.local").mode(Mode::NoCors);
    let mut browser = Browser::at("https://10.0.0.1");
    let outcome = Server::new(&[]).fetch_by(&mut browser, request);
    expect(
        &notes(&outcome),
        NoteCode::MixedContent,
        "http://printer.local is mixed content on an https page: browsers block it, or ask for https instead, before CORS has a say, except Chromium",
    );
    let on_loopback = [
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://api.localhost",
        "http://[::1]",
    ];
    for url in on_loopback {
        for mode in [Mode::Cors, Mode::NoCors] {
            let mut browser = Browser::at("https://localhost:3000").engine(Engine::WebKit);
            let request = PageRequest::get(url).mode(mode);
            let outcome = Server::new(&[(ORIGIN, "*")]).fetch_by(&mut browser, request);
            expect(
                &notes(&outcome),
                NoteCode::MixedContent,
                &format!(
                    "{url} is mixed content on an https page: WebKit blocks it before CORS has a say; Chromium and Firefox make an exception for loopback"
                ),
            );
        }
        for engine in [Engine::Chromium, Engine::Firefox] {
            assert_eq!(from_to("https://localhost:3000", url, engine), []);
        }
    }
    let request = PageRequest::get("http://api.example.com/").mode(Mode::NoCors);
    expect(
        &notes(&Server::new(&[]).fetch(request)),
        NoteCode::MixedContent,
        "http://api.example.com is mixed content on an https page: browsers block it, or ask for https instead, before CORS has a say",
    );
    for (page, url) in [
        ("http://app.example.com", "http://api.example.com/"),
        (PAGE, API),
        ("null", "http://api.example.com/"),
    ] {
        assert_eq!(from_to(page, url, Engine::Standard), []);
    }
    // Where a redirect leads, too, and said once.
    let mut server = |request: http::Request<()>| match request.uri().scheme_str() {
        Some("https") => crate::response(
            302,
            &[(ORIGIN, "*"), ("location", "http://api.example.com/")],
        ),
        _ => crate::response(200, &[(ORIGIN, "*")]),
    };
    let outcome = Browser::at(PAGE).fetch(&mut server, PageRequest::get(API));
    assert_eq!(notes(&outcome).len(), 1);
    assert_eq!(outcome.notes()[0].code(), NoteCode::MixedContent);
}
