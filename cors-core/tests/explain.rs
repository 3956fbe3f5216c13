//! What an explanation says of origins that no browser sends, that name nobody, or that are there
//! twice, and of requests that are not blocked.

mod blocked;

use blocked::{Head, explained, listing};
use cors_core::{Difference, Outcome, Policy, ReasonKind, RequestKind, Setting, adapter::Field};

/// What is behind the stem, and the difference.
#[track_caller]
fn assert_malformed(origin: impl AsRef<[u8]>, shown: &str, rest: &str, difference: Option<&str>) {
    let app = || listing(&["https://app.example.com", "https://*.example.net"]);
    let explanation = explained(app(), origin);
    assert_eq!(
        explanation.to_string(),
        format!(
            "a page of {shown} asks for GET: the origin is not allowed: \
             no browser sends an origin like this: {rest}"
        )
    );
    assert_eq!(explanation.outcome(), Some(Outcome::OriginNotAllowed));
    assert_eq!(explanation.cures().count(), 0);
    let [reason] = explanation.reasons() else {
        panic!("{explanation}");
    };
    assert_eq!(reason.needs(), None);
    let ReasonKind::OriginNotAllowed {
        nearest,
        is_canonical,
        ..
    } = reason.kind()
    else {
        panic!("{explanation}");
    };
    assert!(!is_canonical);
    let nearest = nearest
        .as_ref()
        .map(|nearest| nearest.difference().as_str());
    assert_eq!(nearest, difference, "{explanation}");
}

#[test]
fn what_no_browser_sends_and_would_be_allowed_otherwise() {
    let nearest = "the nearest entry, \"https://app.example.com\", ";
    for (origin, flaw, clause, difference) in [
        (
            "HTTPS://App.example.com",
            "browsers send scheme and host in lower case",
            "is in lower case",
            "case",
        ),
        (
            "https://app.example.com/",
            "an origin has no path",
            "has no slash at the end",
            "trailing-slash",
        ),
        (
            "https://app.example.com/login",
            "an origin has no path",
            "has no path",
            "path",
        ),
        (
            "https://app.example.com/a/",
            "an origin has no path",
            "has no path",
            "path",
        ),
        (
            "https://app.example.com:443",
            "browsers leave out the scheme's default port",
            "has no port",
            "port",
        ),
        (
            "app.example.com",
            "an origin starts with its scheme",
            "begins with its scheme",
            "scheme",
        ),
        (
            "https://app.example.com:8443/",
            "an origin has no path",
            "has another port",
            "port",
        ),
    ] {
        assert_malformed(
            origin,
            origin,
            &format!("{flaw}; {nearest}{clause}"),
            Some(difference),
        );
    }
    assert_malformed(
        "https://APP.example.net",
        "https://APP.example.net",
        "browsers send scheme and host in lower case; \
         the nearest entry, \"https://*.example.net\", is in lower case",
        Some("case"),
    );
}

#[test]
fn what_no_browser_sends() {
    for (origin, flaw) in [
        ("https://app.example.com?a", "an origin has no query"),
        ("https://app.example.com#a", "an origin has no fragment"),
        (
            "https://u:p@app.example.com",
            "an origin has no user name and no password",
        ),
        ("https://äpp.example.com", "browsers send hosts in ASCII"),
        (
            "https://app.example.com:0",
            "a port is a number from 1 to 65535 without leading zeros",
        ),
        (
            "https://0x7f.1",
            "browsers send IP addresses in canonical form",
        ),
        ("https://a..b", "a label of the host is empty"),
        ("https://", "it has no host"),
        (
            "https://*.example.com",
            "this is a pattern, and not an origin",
        ),
        (
            "https://pr-{digits}.a.test",
            "this is a pattern, and not an origin",
        ),
        ("https://a.*", "this is a pattern, and not an origin"),
        ("https://10.0.0.*", "this is a range of addresses"),
        (
            "data://a",
            "pages of this scheme have the origin \"null\" in browsers",
        ),
        ("NULL", "null is in lower case"),
        ("undefined", "this is a word and not an origin"),
    ] {
        assert_malformed(origin, origin, flaw, None);
    }
    assert_malformed("", "\"\"", "it is empty", None);
    let list = "https://app.example.com, https://b.test";
    assert_malformed(list, &format!("\"{list}\""), "this is a list", None);
    let accented = b"https://\xE4.test";
    assert_malformed(accented, "https://\\xe4.test", "it is not text", None);
    let long = format!("https://{}.test", "a".repeat(500));
    let shown = format!("{}…", &long[..200]);
    assert_malformed(&long, &shown, "no origin is as long", None);
}

/// They are canonical, and no page has them.
#[test]
fn schemes_that_no_page_has() {
    for (origin, flaw) in [
        (
            "ws://app.example.com",
            "the page that opens a WebSocket has an http or https origin",
        ),
        (
            "ftp://app.example.com",
            "browsers no longer show pages over FTP",
        ),
        (
            "htps://app.example.com",
            "no page has this scheme, which is almost http or https",
        ),
    ] {
        assert_malformed(origin, origin, flaw, None);
    }
}

/// As an entry it would be a pattern, and allow more.
#[test]
fn hosts_that_are_a_pattern_in_a_policy() {
    for origin in [
        "app://*",
        "app://*.a",
        "app://{slug}",
        "app://a,b",
        "app://${x}",
    ] {
        let explanation = explained(listing(&["https://app.example.com"]), origin);
        assert_eq!(
            explanation.to_string(),
            format!(
                "a page of {origin} asks for GET: the origin is not allowed: \
                 no entry can name it, because in a policy some of its characters mean something else; \
                 a predicate can allow it"
            )
        );
        assert_eq!(explanation.cures().count(), 0);
    }
}

#[test]
fn null() {
    let app = || listing(&["https://app.example.com"]);
    let explanation = explained(app(), "null");
    assert_eq!(
        explanation.to_string(),
        "a page of null asks for GET: the origin null is not allowed: browsers send it for sandboxed frames, \
         local files and data: URLs, after a redirect across origins, and under some referrer policies; \
         it would need dangerously_allow_null_origin"
    );
    let needs = explanation.reasons()[0].needs();
    assert_eq!(needs, Some(Setting::DangerouslyAllowNullOrigin));
    assert_eq!(explanation.cures().count(), 0);
    assert_eq!(explanation.outcome(), Some(Outcome::NullOrigin));

    let explanation = explained(app().allow_credentials(true), "null");
    assert_eq!(
        explanation.to_string(),
        "a page of null asks for GET: the origin null is not allowed: browsers send it for sandboxed frames, \
         local files and data: URLs, after a redirect across origins, and under some referrer policies; \
         with credentials no policy can allow it"
    );
    assert_eq!(explanation.reasons()[0].needs(), None);
}

#[test]
fn file() {
    let app = || listing(&["https://app.example.com"]);
    let explanation = explained(app(), "file://");
    assert_eq!(
        explanation.to_string(),
        "a page of file:// asks for GET: the origin is not allowed: \
         web views send it for every local file; it would need dangerously_allow_file_origin"
    );
    let needs = explanation.reasons()[0].needs();
    assert_eq!(needs, Some(Setting::DangerouslyAllowFileOrigin));

    let explanation = explained(app().allow_credentials(true), "file://");
    assert_eq!(
        explanation.to_string(),
        "a page of file:// asks for GET: the origin is not allowed: \
         web views send it for every local file, and with credentials no policy can allow it"
    );
    assert_eq!(explanation.reasons()[0].needs(), None);
}

#[test]
fn two_lines() {
    let policy = listing(&["https://app.example.com"]).build().unwrap();
    let head = Head::get("https://app.example.com").with(Field::Origin, "https://app.example.com");
    let explanation = policy.explain(&head);
    assert_eq!(
        explanation.to_string(),
        "a page of https://app.example.com asks for GET: \
         there are several Origin lines: something between browser and server added one"
    );
    assert_eq!(explanation.outcome(), Some(Outcome::SeveralOrigins));
    assert_eq!(explanation.cures().count(), 0);
}

#[test]
fn what_is_not_blocked() {
    let policy = listing(&["https://app.example.com", "https://*.example.net"])
        .allow_methods("PUT")
        .build()
        .unwrap();
    let head = Head {
        path: Some("/items".to_owned()),
        ..Head::preflight("https://a.example.net", "PUT", "")
    };
    let explanation = policy.explain(&head);
    assert_eq!(
        explanation.to_string(),
        "a page of https://a.example.net asks for PUT /items: allowed by \"https://*.example.net\""
    );
    assert_eq!(explanation.kind(), RequestKind::Preflight);
    assert_eq!(explanation.outcome(), Some(Outcome::PreflightAllowed));
    assert_eq!(explanation.entry(), Some((1, "https://*.example.net")));
    assert_eq!(explanation.method(), "PUT");
    assert_eq!(explanation.path(), Some("/items"));
    assert_eq!(explanation.origin(), Some("https://a.example.net"));
    assert!(!explanation.is_blocked());
    assert!(explanation.reasons().is_empty());

    let any = Policy::builder().allow_origins("*").build().unwrap();
    assert_eq!(
        any.explain(&Head::get("https://a.test")).to_string(),
        "a page of https://a.test asks for GET: allowed by \"*\""
    );
    let nobody = Head {
        method: "GET".to_owned(),
        ..Head::default()
    };
    let explanation = policy.explain(&nobody);
    assert_eq!(
        explanation.to_string(),
        "there is no Origin, and CORS does not apply"
    );
    assert_eq!(explanation.outcome(), None);
    assert!(!explanation.is_blocked());
}

#[test]
fn flags_allow_without_an_entry() {
    let opaque = listing(&["https://app.example.com"])
        .dangerously_allow_null_origin(true)
        .dangerously_allow_file_origin(true);
    for origin in ["null", "file://"] {
        let explanation = explained(opaque.clone(), origin);
        assert_eq!(
            explanation.to_string(),
            format!("a page of {origin} asks for GET: allowed")
        );
        assert_eq!(explanation.entry(), None);
    }
}

#[test]
fn the_codes_of_differences() {
    let codes = [
        (Difference::Scheme, "scheme"),
        (Difference::Port, "port"),
        (Difference::Subdomain, "subdomain"),
        (Difference::Parent, "parent"),
        (Difference::Www, "www"),
        (Difference::Typo, "typo"),
        (Difference::Case, "case"),
        (Difference::TrailingSlash, "trailing-slash"),
        (Difference::TrailingDot, "trailing-dot"),
        (Difference::Path, "path"),
        (Difference::Loopback, "loopback"),
        (Difference::Wildcard, "wildcard"),
        (Difference::Hole, "hole"),
    ];
    for (difference, code) in codes {
        assert_eq!(difference.as_str(), code);
    }
}
