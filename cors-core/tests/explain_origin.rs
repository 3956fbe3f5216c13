//! The nearest entry and the difference, one test for each kind, in full sentences.

mod blocked;

use blocked::{explained, listing};
use cors_core::{CureValue, Explanation, Policy, PolicyBuilder, ReasonKind, Setting};

/// The sentence behind the stem, the difference's code, and the cure.
#[track_caller]
fn assert_near(builder: PolicyBuilder, origin: &str, difference: &str, rest: &str) {
    let explanation = explained(builder, origin);
    assert_eq!(
        explanation.to_string(),
        format!("a page of {origin} asks for GET: the origin is not allowed; {rest}")
    );
    assert_eq!(near(&explanation), Some((difference, 0)));
}

/// The difference and the entry's place.
fn near(explanation: &Explanation) -> Option<(&'static str, usize)> {
    let [reason] = explanation.reasons() else {
        panic!("{explanation}");
    };
    let ReasonKind::OriginNotAllowed { nearest, .. } = reason.kind() else {
        panic!("{explanation}");
    };
    let nearest = nearest.as_ref()?;
    Some((nearest.difference().as_str(), nearest.entry()))
}

#[track_caller]
fn assert_listed(entry: &str, origin: &str, difference: &str, clause: &str) {
    let rest = format!("the nearest entry, {entry:?}, {clause}; add {origin:?} to allow_origins");
    assert_near(listing(&[entry]), origin, difference, &rest);
    // It holds among others, too.
    let explanation = explained(listing(&["https://other.test", entry]), origin);
    assert_eq!(near(&explanation), Some((difference, 1)));
    let cures: Vec<_> = explanation.cures().collect();
    let [cure] = cures[..] else {
        panic!("{explanation}");
    };
    assert_eq!(cure.setting(), Setting::AllowOrigins);
    assert_eq!(*cure.value(), CureValue::List(vec![origin.to_owned()]));
}

#[test]
fn another_scheme() {
    let clause = "has another scheme";
    for (entry, origin) in [
        ("https://app.example.com", "http://app.example.com"),
        (
            "http://app.example.com:3000",
            "https://app.example.com:3000",
        ),
        ("https://*.example.com", "http://app.example.com"),
        ("https://pr-{hex}.example.com", "http://pr-1f.example.com"),
        ("http://localhost:*", "https://localhost:5173"),
        ("http://*.example.com:*", "https://a.example.com:5173"),
    ] {
        assert_listed(entry, origin, "scheme", clause);
    }
}

#[test]
fn another_port() {
    let clause = "has another port";
    for (entry, origin) in [
        ("https://app.example.com", "https://app.example.com:8443"),
        ("http://localhost:3000", "http://localhost:5173"),
        ("http://localhost:3000", "http://localhost"),
        ("http://[::1]:3000", "http://[::1]:5173"),
        ("https://*.example.com", "https://app.example.com:8443"),
        ("https://*.example.com:8443", "https://app.example.com"),
        ("https://*.example.com:8443", "https://app.example.com:9000"),
        (
            "https://pr-{digits}.example.com:81",
            "https://pr-7.example.com",
        ),
        ("tauri://localhost:1", "tauri://localhost:2"),
    ] {
        assert_listed(entry, origin, "port", clause);
    }
}

#[test]
fn two_differences() {
    for (entry, origin, difference, clause) in [
        (
            "https://app.example.com",
            "http://app.example.com:8080",
            "scheme",
            "has another scheme and another port",
        ),
        (
            "https://*.example.com",
            "http://app.example.com:8080",
            "scheme",
            "has another scheme and another port",
        ),
        (
            "http://localhost:3000",
            "http://127.0.0.1:5173",
            "port",
            "has another port and another name of this machine, which makes another origin",
        ),
        (
            "https://www.example.com",
            "http://example.com",
            "scheme",
            "has another scheme and \"www.\" in front",
        ),
        (
            "https://*.example.com",
            "http://example.com",
            "scheme",
            "has another scheme and includes only what is below this host",
        ),
        (
            "https://example.com",
            "https://app.example.com:8443",
            "port",
            "has another port and does not include its subdomains",
        ),
        (
            "https://app.example.com:8443",
            "https://example.com",
            "port",
            "has another port and is a subdomain of this host",
        ),
    ] {
        assert_listed(entry, origin, difference, clause);
    }
}

#[test]
fn a_subdomain_or_a_parent() {
    for (entry, origin) in [
        ("https://example.com", "https://app.example.com"),
        ("https://example.com", "https://a.b.c.example.com"),
        ("https://example.com:*", "https://app.example.com:81"),
        ("tauri://app", "tauri://a.app"),
    ] {
        assert_listed(
            entry,
            origin,
            "subdomain",
            "does not include its subdomains",
        );
    }
    for (entry, origin) in [
        ("https://app.example.com", "https://example.com"),
        ("https://a.b.example.com", "https://example.com"),
        ("https://pr-{digits}.example.com", "https://example.com"),
        ("https://{slug}.example.com", "https://example.com"),
    ] {
        assert_listed(entry, origin, "parent", "is a subdomain of this host");
    }
    // A public suffix belongs to nobody.
    let explanation = explained(
        listing(&["https://mine.test-suffix"]),
        "https://test-suffix",
    );
    assert_eq!(near(&explanation), None);
    #[cfg(feature = "public-suffix")]
    {
        let explanation = explained(listing(&["https://mine.co.uk"]), "https://co.uk");
        assert_eq!(near(&explanation), None);
    }
}

#[test]
fn www() {
    assert_listed(
        "https://www.example.com",
        "https://example.com",
        "www",
        "has \"www.\" in front",
    );
    assert_listed(
        "https://example.com",
        "https://www.example.com",
        "www",
        "has no \"www.\" in front",
    );
}

#[test]
fn a_dot_at_the_end() {
    assert_listed(
        "https://example.com.",
        "https://example.com",
        "trailing-dot",
        "has a dot at the end of its host",
    );
    assert_listed(
        "https://*.example.com:81",
        "https://a.example.com.:81",
        "trailing-dot",
        "has no dot at the end of its host",
    );
    // A wildcard's apex would still not be included.
    let explanation = explained(listing(&["https://*.example.com"]), "https://example.com.");
    assert_eq!(near(&explanation), None);
}

#[test]
fn another_name_of_this_machine() {
    let clause = "has another name of this machine, which makes another origin";
    let names = [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "app.localhost",
        "127.0.0.53",
    ];
    for known in names {
        for asked in names.into_iter().filter(|asked| *asked != known) {
            let (known, asked) = (
                format!("http://{known}:3000"),
                format!("http://{asked}:3000"),
            );
            assert_listed(&known, &asked, "loopback", clause);
        }
    }
    assert_listed(
        "http://[::1]:*",
        "http://localhost:5173",
        "loopback",
        clause,
    );
    assert_listed("http://localhost:*", "http://127.0.0.1", "loopback", clause);
    let (wildcard, asked) = ("http://*.localhost:3000", "http://127.0.0.1:3000");
    assert_listed(wildcard, asked, "loopback", clause);
    let explanation = explained(
        listing(&["http://127.0.0.1:3000"]),
        "http://192.168.0.1:3000",
    );
    assert_eq!(near(&explanation), None);
}

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
