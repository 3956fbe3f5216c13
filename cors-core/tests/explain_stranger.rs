//! Slips of the finger, look-alikes that an attacker would register, and strangers.

mod blocked;

use blocked::{explained, listing};
use cors_core::{ReasonKind, Setting};

/// The entry's clause and the difference, if an entry is near.
fn near(entry: &str, origin: &str) -> Option<(String, &'static str)> {
    let explanation = explained(listing(&[entry]), origin);
    let ReasonKind::OriginNotAllowed { nearest, .. } = explanation.reasons()[0].kind() else {
        panic!("{explanation}");
    };
    let nearest = nearest.as_ref()?;
    Some((nearest.to_string(), nearest.difference().as_str()))
}

#[track_caller]
fn assert_typo(entry: &str, origin: &str, letters: &str) {
    assert_eq!(
        explained(listing(&[entry]), origin).to_string(),
        format!(
            "a page of {origin} asks for GET: the origin is not allowed; \
             the nearest entry, {entry:?}, differs in {letters}; \
             if that page is yours, add {origin:?} to allow_origins"
        )
    );
    assert_eq!(near(entry, origin).unwrap().1, "typo");
}

#[test]
fn one_letter() {
    let entry = "https://app.example.com";
    for origin in [
        "https://app.exmaple.com",
        "https://app.exampe.com",
        "https://app.examplee.com",
        "https://app.exxmple.com",
        "https://apq.example.com",
        "https://apps.example.com",
        "https://ap.example.com",
        "https://app.example.con",
        "https://app.example.co",
        "https://app.exam-ple.com",
    ] {
        assert_typo(entry, origin, "one letter");
    }
    assert_typo(
        "https://*.example.com",
        "https://app.exmaple.com",
        "one letter",
    );
    assert_typo(
        "http://localhost:3000",
        "http://locahost:3000",
        "one letter",
    );
    assert_typo("http://localhost:*", "http://localhots:3000", "one letter");
}

#[test]
fn two_letters() {
    for origin in [
        "https://app.xmaple.com",
        "https://app.exampl.co",
        "https://apq.exampel.com",
        "https://ap.exampl.com",
        "https://app.exxampple.com",
    ] {
        assert_typo("https://app.example.com", origin, "two letters");
    }
}

#[test]
fn a_slip_with_another_scheme_or_port() {
    let cases = [
        (
            "http://app.exmaple.com",
            "has another scheme and differs in one letter",
        ),
        (
            "https://app.exmaple.com:81",
            "has another port and differs in one letter",
        ),
    ];
    for (origin, clause) in cases {
        let (sentence, _) = near("https://app.example.com", origin).unwrap();
        assert!(sentence.ends_with(clause), "{sentence}");
    }
    assert_eq!(
        near("https://app.example.com", "http://app.exmaple.com:81"),
        None
    );
}

/// Digits are no letters, and in short words a letter makes another word.
#[test]
fn other_names() {
    for (entry, origin) in [
        ("https://app-1.example.com", "https://app-2.example.com"),
        ("https://app.example.com", "https://app2.example.com"),
        ("https://example.com", "https://examp1e.com"),
        ("https://example.com", "https://example.org"),
        ("https://a.test", "https://b.test"),
        ("https://example.de", "https://example.dk"),
        ("https://ab.test", "https://cb.test"),
        ("https://app.test", "https://map.test"),
        ("https://192.168.0.1", "https://192.168.0.2"),
        ("https://[fe80::1]", "https://[fe80::2]"),
        ("https://xn--mnchen-3ya.de", "https://xn--mnchem-3ya.de"),
        ("https://admin.example.com", "https://mail.example.com"),
        ("tauri://localhost", "wails://localhost"),
        ("tauri://localhost:1", "wails://localhost:2"),
    ] {
        assert_eq!(near(entry, origin), None, "{origin}");
    }
    // The braces of a hole are not two letters.
    let (clause, _) = near(
        "https://pr-{digits}.example.com",
        "http://pr-digits.example.com",
    )
    .unwrap();
    assert_eq!(
        clause,
        "the nearest entry, \"https://pr-{digits}.example.com\", has another scheme and {digits}, \
         which does not span \"digits\": it stands for 0-9, and not for 'd'"
    );
}

#[test]
fn look_alikes_are_like_none() {
    for entry in [
        "https://example.com",
        "https://app.example.com",
        "https://*.example.com",
    ] {
        for origin in [
            "https://app.example.com.evil.test",
            "https://example.com.evil.test",
            "https://example.com-evil.test",
            "https://app.example.com-evil.test",
            "https://evilexample.com",
            "https://xexample.com",
            "https://xyexample.com",
            "https://-example.com",
            "https://evil-example.com",
            "https://app.xexample.com",
            "https://app.xyexample.com",
            "https://appxexample.com",
            "https://app-example.com",
            "https://appexample.com",
            "https://app.examplexcom",
            "https://app.example-com",
            "https://example.comx",
            "https://app.example.comm",
            "https://example.evil.test",
            "https://example.com.com",
            "http://example.com.evil.test:8080",
            "https://www.example.com.evil.test",
        ] {
            assert_eq!(near(entry, origin), None, "{origin} and {entry}");
        }
    }
}

/// A network of one's own is registered as a whole.
#[test]
fn look_alikes_in_a_network_of_ones_own() {
    let (entry, origin) = ("https://app.company.test", "https://app.xcompany.test");
    assert_eq!(near(entry, origin), None);
    assert_typo(
        "https://app.company.test",
        "https://app.compnay.test",
        "one letter",
    );
}

#[test]
fn a_strangers_cure_is_for_whoever_owns_the_page() {
    let origin = "https://shop.example.net";
    assert_eq!(
        explained(listing(&["https://app.example.com"]), origin).to_string(),
        "a page of https://shop.example.net asks for GET: the origin is not allowed; \
         if that page is yours, add \"https://shop.example.net\" to allow_origins"
    );
}

#[test]
fn with_credentials_http_needs_a_flag() {
    let private = || listing(&["https://app.example.com"]).allow_credentials(true);
    let needs = "it would need dangerously_allow_insecure_origins: \
                 with credentials, whoever controls the network can pose as it";
    for (origin, nearest) in [
        (
            "http://app.example.com",
            "the nearest entry, \"https://app.example.com\", has another scheme; ",
        ),
        ("http://shop.example.net", ""),
    ] {
        let explanation = explained(private(), origin);
        assert_eq!(
            explanation.to_string(),
            format!("a page of {origin} asks for GET: the origin is not allowed; {nearest}{needs}")
        );
        let needs = explanation.reasons()[0].needs();
        assert_eq!(needs, Some(Setting::DangerouslyAllowInsecureOrigins));
        assert_eq!(explanation.cures().count(), 0);
        // It is there already, or nobody's network is in between.
        let accepted = private().dangerously_allow_insecure_origins(true);
        assert_eq!(explained(accepted, origin).cures().count(), 1);
    }
    assert_eq!(
        explained(private(), "http://localhost:3000")
            .cures()
            .count(),
        1
    );
}
