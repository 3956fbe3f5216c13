//! Notes, verbatim.

mod cookies;
mod network;

use cors_browser::{Browser, Credentials, Engine, Mode, NoteCode, Outcome, PageRequest};

use super::{API, PAGE, Server};

const ORIGIN: &str = "access-control-allow-origin";
const CREDENTIALS: (&str, &str) = ("access-control-allow-credentials", "true");
const METHODS: (&str, &str) = ("access-control-allow-methods", "PUT");
const MAX_AGE: &str = "access-control-max-age";
const OTHER: &str = "https://api.example.org/things";

fn notes(outcome: &Outcome) -> Vec<(NoteCode, String)> {
    let notes = outcome.notes().iter();
    notes.map(|note| (note.code(), note.to_string())).collect()
}

#[track_caller]
fn expect(found: &[(NoteCode, String)], code: NoteCode, sentence: &str) {
    assert_eq!(found, [(code, sentence.to_owned())]);
}

fn put(max_age: &[&str], engine: Engine) -> Vec<(NoteCode, String)> {
    let mut lines = vec![(ORIGIN, "*"), METHODS];
    lines.extend(max_age.iter().map(|age| (MAX_AGE, *age)));
    let mut browser = Browser::at(PAGE).engine(engine);
    let outcome = Server::new(&lines).fetch_by(&mut browser, PageRequest::new("PUT", API));
    assert!(outcome.is_readable());
    notes(&outcome)
}

#[test]
fn preflights_that_are_kept_for_a_short_time() {
    let briefly = NoteCode::PreflightKeptBriefly;
    expect(
        &put(&[], Engine::Standard),
        briefly,
        "the preflight's answer has no Access-Control-Max-Age, and is kept for only 5 seconds",
    );
    expect(
        &put(&[""], Engine::Standard),
        briefly,
        "the preflight's answer has an empty Access-Control-Max-Age, and is kept for only 5 seconds",
    );
    for malformed in [
        &["600s"][..],
        &["6.5"],
        &["-"],
        &["+"],
        &["-1s"],
        &["600", "600"],
        &["-1", "-1"],
    ] {
        expect(
            &put(malformed, Engine::Standard),
            briefly,
            "the preflight's answer has an Access-Control-Max-Age that is not one number, and is kept for only 5 seconds, and by Firefox not at all",
        );
    }
    for negative in ["-1", "-600", "-0"] {
        expect(
            &put(&[negative], Engine::Standard),
            briefly,
            "the preflight's answer has a negative Access-Control-Max-Age, and Chromium, Firefox and WebKit don't keep it",
        );
    }
    expect(
        &put(&["+600"], Engine::Standard),
        briefly,
        "the preflight's answer has an Access-Control-Max-Age with a plus sign, which Chromium and WebKit pass over; the standard keeps it for only 5 seconds, and Firefox not at all",
    );
    // Of one that refuses, nothing is kept.
    let outcome = Server::new(&[(ORIGIN, "*")]).fetch(PageRequest::new("PUT", API));
    assert!(outcome.notes().is_empty());
}

#[test]
fn preflights_that_are_kept_for_less_than_they_say() {
    for engine in [
        Engine::Standard,
        Engine::Chromium,
        Engine::Firefox,
        Engine::WebKit,
    ] {
        for age in ["0", "5", "600"] {
            assert_eq!(put(&[age], engine), [], "{engine} {age}");
        }
    }
    for (age, engine, caps) in [
        ("601", Engine::WebKit, "WebKit keeps it for 600 at most"),
        (
            "86400",
            Engine::Chromium,
            "Chromium keeps it for 7200 at most",
        ),
        (
            "86401",
            Engine::Firefox,
            "Firefox keeps it for 86400 at most",
        ),
        ("3600", Engine::Standard, "WebKit keeps it for 600 at most"),
        (
            "86400",
            Engine::Standard,
            "WebKit keeps it for 600 at most, Chromium keeps it for 7200 at most",
        ),
    ] {
        expect(
            &put(&[age], engine),
            NoteCode::MaxAgeCapped,
            &format!("the preflight's answer may be kept for {age} seconds, and {caps}"),
        );
    }
    assert_eq!(put(&["86400"], Engine::Firefox), []);
}

#[test]
fn authorization_that_browsers_let_through() {
    let lines = [(ORIGIN, "*"), ("access-control-allow-headers", "*")];
    let outcome = Server::new(&lines).fetch(PageRequest::get(API).header("authorization", "1"));
    assert!(!outcome.is_readable());
    expect(
        &notes(&outcome),
        NoteCode::AuthorizationLetThrough,
        "today's browsers let * cover authorization all the same; Chromium and Firefox warn that this will end",
    );
}

#[test]
fn resource_policies() {
    let found = |page: &str, url: &str, policy: &str, mode| {
        let server = Server::new(&[(ORIGIN, "*"), ("cross-origin-resource-policy", policy)]);
        let outcome = server.fetch_by(&mut Browser::at(page), PageRequest::get(url).mode(mode));
        assert!(outcome.result().is_ok());
        notes(&outcome)
    };
    for (page, url, policy, of) in [
        (PAGE, API, "same-origin", "origin"),
        (PAGE, OTHER, "same-origin", "origin"),
        (PAGE, OTHER, "same-site", "site"),
        ("null", API, "same-site", "site"),
        ("http://app.example.com", API, "same-site", "site"),
    ] {
        expect(
            &found(page, url, policy, Mode::NoCors),
            NoteCode::CrossOriginResourcePolicy,
            &format!(
                "browsers block it all the same: its Cross-Origin-Resource-Policy is {policy}, and the page is of another {of}"
            ),
        );
        // Requests with CORS don't ask.
        assert_eq!(found(page, url, policy, Mode::Cors), []);
    }
    for (page, url, policy) in [
        (PAGE, API, "same-site"),
        (PAGE, OTHER, "cross-origin"),
        (PAGE, OTHER, "Same-Origin"),
        (
            "http://app.example.com",
            "http://api.example.com",
            "same-site",
        ),
        (PAGE, "https://app.example.com/own", "same-origin"),
    ] {
        assert_eq!(
            found(page, url, policy, Mode::NoCors),
            [],
            "{page} {url} {policy}"
        );
    }
}

#[test]
fn codes_and_citations() {
    let mut codes: Vec<_> = NoteCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), NoteCode::ALL.len());
    let outcome = Server::new(&[(ORIGIN, PAGE), CREDENTIALS, METHODS, ("set-cookie", "a=1")])
        .fetch(PageRequest::new("PUT", "http://10.0.0.1").credentials(Credentials::Include));
    let citations: Vec<_> = outcome.notes().iter().map(|note| note.citation()).collect();
    assert_eq!(
        citations,
        [
            "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
            "https://wicg.github.io/local-network-access/",
            "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
            "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-retrieval-algorithm",
            "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-storage-model",
        ]
    );
}
