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
        ..Head::get(origin)
    };
    assert_eq!(outcome(&by_authority), Some(expected), "{origin} {host}");
    let by_both = by_authority.clone().with(Field::Host, host);
    assert_eq!(outcome(&by_both), Some(expected), "{origin} {host}");
    // Where they differ, nobody can say which one it is for.
    let by_one = by_authority.with(Field::Host, "other.test");
    assert_eq!(outcome(&by_one), Some(Outcome::OriginNotAllowed), "{host}");
    let by_other = Head {
        authority: Some("other.test".to_owned()),
        ..by_host
    };
    assert_eq!(
        outcome(&by_other),
        Some(Outcome::OriginNotAllowed),
        "{host}"
    );
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
    let with_target = Head {
        authority: Some("api.test".to_owned()),
        ..head
    };
    assert_eq!(outcome(&with_target), Some(Outcome::OriginNotAllowed));
}

/// The same host and port, spelt in two ways.
#[test]
fn target_and_host_need_not_be_the_same_bytes() {
    let head = Head {
        authority: Some("API.test:443".to_owned()),
        ..Head::get("https://api.test").with(Field::Host, "api.test")
    };
    assert_eq!(outcome(&head), Some(Outcome::SameOrigin));
}

/// The port of another scheme, user info, brackets left open, white space: none of them is the origin's.
#[test]
fn malformed_hosts() {
    for host in [
        "api.test:0443",
        "api.test:443:443",
        "user@api.test",
        " api.test",
        "api.test ",
        "api.test,api.test",
        "https://api.test",
        "api.test/",
        ":443",
        "[::1]:443",
    ] {
        assert_own("https://api.test", host, false);
    }
    for host in [
        "[::1", "::1", "[::1]x", "[::1]]", "[::0001]", "[::1]:", "::1:80",
    ] {
        let is_own = host == "[::1]:";
        assert_own("http://[::1]", host, is_own);
    }
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
