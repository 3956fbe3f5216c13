//! Corrections that a program may put in place without asking: what they allow, somebody wrote.

use core::time::Duration;

use cors_core::{OriginPattern, Policy, PolicyBuilder, Problem};
use proptest::prelude::*;

fn problem(builder: PolicyBuilder) -> Problem {
    match builder.build() {
        Ok(policy) => policy.warnings()[0].clone(),
        Err(error) => error.problems()[0].clone(),
    }
}

#[track_caller]
fn assert_rows(of: impl Fn(&str) -> PolicyBuilder, rows: &[(&str, Option<&str>, bool)]) {
    for &(input, suggestion, certain) in rows {
        let problem = problem(of(input));
        assert_eq!(problem.suggestion(), suggestion, "{input}");
        assert_eq!(problem.is_certain(), certain, "{input}");
    }
}

#[test]
fn origins() {
    const APP: Option<&str> = Some("https://app.example.com");
    assert_rows(
        |origin| Policy::builder().allow_origins([origin]),
        &[
            ("https://app.example.com/", APP, true),
            ("https://App.Example.com", APP, true),
            ("https://app.example.com:443", APP, true),
            ("https://app.example.com/*", APP, true),
            ("https://app.example.com/?", APP, true),
            ("\"https://app.example.com/\",", APP, true),
            // Whoever shares the host was not meant.
            ("https://app.example.com/team", APP, false),
            ("https://app.example.com/team/*", APP, false),
            ("https://app.example.com?team=1", APP, false),
            ("app.example.com/#team", APP, false),
            (" https://app.example.com", APP, true),
            ("'https://app.example.com'", APP, true),
            ("https://app.example.com,", APP, true),
            ("app.example.com", APP, true),
            ("htps://app.example.com", APP, true),
            ("https://https://app.example.com", APP, true),
            ("wss://app.example.com", APP, true),
            ("https://app\u{200b}.example.com", APP, true),
            ("*.example.com", Some("https://*.example.com"), true),
            (
                "https://*.Example.com/*",
                Some("https://*.example.com"),
                true,
            ),
            ("https://*example.com", Some("https://*.example.com"), true),
            (
                "https://app-*.example.com",
                Some("https://app-{slug}.example.com"),
                true,
            ),
            (
                "https://bücher.example",
                Some("https://xn--bcher-kva.example"),
                true,
            ),
            (
                "https://пример.example",
                Some("https://xn--e1afmkfd.example"),
                true,
            ),
            ("https://[::0001]", Some("https://[::1]"), true),
            ("https://127.0.0.1:443/", Some("https://127.0.0.1"), true),
            // A variable that was not set, or any subdomain.
            ("https://.example.com", Some("https://*.example.com"), false),
            (".example.com", Some("https://*.example.com"), false),
            ("http://a.example/", Some("http://a.example"), true),
            ("ws://a.example", Some("http://a.example"), true),
            ("localhost:3000", Some("http://localhost:3000"), true),
            ("127.0.0.1:3000", Some("http://127.0.0.1:3000"), true),
            // Plain http was not written.
            ("192.0.2.1:3000", Some("http://192.0.2.1:3000"), false),
            ("a.example:80", Some("http://a.example"), false),
            ("htp://a.example", Some("http://a.example"), false),
            (
                "chrome-extension://*",
                Some("chrome-extension://{slug}"),
                true,
            ),
            // Two labels, or one and more.
            (
                "https://*.*.example.com",
                Some("https://*.example.com"),
                false,
            ),
            (
                "https://app.example.com:{digits}",
                Some("https://app.example.com:*"),
                true,
            ),
            (
                "https://app.example.com:{port}",
                Some("https://app.example.com:*"),
                false,
            ),
            // Whose letters these are, only their author knows.
            ("https://\u{430}pp.example.com", APP, false),
            (
                "https://\u{441}\u{43e}\u{440}.example",
                Some("https://cop.example"),
                false,
            ),
            ("https://\u{ff41}pp.example.com", APP, false),
            ("https://app.example.com\u{2215}.evil.example", APP, false),
            // Shown from right to left.
            ("https://app\u{202e}.example.com", APP, false),
            (
                "https://app.example.com@evil.example",
                Some("https://evil.example"),
                false,
            ),
            ("hxxps://app.example.com", APP, false),
            // Octal to browsers.
            ("https://10.0.0.010", Some("https://10.0.0.8"), false),
            ("https://*", None, false),
            ("null", None, false),
            ("https://a.example https://b.example", None, false),
        ],
    );
    let private = |origin: &str| {
        Policy::builder()
            .allow_origins([origin])
            .allow_credentials(true)
    };
    assert_rows(private, &[("http://app.example.com", APP, false)]);
}

/// Without the list, more names are in doubt.
#[cfg(feature = "public-suffix")]
#[test]
fn names_that_are_registered() {
    assert_rows(
        |origin| Policy::builder().allow_origins([origin]),
        &[
            // Anybody's name that ends alike, or one's own subdomains.
            ("https://*a.example", Some("https://{slug}a.example"), false),
        ],
    );
}

#[test]
fn hosts() {
    assert_rows(
        |host| {
            let builder = Policy::builder().allow_origins(["https://app.example.com"]);
            builder.expect_hosts([host])
        },
        &[
            ("https://api.example.com/", Some("api.example.com"), true),
            ("API.example.com", Some("api.example.com"), true),
            ("::1", Some("[::1]"), true),
            ("*example.com", Some("*.example.com"), true),
            ("\u{430}pi.example.com", Some("api.example.com"), false),
            ("https://me@api.example.com", Some("api.example.com"), false),
            (".example.com", None, false),
        ],
    );
}

#[test]
fn names_and_numbers() {
    let app = || Policy::builder().allow_origins(["https://app.example.com"]);
    assert_rows(
        |method| app().allow_methods([method]),
        &[
            ("put", Some("PUT"), true),
            (" PUT", Some("PUT"), true),
            ("'PUT'", Some("PUT"), true),
            // Methods that browsers send as they are written.
            ("patch", Some("PATCH"), false),
            ("PTACH", Some("PATCH"), false),
        ],
    );
    assert_rows(
        |name| app().allow_headers([name]),
        &[
            ("x-api-key:", Some("x-api-key"), true),
            ("\"x-api-key\"", Some("x-api-key"), true),
            (
                "content-type: application/json",
                Some("content-type"),
                false,
            ),
        ],
    );
    let long = app().max_age(Duration::from_secs(u64::MAX));
    assert!(problem(long).is_certain());
}

proptest! {
    /// What a certain correction allows is in the text, letter by letter: no host comes from nowhere.
    #[test]
    fn hosts_do_not_come_from_nowhere(
        text in "(https?:/{0,3}|wss://|)[aA.*@:/{}\u{430}\u{202e}\u{200b} 'bé-]{0,8}example\\.com(:[0-9*]{1,4}|/|\\.|)"
    ) {
        let Err(error) = Policy::builder().allow_origins([text.as_str()]).build() else {
            return Ok(());
        };
        let problem = &error.problems()[0];
        if let (Some(corrected), true) = (problem.suggestion(), problem.is_certain()) {
            prop_assert!(OriginPattern::parse(corrected).is_ok());
            let (_, host) = corrected.split_once("://").unwrap();
            let stars = |text: &str| text.matches(['*', '{']).count();
            prop_assert!(stars(host) <= stars(&text), "{} from {}", corrected, text);
            prop_assert!(!text.contains(['@', '\u{202e}']), "{}", text);
            if !host.contains("xn--") {
                let lower = text.to_lowercase().replace('\u{200b}', "");
                let mut labels = host.split(['.', ':']);
                prop_assert!(
                    labels.all(|label| lower.contains(&label.replace("{slug}", "*"))),
                    "{} from {}", corrected, text
                );
            }
        }
    }
}
