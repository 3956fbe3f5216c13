//! Requests of a server's own pages, which nobody blocks.

mod blocked;

use blocked::Head;
use cors_core::{Outcome, Policy, adapter::Field};

fn outcome(head: &Head) -> Option<Outcome> {
    let policy = Policy::builder()
        .allow_origins("https://listed.test")
        .build()
        .unwrap();
    policy.explain(head).outcome()
}

#[track_caller]
fn assert_own(origin: &str, host: &str, is_own: bool) {
    let expected = if is_own {
        Outcome::SameOrigin
    } else {
        Outcome::OriginNotAllowed
    };
    let by_host = Head::get(origin).with(Field::Host, host);
    assert_eq!(outcome(&by_host), Some(expected), "{origin} {host}");
    let by_authority = Head {
        authority: Some(host.to_owned()),
        ..Head::get(origin).with(Field::Host, "other.test")
    };
    assert_eq!(outcome(&by_authority), Some(expected), "{origin} {host}");
}

#[test]
fn host_and_port_are_the_same() {
    for (origin, host) in [
        ("https://api.test", "api.test"),
        ("https://api.test", "api.test:443"),
        ("https://api.test", "api.test:"),
        ("http://api.test", "api.test:80"),
        ("http://api.test", "api.test"),
        ("http://api.test:3000", "api.test:3000"),
        ("https://api.test", "API.Test"),
        ("http://[::1]:3000", "[::1]:3000"),
        ("http://[::1]", "[::1]"),
        ("http://[fe80::a]", "[FE80::A]:80"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("https://api.test.", "api.test."),
    ] {
        assert_own(origin, host, true);
    }
}

#[test]
fn another_host_or_port() {
    for (origin, host) in [
        ("https://api.test", "app.test"),
        ("https://api.test", "api.test.evil.test"),
        ("https://api.test", "xapi.test"),
        ("https://api.test:8443", "api.test"),
        ("https://api.test", "api.test:8443"),
        ("https://api.test", "api.test:80"),
        ("http://api.test", "api.test:443"),
        ("http://api.test:3000", "api.test:3001"),
        ("http://[::1]:3000", "[::1]"),
        ("http://[::1]", "[::2]"),
        ("https://api.test", "api.test:+443"),
        ("https://api.test", "api.test:443x"),
        ("https://api.test", "api.test:99999"),
        ("https://api.test", ""),
        ("https://api.test/", "api.test"),
        ("tauri://api.test", "api.test"),
    ] {
        assert_own(origin, host, false);
    }
}

#[test]
fn the_browser_says_so() {
    let head = |site| {
        Head::get("https://api.test")
            .with(Field::Host, "behind-a-proxy.test")
            .with(Field::SecFetchSite, site)
    };
    assert_eq!(outcome(&head("same-origin")), Some(Outcome::SameOrigin));
    for site in ["same-site", "cross-site", "none", "Same-Origin", "x", ""] {
        assert_eq!(
            outcome(&head(site)),
            Some(Outcome::OriginNotAllowed),
            "{site}"
        );
    }
    // A page under a referrer policy that hides it from its own server, too.
    let hidden = Head::get("null").with(Field::SecFetchSite, "same-origin");
    assert_eq!(outcome(&hidden), Some(Outcome::SameOrigin));
    assert_eq!(outcome(&Head::get("null")), Some(Outcome::NullOrigin));
}

/// Another port of the same host is another origin of the same site, and a browser knows better than
/// `Host`.
#[test]
fn the_browser_says_the_contrary() {
    let head = |site| {
        Head::get("https://api.test")
            .with(Field::Host, "api.test")
            .with(Field::SecFetchSite, site)
    };
    for site in ["same-site", "cross-site"] {
        assert_eq!(
            outcome(&head(site)),
            Some(Outcome::OriginNotAllowed),
            "{site}"
        );
    }
    for site in ["none", "x", ""] {
        assert_eq!(outcome(&head(site)), Some(Outcome::SameOrigin), "{site}");
    }
    let twice = head("same-origin").with(Field::SecFetchSite, "cross-site");
    assert_eq!(outcome(&twice), Some(Outcome::SameOrigin));
    let twice = Head::get("https://api.test")
        .with(Field::SecFetchSite, "same-origin")
        .with(Field::SecFetchSite, "same-origin");
    assert_eq!(outcome(&twice), Some(Outcome::OriginNotAllowed));
}

#[test]
fn nobody_can_say_which_host() {
    let head = Head::get("https://api.test")
        .with(Field::Host, "api.test")
        .with(Field::Host, "api.test");
    assert_eq!(outcome(&head), Some(Outcome::OriginNotAllowed));
    assert_eq!(
        outcome(&Head::get("https://api.test")),
        Some(Outcome::OriginNotAllowed)
    );
}

#[test]
fn no_page_asks_its_own_server_first() {
    let head = Head::preflight("https://api.test", "PUT", "")
        .with(Field::Host, "api.test")
        .with(Field::SecFetchSite, "same-origin");
    assert_eq!(outcome(&head), Some(Outcome::OriginNotAllowed));
}

#[test]
fn a_listed_origin_is_allowed_as_it_is_elsewhere() {
    let head = Head::get("https://listed.test").with(Field::Host, "listed.test");
    assert_eq!(outcome(&head), Some(Outcome::Allowed));
}

#[test]
fn it_is_said() {
    let policy = Policy::builder()
        .allow_origins("https://listed.test")
        .build()
        .unwrap();
    let head = Head::get("https://api.test").with(Field::Host, "api.test");
    assert_eq!(
        policy.explain(&head).to_string(),
        "a page of https://api.test asks for GET: it is the server's own, and CORS does not apply"
    );
}
