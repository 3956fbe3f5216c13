//! Hosts of schemes that are not special: what browsers may send, and what a policy may list.

mod support;

use cors_core::{Origin, OriginFlaw, OriginPattern, Policy, Severity};
use proptest::prelude::*;
use support::codes;

/// <https://url.spec.whatwg.org/#forbidden-host-code-point>
const FORBIDDEN: &[u8] = b"\0\t\n\r #/:<>?@[\\]^|";

fn is_origin(host: &str) -> bool {
    Origin::parse(&format!("app://{host}")).is_ok()
}

#[test]
fn each_byte_follows_the_opaque_host_parser() {
    for byte in 0..=255_u8 {
        let text = [b"app://a", &[byte][..], b"b"].concat();
        let allowed = (0x21..=0x7e).contains(&byte) && !FORBIDDEN.contains(&byte);
        assert_eq!(Origin::parse(&text).is_ok(), allowed, "{byte:#x}");
    }
}

#[test]
fn hosts_that_are_no_domains() {
    for host in [
        ".", "..", "a..b", ".a", "a.", "_", "~", "!", "$", "-", "a=b;c", "%C3%A9", "%", "A.b", "1",
        "127.1", "0x7f", "[::1]", "'", "a\"b",
    ] {
        assert!(is_origin(host), "{host}");
        let pattern: OriginPattern = format!("app://{host}").parse().unwrap();
        let origin = format!("app://{host}");
        assert!(pattern.matches(&Origin::parse(&origin).unwrap()), "{host}");
        assert!(
            OriginPattern::parse(&format!("app://{host}:*")).is_ok(),
            "{host}"
        );
        let https = format!("https://{host}");
        if !["_", "-", "[::1]", "a."].contains(&host) {
            assert!(Origin::parse(&https).is_err(), "{host}");
            assert!(OriginPattern::parse(&https).is_err(), "{host}");
        }
    }
    for host in [
        "",
        "[::1]x",
        "[:::]",
        "a b",
        "é",
        "a/b",
        "a@b",
        ":1",
        "[::FFFF:1.2.3.4]",
    ] {
        assert!(!is_origin(host), "{host}");
        assert!(
            OriginPattern::parse(&format!("app://{host}")).is_err(),
            "{host}"
        );
    }
    let longest = "a".repeat(253);
    assert!(is_origin(&longest) && OriginPattern::parse(&format!("app://{longest}")).is_ok());
    let longer = "a".repeat(254);
    let error = OriginPattern::parse(&format!("app://{longer}")).unwrap_err();
    assert!(!is_origin(&longer));
    assert_eq!(error.flaw(), OriginFlaw::TooLong);
}

#[test]
fn wildcards_split_labels() {
    let pattern = OriginPattern::parse("app://*.Host").unwrap();
    for (origin, matches) in [
        ("app://a.Host", true),
        ("app://A~!.b.Host", true),
        ("app://Host", false),
        ("app://.Host", false),
        ("app://..Host", false),
        ("app://a..Host", false),
        ("app://a.host", false),
        ("app://aHost", false),
    ] {
        assert_eq!(
            pattern.matches(&Origin::parse(origin).unwrap()),
            matches,
            "{origin}"
        );
    }
    for pattern in ["app://*.", "app://*..", "app://*..a", "app://*.[::1]"] {
        assert!(OriginPattern::parse(pattern).is_err(), "{pattern}");
    }
    assert!(OriginPattern::parse("app://*.1").is_ok());
}

#[test]
fn a_hole_may_be_the_whole_host() {
    for (pattern, matched, other) in [
        (
            "chrome-extension://{slug}",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            "chrome-extension://a.b",
        ),
        (
            "moz-extension://{slug}",
            "moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc",
            "moz-extension://2C127FA4",
        ),
        ("app://{digits}", "app://1", "app://a"),
    ] {
        let read = OriginPattern::parse(pattern).unwrap();
        assert!(read.matches(&Origin::parse(matched).unwrap()), "{pattern}");
        assert!(!read.matches(&Origin::parse(other).unwrap()), "{pattern}");
        for credentials in [false, true] {
            let policy = Policy::builder()
                .allow_origins([pattern])
                .allow_credentials(credentials)
                .build()
                .unwrap();
            let warnings: Vec<_> = policy.warnings().iter().map(|w| w.code()).collect();
            assert_eq!(warnings, ["any-host"], "{pattern}");
            assert_eq!(policy.warnings()[0].severity(), Severity::Warning);
        }
    }
    // Hosts of http and https are what people register.
    let error = OriginPattern::parse("https://{slug}").unwrap_err();
    assert_eq!(error.flaw(), OriginFlaw::NoFixedDomain);
    let fixed = Policy::builder().allow_origins(["app://x-{slug}.main"]);
    assert_eq!(codes(fixed), Vec::<&str>::new());
}

#[test]
fn any_host_in_words() {
    let warning = |pattern| {
        let policy = Policy::builder().allow_origins([pattern]).build().unwrap();
        policy.warnings()[0].to_string()
    };
    assert_eq!(
        warning("chrome-extension://{slug}"),
        r#"pattern "chrome-extension://{slug}": any extension that a visitor installs can match; list the ids of your own extensions where these are fixed"#
    );
    assert_eq!(
        warning("myapp://{slug}"),
        r#"pattern "myapp://{slug}": any page of the scheme "myapp" whose host fits can match; list the hosts that you know"#
    );
}

#[test]
fn cures() {
    for (input, suggestion) in [
        ("chrome-extension://*", Some("chrome-extension://{slug}")),
        ("moz-extension://*/", Some("moz-extension://{slug}")),
        // Its ids are upper case.
        ("safari-web-extension://*", None),
        ("myapp://*", None),
        ("app://a-*", None),
        ("app://Bücher", Some("app://B%C3%BCcher")),
        ("App://Host/", Some("app://Host")),
        ("app://$HOST", None),
        ("app://${HOST}", None),
        ("app://%HOST%", None),
        ("app://.*", None),
        ("app://.+", None),
        ("app://host$", None),
    ] {
        let error = OriginPattern::parse(input).unwrap_err();
        assert_eq!(error.suggestion(), suggestion, "{error}");
        assert!(!error.to_string().contains("https://app"), "{error}");
    }
}

proptest! {
    /// What the standard's serialiser can make of a host is read, and is a pattern unless it has a
    /// character with a meaning for patterns.
    #[test]
    fn any_opaque_host(host in "[!-9;-~é]{1,40}") {
        let forbidden = |c: char| u8::try_from(c).is_ok_and(|b| FORBIDDEN.contains(&b));
        let valid = !host.contains(forbidden) && host.is_ascii();
        prop_assert_eq!(is_origin(&host), valid, "{}", host);
        let text = format!("app://{host}");
        let plain = !host.contains(['*', '{', '}', ',', '$', '%', '(', '+']);
        if valid && plain {
            prop_assert!(OriginPattern::parse(&text).is_ok(), "{}", text);
        }
        if !valid {
            prop_assert!(OriginPattern::parse(&text).is_err(), "{}", text);
        }
    }
}
