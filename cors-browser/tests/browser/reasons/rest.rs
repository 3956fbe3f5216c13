//! Preflights, redirects, answers that don't come, and what has no code.

use cors_browser::{Browser, Mode, PageRequest, Reason};
use http::Request;

use super::{ALLOW, METHODS, check, get, of, put};
use crate::{API, PAGE, Server, response};

#[test]
fn preflights() {
    for (status, reason) in [
        (301, Reason::PreflightRedirected),
        (302, Reason::PreflightRedirected),
        (307, Reason::PreflightRedirected),
        (401, Reason::PreflightNotOk),
        (403, Reason::PreflightNotOk),
        (500, Reason::PreflightNotOk),
    ] {
        let sentence = format!(
            "the preflight was answered with status {status}, and only 200 to 299 will do: no redirect, no error"
        );
        let server = Server::new(&[]).preflight(status, &[ALLOW]);
        check(&of(PAGE, &server, put()), reason, &sentence, &[]);
        // No policy redirects a preflight, with its headers or without.
        if reason == Reason::PreflightRedirected {
            let server = Server::new(&[]).preflight(status, &[]);
            check(&of(PAGE, &server, put()), reason, &sentence, &[]);
        }
    }
}

#[test]
fn no_answer() {
    let mut browser = Browser::at(PAGE);
    let mut fetch = browser.start(put());
    // Nothing was asked for yet.
    fetch.fail();
    fetch.next_request().unwrap();
    fetch.fail();
    assert!(fetch.next_request().is_none());
    let outcome = fetch.finish();
    assert!(outcome.exchanges().is_empty());
    check(
        outcome.result().unwrap_err(),
        Reason::PreflightFailed,
        "the preflight was not answered",
        &[],
    );
    let mut fetch = browser.start(put());
    fetch.next_request().unwrap();
    fetch.receive(&response(
        204,
        &[ALLOW, (METHODS, "PUT"), ("access-control-max-age", "60")],
    ));
    fetch.next_request().unwrap();
    fetch.fail();
    fetch.fail();
    check(
        fetch.finish().result().unwrap_err(),
        Reason::NoResponse,
        "there was no response",
        &[],
    );
    // A network error clears what was allowed.
    let mut fetch = browser.start(put());
    assert_eq!(fetch.next_request().unwrap().method(), "OPTIONS");
}

#[test]
fn redirects_and_schemes() {
    let redirect = |location: &str| {
        let location = location.to_owned();
        let mut server =
            move |_: Request<()>| response(302, &[ALLOW, ("location", location.as_str())]);
        let outcome = Browser::at(PAGE).fetch(&mut server, get());
        outcome.result().unwrap_err().clone()
    };
    for location in [API, "data:,x", "https://me@api.example.com/"] {
        let blocked = redirect(location);
        assert_eq!(
            blocked.reason(),
            Some(Reason::RedirectBlocked),
            "{location}"
        );
        assert!(blocked.cures().is_empty());
    }
    let ftp = of(
        PAGE,
        &Server::new(&[]),
        PageRequest::get("ftp://api.example.com/"),
    );
    check(
        &ftp,
        Reason::SchemeNotSupported,
        "ftp URLs can't be fetched across origins",
        &[],
    );
}

#[test]
fn mistakes_of_the_page_have_no_code() {
    for request in [
        PageRequest::get("/things"),
        PageRequest::get("https://me:secret@api.example.com/"),
        PageRequest::new("TRACE", API),
        PageRequest::new("NO METHOD", API),
        get().header("no header", "1"),
        get().body(),
        get().mode(Mode::SameOrigin),
        put().mode(Mode::NoCors),
    ] {
        let blocked = of(PAGE, &Server::new(&[]), request);
        assert_eq!(
            (blocked.reason(), blocked.needs()),
            (None, None),
            "{blocked}"
        );
        assert!(blocked.cures().is_empty());
    }
}

/// Codes are part of what people search for.
#[test]
fn codes() {
    let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    assert!(
        codes
            .iter()
            .all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
    );
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Reason::ALL.len());
}
