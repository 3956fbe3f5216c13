//! Where names are given out to anyone, a host beside or below an entry's is somebody else's.

mod blocked;

use blocked::{explained, listing, near};

/// Suffixes that are known without the list of public suffixes too.
const SUFFIXES: [&str; 4] = ["com", "loca.lt", "codesandbox.io", "sslip.io"];

#[track_caller]
fn assert_strangers(entry: &str, origin: &str, nearest: &str) {
    let explanation = explained(listing(&[entry]), origin);
    assert_eq!(
        explanation.to_string(),
        format!(
            "a page of {origin} asks for GET: the origin is not allowed; {nearest}\
             if that page is yours, add {origin:?} to allow_origins"
        )
    );
}

#[test]
fn what_is_below_a_listed_suffix_is_anyones() {
    for suffix in SUFFIXES {
        for scheme in ["https", "http"] {
            for (front, port) in [
                ("evil.", ""),
                ("www.", ""),
                ("a.evil.", ""),
                ("evil.", ":8443"),
            ] {
                let (entry, origin) = (
                    format!("https://{suffix}"),
                    format!("{scheme}://{front}{suffix}{port}"),
                );
                assert_strangers(&entry, &origin, "");
            }
        }
        let (www, suffix) = (format!("https://www.{suffix}"), format!("https://{suffix}"));
        assert_strangers(&www, &suffix, "");
    }
    // Each host is somebody else's, at any depth.
    assert_strangers("https://b.sslip.io", "https://a.b.sslip.io", "");
    assert_strangers("https://a.b.sslip.io", "https://b.sslip.io", "");
}

#[test]
fn the_owners_hosts_are_near() {
    for suffix in SUFFIXES.iter().filter(|suffix| **suffix != "sslip.io") {
        let own = format!("mine.{suffix}");
        for (entry, origin, difference) in [
            (
                format!("https://{own}"),
                format!("https://a.{own}"),
                "subdomain",
            ),
            (
                format!("https://a.{own}"),
                format!("https://{own}"),
                "parent",
            ),
            (
                format!("https://{own}"),
                format!("https://www.{own}"),
                "www",
            ),
            (
                format!("https://www.{own}"),
                format!("https://{own}"),
                "www",
            ),
        ] {
            let explanation = explained(listing(&[&entry]), &origin);
            assert_eq!(near(&explanation), Some((difference, 0)), "{explanation}");
            assert!(!explanation.to_string().contains("yours"), "{explanation}");
        }
    }
}

#[test]
fn a_hole_in_what_was_registered() {
    assert_strangers(
        "https://my-app-{digits}.loca.lt",
        "https://my-app-evil.loca.lt",
        "the nearest entry, \"https://my-app-{digits}.loca.lt\", has {digits}, which does not span \
         \"evil\": it stands for 0-9, and not for 'e'; ",
    );
    assert_strangers(
        "https://my-app-{slug}.loca.lt",
        "https://my-app-a.evil.loca.lt",
        "the nearest entry, \"https://my-app-{slug}.loca.lt\", has {slug}, which does not span \
         \"a.evil\": it stays within one label; ",
    );
}

/// Another scheme or port beside it makes a slip no likelier.
#[test]
fn a_slip_and_another_scheme_or_port() {
    for (origin, other) in [
        ("http://exanple.com", "scheme"),
        ("https://exanple.com:8443", "port"),
    ] {
        let nearest = format!(
            "the nearest entry, \"https://example.com\", has another {other} and differs in one letter; "
        );
        assert_strangers("https://example.com", origin, &nearest);
    }
}

/// An entry that differs in scheme or port and in one thing more is near, whichever it is.
#[test]
fn two_differences() {
    for (entry, origin, rest) in [
        (
            "https://app.example.com",
            "http://x.app.example.com",
            "has another scheme and does not include its subdomains",
        ),
        (
            "https://app.example.com:8443",
            "https://x.app.example.com",
            "has another port and does not include its subdomains",
        ),
        (
            "https://app.example.com:8443",
            "https://x.app.example.com:81",
            "has another port and does not include its subdomains",
        ),
        (
            "https://pr-{digits}.example.com",
            "http://pr-x.example.com",
            "has another scheme and {digits}, which does not span \"x\": \
             it stands for 0-9, and not for 'x'",
        ),
        (
            "https://pr-{digits}.example.com",
            "https://pr-x.example.com:81",
            "has another port and {digits}, which does not span \"x\": \
             it stands for 0-9, and not for 'x'",
        ),
        (
            "https://pr-{digits}.example.com:8443",
            "https://pr-x.example.com",
            "has another port and {digits}, which does not span \"x\": \
             it stands for 0-9, and not for 'x'",
        ),
    ] {
        assert_eq!(
            explained(listing(&[entry]), origin).to_string(),
            format!(
                "a page of {origin} asks for GET: the origin is not allowed; \
                 the nearest entry, {entry:?}, {rest}; add {origin:?} to allow_origins"
            )
        );
    }
}
