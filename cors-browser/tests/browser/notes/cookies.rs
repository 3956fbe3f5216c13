//! Notes on cookies.

use cors_browser::{Browser, Credentials, Engine, NoteCode, PageRequest};

use super::{CREDENTIALS, ORIGIN, OTHER, expect, notes};
use crate::{API, PAGE, Server};

/// Of a request with credentials, to a server that allows everything.
fn with_credentials(
    browser: Browser,
    page: &str,
    url: &str,
    cookies: &[&str],
) -> Vec<(NoteCode, String)> {
    let mut lines = vec![(ORIGIN, page), CREDENTIALS];
    lines.extend(cookies.iter().map(|line| ("set-cookie", *line)));
    let request = PageRequest::get(url).credentials(Credentials::Include);
    let outcome = Server::new(&lines).fetch_by(&mut { browser }, request);
    assert!(outcome.is_readable(), "{outcome}");
    notes(&outcome)
}

const ACROSS: &str = "across sites go only cookies with SameSite=None; Secure";

#[test]
fn cookies_that_are_not_sent() {
    for (cookie, page, url, why) in [
        (
            "a=1; SameSite=Lax",
            PAGE,
            OTHER,
            "the request is cross-site, and it is SameSite=Lax; ",
        ),
        (
            "a=1; samesite=STRICT; Secure",
            PAGE,
            OTHER,
            "the request is cross-site, and it is SameSite=Strict; ",
        ),
        (
            "a=1",
            PAGE,
            OTHER,
            "the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax, and WebKitGTK for None; ",
        ),
        (
            "a=1; SameSite=Maybe",
            "null",
            OTHER,
            "the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax, and WebKitGTK for None; ",
        ),
        (
            "a=1; SameSite=Lax",
            "http://app.example.com",
            API,
            "the request is cross-site, and it is SameSite=Lax; ",
        ),
        (
            "a=1; SameSite=Lax",
            "https://a.github.io",
            "https://b.github.io/",
            "the request is cross-site, and it is SameSite=Lax; ",
        ),
        (
            "a=1; SameSite=None",
            PAGE,
            OTHER,
            "SameSite=None takes Secure, except in WebKit",
        ),
        (
            "a=1; SameSite=None",
            PAGE,
            API,
            "SameSite=None takes Secure, except in WebKit",
        ),
        (
            "a=1; Secure",
            "http://app.example.com",
            "http://api.example.com/",
            "it is Secure, and the URL is not https",
        ),
        (
            "a=1; SameSite=None; Secure; Partitioned",
            PAGE,
            OTHER,
            "it is Partitioned, and was given to pages of its own site",
        ),
        (
            "a=1; SameSite=Lax; Partitioned",
            PAGE,
            API,
            "Partitioned takes Secure, except in WebKitGTK",
        ),
    ] {
        let browser = Browser::at(page).set_cookie(cookie);
        let across = if why.ends_with("; ") { ACROSS } else { "" };
        let found = with_credentials(browser, page, url, &[]);
        let sentence = format!("the cookie a is not sent: {why}{across}");
        expect(&found, NoteCode::CookieNotSent, &sentence);
    }
}

#[test]
fn cookies_that_are_sent() {
    for (cookie, page, url) in [
        ("a=1; SameSite=Strict", PAGE, API),
        ("a=1", "http://localhost:3000", "http://localhost:8080/"),
        ("a=1; SameSite=None; Secure; Partitioned", PAGE, API),
        ("__Host-a=1; SameSite=None; Secure; Path=/", PAGE, API),
    ] {
        let browser = Browser::at(page).set_cookie(cookie);
        assert_eq!(with_credentials(browser, page, url, &[]), [], "{cookie}");
    }
    for (name, cookie, page) in [
        ("a", "a=1; SameSite=None; Secure", PAGE),
        ("a", "a=1; SameSite=Lax; SameSite=None; Secure", PAGE),
        (
            "__Host-a",
            "__Host-a=1; SameSite=None; Secure; Path=/",
            "null",
        ),
    ] {
        let browser = Browser::at(page).set_cookie(cookie);
        expect(
            &with_credentials(browser, page, OTHER, &[]),
            NoteCode::CookieThirdParty,
            &format!(
                "the cookie {name} is another site's: Safari sends none of these, Firefox sends those that this site's pages were given, and Chromium sends it unless the visitor blocks them"
            ),
        );
    }
    let mut browser = Browser::at(PAGE)
        .cookie("b=2")
        .set_cookie("a=1; SameSite=Lax")
        .set_cookie(" c = 3 ; SameSite=None; Secure; Path=/x");
    let request = PageRequest::get(OTHER).credentials(Credentials::Include);
    let outcome = Server::new(&[(ORIGIN, PAGE), CREDENTIALS]).fetch_by(&mut browser, request);
    assert_eq!(
        crate::lines(&outcome, 0),
        ["cookie: b=2; c=3", "origin: https://app.example.com"]
    );
}

/// `WebKit` sends it to no URL without TLS, and the model does as the standard says.
#[test]
fn secure_cookies_on_loopback() {
    let page = "http://localhost:3000";
    let sent = |engine| {
        let browser = Browser::at(page).engine(engine).set_cookie("a=1; Secure");
        with_credentials(browser, page, "http://localhost:8080/", &[])
    };
    for engine in [Engine::Standard, Engine::WebKit] {
        expect(
            &sent(engine),
            NoteCode::CookieNotSent,
            "the cookie a is not sent by WebKit: it is Secure, and the URL is not https; Chromium and Firefox make an exception for loopback",
        );
    }
    for engine in [Engine::Chromium, Engine::Firefox] {
        assert_eq!(sent(engine), [], "{engine}");
    }
}

/// Where `WebKitGTK` has another reason, it is no exception.
#[test]
fn exceptions_of_webkit() {
    let host = "a name that begins with __Host- takes Secure, Path=/, and no Domain";
    for (cookie, url, why) in [
        ("__Host-a=1", OTHER, format!("{host}, except in WebKitGTK")),
        ("__Host-a=1; SameSite=Lax", OTHER, host.to_owned()),
        (
            "__Host-a=1; SameSite=Lax",
            API,
            format!("{host}, except in WebKitGTK"),
        ),
        (
            "__Host-a=1; Secure",
            API,
            format!("{host}, except in WebKitGTK"),
        ),
        (
            "__Host-a=1; Secure",
            "http://localhost:8080/",
            host.to_owned(),
        ),
    ] {
        let page = if url.starts_with("https") {
            PAGE
        } else {
            "http://localhost:3000"
        };
        let browser = Browser::at(page).set_cookie(cookie);
        expect(
            &with_credentials(browser, page, url, &[]),
            NoteCode::CookieNotSent,
            &format!("the cookie __Host-a is not sent: {why}"),
        );
    }
}

#[test]
fn no_cookie_at_all() {
    expect(
        &with_credentials(Browser::at(PAGE), PAGE, OTHER, &[]),
        NoteCode::NoCookie,
        "the request is with credentials, and no cookie was sent: the browser has none for this server",
    );
    let browser = Browser::at(PAGE).cookie("a=1");
    assert_eq!(with_credentials(browser, PAGE, OTHER, &[]), []);
}

#[test]
fn cookies_that_are_not_kept() {
    for (cookie, url, why) in [
        (
            "a=1",
            OTHER,
            "the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax, while Firefox keeps it for this site's pages; ",
        ),
        (
            "a=1; HttpOnly; SameSite=Strict",
            OTHER,
            "the request is cross-site, and it is SameSite=Strict; ",
        ),
        ("a=1; SameSite=None", OTHER, "SameSite=None takes Secure"),
        (
            "a=1; SameSite=None",
            API,
            "SameSite=None takes Secure, except in WebKit",
        ),
    ] {
        let across = if why.ends_with("; ") { ACROSS } else { "" };
        let browser = Browser::at(PAGE).cookie("b=2");
        expect(
            &with_credentials(browser, PAGE, url, &[cookie]),
            NoteCode::CookieNotKept,
            &format!("the cookie a is not kept: {why}{across}"),
        );
    }
    for (cookie, why) in [
        (
            "__Host-a=1; Secure",
            "__Host-a is not kept: a name that begins with __Host- takes Secure, Path=/, and no Domain, except in WebKitGTK",
        ),
        (
            "__host-a=1; Secure; Path=/; Domain=example.com",
            "__host-a is not kept: a name that begins with __Host- takes Secure, Path=/, and no Domain, except in WebKitGTK",
        ),
        (
            "__Secure-a=1; Path=/",
            "__Secure-a is not kept: a name that begins with __Secure- takes Secure, except in WebKitGTK",
        ),
    ] {
        let browser = Browser::at(PAGE).cookie("b=2");
        expect(
            &with_credentials(browser, PAGE, API, &[cookie]),
            NoteCode::CookieNotKept,
            &format!("the cookie {why}"),
        );
    }
    let browser = Browser::at(PAGE).cookie("b=2");
    assert_eq!(
        with_credentials(browser, PAGE, API, &["a=1", "__Host-a=1; Secure; Path=/"]),
        []
    );
    let browser = Browser::at(PAGE).cookie("b=2");
    expect(
        &with_credentials(browser, PAGE, OTHER, &["a=1; SameSite=None; Secure"]),
        NoteCode::CookieThirdParty,
        "the cookie a is another site's: Safari keeps none of these, Firefox keeps one for each site whose pages ask, and Chromium keeps it unless the visitor blocks them",
    );
    let browser = Browser::at("http://localhost:3000").cookie("b=2");
    expect(
        &with_credentials(
            browser,
            "http://localhost:3000",
            "http://localhost:8080/",
            &["a=1; Secure"],
        ),
        NoteCode::CookieNotKept,
        "the cookie a is not kept by WebKit: it is Secure, and the URL is not https; Chromium and Firefox make an exception for loopback",
    );
    let browser = Browser::at(PAGE).cookie("b=2");
    let partitioned = ["a=1; SameSite=None; Secure; Partitioned"];
    assert_eq!(with_credentials(browser, PAGE, OTHER, &partitioned), []);
    let outcome = Server::new(&[(ORIGIN, "*"), ("set-cookie", "a=1")]).fetch(PageRequest::get(API));
    expect(
        &notes(&outcome),
        NoteCode::CookieIgnored,
        "the cookie a is not kept: the request was without credentials",
    );
}

/// Names are escaped and cut, and values never shown.
#[test]
fn names_of_cookies_are_escaped() {
    let name = format!("\u{202e}{}", "x".repeat(100));
    let line = format!("{name}=secret");
    let lines: Vec<_> = [(ORIGIN, "*")]
        .into_iter()
        .chain(vec![("set-cookie", line.as_str()); 100])
        .collect();
    let outcome = Server::new(&[(ORIGIN, "*")]).fetch(PageRequest::get(API));
    assert!(outcome.notes().is_empty());
    let mut response = crate::response(200, &lines[..1]);
    for (_, line) in &lines[1..] {
        let value = http::HeaderValue::from_bytes(line.as_bytes()).unwrap();
        response.headers_mut().append("set-cookie", value);
    }
    let outcome = Browser::at(PAGE).fetch(&mut |_| response.clone(), PageRequest::get(API));
    let expected = format!(
        "the cookie \\u{{202e}}{}… is not kept: the request was without credentials",
        "x".repeat(63)
    );
    expect(&notes(&outcome), NoteCode::CookieIgnored, &expected);
}
