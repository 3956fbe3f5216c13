//! The nearest entry where it is a pattern or code, and which of several is taken, in full sentences.

mod blocked;

use blocked::{assert_listed, assert_near, explained, listing, near};
use cors_core::Policy;

#[test]
fn a_wildcard_without_its_apex() {
    for (entry, origin) in [
        ("https://*.example.com", "https://example.com"),
        ("https://*.example.com:81", "https://example.com:81"),
        ("http://*.localhost:*", "http://localhost:3000"),
    ] {
        assert_listed(
            entry,
            origin,
            "wildcard",
            "includes only what is below this host",
        );
    }
    assert_listed(
        "https://*.app.example.com",
        "https://example.com",
        "wildcard",
        "includes only what is below \"app.example.com\"",
    );
}

#[test]
fn a_hole_that_does_not_span_this() {
    for (entry, origin, why) in [
        (
            "https://pr-{digits}.example.com",
            "https://pr-12a.example.com",
            "{digits}, which does not span \"12a\": it stands for 0-9, and not for 'a'",
        ),
        (
            "https://pr-{hex}.example.com",
            "https://pr-0xf.example.com",
            "{hex}, which does not span \"0xf\": it stands for 0-9 and a-f, and not for 'x'",
        ),
        (
            "https://pr-{slug}.example.com:*",
            "https://pr-a_b.example.com:81",
            "{slug}, which does not span \"a_b\": it stands for a-z, 0-9 and -, and not for '_'",
        ),
        (
            "https://{slug}.example.com",
            "https://a.b.example.com",
            "{slug}, which does not span \"a.b\": it stays within one label",
        ),
        (
            "https://pr-{digits}.example.com",
            "https://pr-.example.com",
            "{digits} for one character or more, and here is none",
        ),
        (
            "chrome-extension://{slug}",
            "chrome-extension://ABC",
            "{slug}, which does not span \"ABC\": it stands for a-z, 0-9 and -, and not for 'A'",
        ),
    ] {
        assert_listed(entry, origin, "hole", &format!("has {why}"));
    }
}

#[cfg(feature = "regex")]
#[test]
fn a_regex() {
    let regex = r"https://[a-z]{3}\.example\.com(:81)?";
    let by_regex = || Policy::builder().allow_origin_regex(regex);
    let shown = format!("the nearest entry, the regex {regex:?}");
    for (origin, difference, allowed) in [
        (
            "http://abc.example.com",
            "scheme",
            "https://abc.example.com",
        ),
        (
            "https://abc.example.com:82",
            "port",
            "https://abc.example.com",
        ),
        (
            "https://x.abc.example.com",
            "subdomain",
            "https://abc.example.com",
        ),
        ("https://example.com", "www", "https://www.example.com"),
    ] {
        let rest = format!("{shown}, allows {allowed:?}; add {origin:?} to allow_origins");
        assert_near(by_regex(), origin, difference, &rest);
    }
}

#[test]
fn a_predicate() {
    let by_predicate =
        || Policy::builder().allow_origin_if(|origin| origin.as_str() == "http://localhost:5173");
    for (origin, difference) in [
        ("http://localhost:3000", "port"),
        ("https://localhost:5173", "scheme"),
        ("http://127.0.0.1:5173", "loopback"),
    ] {
        let rest = format!(
            "the nearest entry, a predicate, allows \"http://localhost:5173\"; \
             add {origin:?} to allow_origins"
        );
        assert_near(by_predicate(), origin, difference, &rest);
    }
}

#[test]
fn the_likeliest_entry_counts_and_of_those_alike_the_first() {
    // Each is nearer than those behind it.
    let ranked = [
        "http://www.example.com",
        "https://www.example.com:8443",
        "https://www.example.com.",
        "https://*.www.example.com",
        "https://example.com",
        "http://www.example.com:81",
        "https://a.www.example.com",
        "https://www.exampel.com",
        "https://www.xmple.com",
    ];
    let asked = "https://www.example.com";
    for nearer in 0..ranked.len() {
        for farther in nearer..ranked.len() {
            let explanation = explained(listing(&[ranked[farther], ranked[nearer]]), asked);
            let expected = usize::from(farther != nearer);
            assert_eq!(
                near(&explanation).map(|(_, place)| place),
                Some(expected),
                "{explanation}"
            );
        }
    }
    for alike in [
        ["http://localhost:3000", "http://localhost:4000"],
        ["http://a.localhost", "http://b.localhost"],
    ] {
        let explanation = explained(listing(&alike), "http://localhost:5000");
        assert_eq!(
            near(&explanation).map(|(_, place)| place),
            Some(0),
            "{explanation}"
        );
    }
}
