//! The preflight cache.

use core::time::Duration;

use cors_browser::{Browser, Credentials, Engine, PageRequest};

use super::{API, PAGE, Server};

const LINES: [(&str, &str); 4] = [
    ("access-control-allow-origin", PAGE),
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-methods", "PUT, DELETE"),
    ("access-control-allow-headers", "x-a, X-B"),
];

fn server(max_age: Option<&str>) -> Server {
    let mut lines = LINES.to_vec();
    lines.extend(max_age.map(|max_age| ("access-control-max-age", max_age)));
    Server::new(&lines)
}

fn put() -> PageRequest {
    PageRequest::new("PUT", API)
}

/// How many seconds an answer is kept.
fn kept(browser: &Browser, max_age: Option<&str>) -> u64 {
    let server = server(max_age);
    let asks_after = |seconds| {
        let mut browser = browser.clone();
        server.fetch_by(&mut browser, put());
        browser.wait(Duration::from_secs(seconds));
        server.fetch_by(&mut browser, put()).preflights() == 1
    };
    let (mut low, mut high) = (0, 1 << 40);
    while low < high {
        let middle = (low + high) / 2;
        if asks_after(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[test]
fn for_how_long() {
    let browser = Browser::at(PAGE);
    for (max_age, seconds) in [
        (None, 5),
        (Some("0"), 0),
        (Some("600"), 600),
        (Some("-1"), 5),
        (Some("x"), 5),
        (Some("1000000"), 1_000_000),
    ] {
        assert_eq!(kept(&browser, max_age), seconds, "{max_age:?}");
    }
    for (engine, seconds) in [
        (Engine::Chromium, 7_200),
        (Engine::Firefox, 86_400),
        (Engine::WebKit, 600),
    ] {
        assert_eq!(
            kept(&browser.clone().engine(engine), Some("1000000")),
            seconds
        );
        assert_eq!(kept(&browser.clone().engine(engine), None), 5);
    }
}

/// The preflights that `second` takes after `first`.
fn preflights(first: PageRequest, second: PageRequest) -> usize {
    let server = server(Some("600"));
    let mut browser = Browser::at(PAGE);
    server.fetch_by(&mut browser, first);
    server.fetch_by(&mut browser, second).preflights()
}

#[test]
fn for_what() {
    // All that was listed, and not just what was asked for.
    assert_eq!(preflights(put(), put()), 0);
    assert_eq!(preflights(put(), PageRequest::new("DELETE", API)), 0);
    assert_eq!(
        preflights(put(), put().header("x-a", "1").header("x-b", "1")),
        0
    );
    assert_eq!(
        preflights(put(), PageRequest::get(API).header("x-b", "1")),
        0
    );
    // Nothing else, and nowhere else.
    assert_eq!(preflights(put(), PageRequest::new("PATCH", API)), 1);
    assert_eq!(preflights(put(), put().header("x-c", "1")), 1);
    assert_eq!(
        preflights(put(), PageRequest::new("PUT", format!("{API}?q"))),
        1
    );
    assert_eq!(
        preflights(put(), PageRequest::new("PUT", format!("{API}#f"))),
        0
    );
    // A safelisted method has to be listed for this one.
    let watched = || PageRequest::new("POST", API).upload_listener();
    assert_eq!(preflights(watched(), watched()), 1);
}

#[test]
fn credentials() {
    let include = || put().credentials(Credentials::Include);
    assert_eq!(preflights(include(), put()), 0);
    assert_eq!(preflights(put(), include()), 1);
}

#[test]
fn wildcards() {
    let server = Server::new(&[
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*, authorization"),
    ]);
    let mut browser = Browser::at(PAGE);
    let mut fetch = |request| server.fetch_by(&mut browser, request).preflights();
    assert_eq!(fetch(put()), 1);
    assert_eq!(
        fetch(PageRequest::new("CHICKEN", API).header("x-any", "1")),
        0
    );
    assert_eq!(fetch(put().header("authorization", "1")), 0);

    let server = Server::new(&[
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-headers", "*"),
    ]);
    let mut browser = Browser::at(PAGE);
    server.fetch_by(&mut browser, PageRequest::get(API).header("x-a", "1"));
    let outcome = server.fetch_by(
        &mut browser,
        PageRequest::get(API).header("authorization", "1"),
    );
    assert_eq!(outcome.preflights(), 1);
}

#[test]
fn partitions() {
    let server = Server::new(&[
        ("access-control-allow-origin", "*"),
        LINES[2],
        ("access-control-max-age", "600"),
    ]);
    let mut browser = Browser::at(PAGE);
    assert_eq!(server.fetch_by(&mut browser, put()).preflights(), 1);
    browser.visit("https://other.example");
    assert_eq!(server.fetch_by(&mut browser, put()).preflights(), 1);
    browser.visit(PAGE);
    assert_eq!(server.fetch_by(&mut browser, put()).preflights(), 0);
}

/// <https://fetch.spec.whatwg.org/#main-fetch>, step 12: a failure clears what is known.
#[test]
fn failures_clear_it() {
    let good = server(Some("600"));
    let bad = server(Some("600")).actual(200, &[]);
    let mut browser = Browser::at(PAGE);
    assert_eq!(good.fetch_by(&mut browser, put()).preflights(), 1);
    let outcome = bad.fetch_by(&mut browser, put());
    assert_eq!(outcome.preflights(), 0);
    assert!(!outcome.is_readable());
    assert_eq!(good.fetch_by(&mut browser, put()).preflights(), 1);
    // One without a preflight clears nothing.
    assert!(
        !bad.fetch_by(&mut browser, PageRequest::get(API))
            .is_readable()
    );
    assert_eq!(good.fetch_by(&mut browser, put()).preflights(), 0);
}

/// A grant that is renewed lasts as long as the newer answer says.
#[test]
fn renewal() {
    let mut browser = Browser::at(PAGE);
    server(Some("600")).fetch_by(&mut browser, put());
    let short = server(Some("10"));
    assert_eq!(
        short
            .fetch_by(&mut browser, put().header("x-c", "1"))
            .preflights(),
        1
    );
    browser.wait(Duration::from_secs(10));
    assert_eq!(short.fetch_by(&mut browser, put()).preflights(), 1);
}
