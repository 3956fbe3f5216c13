//! Regexes as people write them: what each of them admits, or would have admitted.
#![cfg(all(feature = "regex", feature = "public-suffix"))]

mod support;

use core::{fmt::Write as _, time::Duration};
use std::time::Instant;

use cors_core::{Policy, PolicyBuilder, ProblemKind};
use support::{Expected, allows, assert_clean, assert_error, assert_warning, codes};

fn regex(regex: &str) -> PolicyBuilder {
    Policy::builder().allow_origin_regex(regex)
}

/// With credentials.
fn private(text: &str) -> PolicyBuilder {
    regex(text).allow_credentials(true)
}

/// Each with an origin of somebody else that it matches.
static LOOSE: &[(&str, &str)] = &[
    // The scheme varies, and not only the scheme.
    (r"[hx]ttps://.*example\.org", "https://evilexample.org"),
    (r"[a-z]+://.*example\.org", "https://evilexample.org"),
    (r"(https|myapp)://.*example\.org", "https://evilexample.org"),
    (r"h.*://.*example\.org", "https://evilexample.org"),
    // Addresses, most of which belong to somebody.
    (r"https://10?\d\.\d+\.\d+\.\d+", "https://105.1.1.1"),
    (r"https://203\.0\.113\.\d+", "https://203.0.113.9"),
    (r"https://17[0-9]\.16\.0\.1", "https://171.16.0.1"),
    (r"https://192\.1\d+\.\d+\.\d+", "https://192.100.1.1"),
    (r"https://\d+\.0\.0\.1", "https://8.0.0.1"),
    (r"https://[0-9.]+:8080", "https://8.8.8.8:8080"),
    (
        r"https://\[2001:db8::[0-9a-f]{1,4}\]",
        "https://[2001:db8::2]",
    ),
    (r"https://\[[0-9a-f:]+\]", "https://[2001:db8::1]"),
    // Globs.
    (r"https://api*.example\.org", "https://apiiexample.org"),
    (r"https://cdn*example\.org", "https://cdnnnexample.org"),
    (r"https://example*\.org", "https://exampleee.org"),
    (r"https://exa+mple\.org", "https://exaample.org"),
    (r"https://(foo-)*bar\.org", "https://foo-foo-bar.org"),
    // A class with a dot in it, and names that are glued to another one.
    (r"https://api[._]example\.org", "https://api_example.org"),
    (r"https://api[.-]example\.org", "https://api-example.org"),
    (r"https://[a-z.]+example\.org", "https://evilexample.org"),
    (
        r"https://(shop|api)\.?example\.org",
        "https://apiexample.org",
    ),
    (r"https://(shop)?example\.org", "https://shopexample.org"),
    (r"https://(www\.|m)?example\.org", "https://mexample.org"),
    (r"https://example[.-]org\.com", "https://example-org.com"),
    // More characters than anybody has domains for.
    (r"https://team\d\.org", "https://team7.org"),
    (r"https://team[a-z]\.org", "https://teamx.org"),
    (r"(?i)https://TEAM[a-z]\.org", "https://teamx.org"),
    // Names of customers.
    (r"https://[a-z]+\.newtld", "https://evil.newtld"),
];

#[test]
fn strangers_are_found() {
    for (text, stranger) in LOOSE {
        let open = regex(text).build().unwrap();
        assert!(allows(&open, stranger), "{text} and {stranger}");
        // A warning where nothing of a visitor's is at stake.
        let warned: Vec<_> = open
            .warnings()
            .iter()
            .map(|problem| problem.code())
            .collect();
        assert!(
            warned.contains(&"loose-regex") || warned == ["public-suffix"],
            "{text}: {warned:?}"
        );
        let private = private(text)
            .dangerously_allow_insecure_origins(true)
            .build();
        let error = private.map(|_| *text).unwrap_err();
        if let ProblemKind::LooseRegex { admits, .. } = error.problems()[0].kind() {
            assert!(allows(&open, admits), "{error}");
        }
    }
}

/// Nobody gets in who was not meant.
static SOUND: &[&str] = &[
    r"https://team(1|2)\.org",
    r"https://example[12]\.org",
    r"https://(team-)?[abc]\.example\.org",
    r"https://(shop|api)\.example\.org",
    r"https://(shop\.|api\.)?example\.org",
    r"https://examples?\.org",
    r"https://10\.0\.\d{1,3}\.\d{1,3}(:\d+)?",
    r"https://(10|127)\.\d+\.\d+\.\d+",
    r"https://192\.168\.\d{1,3}\.\d{1,3}:\d+",
    r"https://172\.(1[6-9]|2[0-9]|3[01])\.\d+\.\d+",
    r"https://169\.254\.\d+\.\d+",
    r"https://\[fd00::[0-9a-f]{1,4}\]",
    r"https://203\.0\.113\.(7|8)",
    r"(?i)https://Example\.ORG",
    r"(?i)https://(shop|api)\.Sketch\.org",
    r"https://.*\.internal",
    r"https://[a-z]+\.lan",
    r"https://[^/:]+\.corp\.example\.org(:\d{2,5})?",
    r"https://x*\.example\.org",
];

#[test]
fn sound_ones_build() {
    for text in SOUND {
        assert_clean(private(text));
        assert_clean(regex(text));
    }
}

/// What the search for look-alikes says of a regex and what it says of the pattern are the same.
#[test]
fn as_patterns_are() {
    for (pattern, text) in [
        ("https://*.internal", r"https://.*\.internal"),
        ("https://*.vercel.app", r"https://.*\.vercel\.app"),
        ("https://*.co.uk", r"https://.*\.co\.uk"),
        ("https://*.fastly.net", r"https://.*\.fastly\.net"),
        ("https://*.sslip.io", r"https://.*\.sslip\.io"),
        ("https://*.loca.lt", r"https://.*\.loca\.lt"),
        ("https://*.newtld", r"https://.*\.newtld"),
        ("https://*.example.org", r"https://.*\.example\.org"),
        (
            "https://{slug}-preview.netlify.app",
            r"https://[a-z0-9-]+-preview\.netlify\.app",
        ),
        (
            "https://pr-{digits}.example.org",
            r"https://pr-[0-9]+\.example\.org",
        ),
    ] {
        for (credentials, flag) in [(false, false), (false, true), (true, false), (true, true)] {
            let with = |builder: PolicyBuilder| {
                let builder = builder.allow_credentials(credentials);
                codes(builder.dangerously_allow_public_suffixes(flag))
            };
            let listed = Policy::builder().allow_origins([pattern]);
            assert_eq!(with(regex(text)), with(listed), "{text}");
        }
    }
}

/// A permission is for the policy, and the warning stays for each entry that needs it.
#[test]
fn a_permission_hides_no_other_entry() {
    let policy = Policy::builder()
        .allow_origins([
            "https://*.vercel.app",
            "https://*.github.io",
            "http://app.example.org",
        ])
        .allow_origin_regex(r"https://[a-z]+\.netlify\.app")
        .allow_origin_regex(r"https?://b\.example\.org")
        .allow_credentials(true)
        .dangerously_allow_public_suffixes(true)
        .dangerously_allow_insecure_origins(true)
        .build()
        .unwrap();
    let mut found: Vec<_> = { policy.warnings().iter() }
        .map(|problem| (problem.entry().unwrap(), problem.code()))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            (0, "public-suffix"),
            (1, "public-suffix"),
            (2, "insecure-origin"),
            (3, "public-suffix"),
            (4, "insecure-origin"),
        ]
    );
    assert_warning(
        Policy::builder()
            .allow_origins(["https://*.github.io"])
            .allow_credentials(true)
            .dangerously_allow_public_suffixes(true),
        &Expected {
            code: "public-suffix",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"pattern "https://*.github.io": anyone can register a name below the public suffix "github.io"; dangerously_allow_public_suffixes accepts this: make sure that it is meant for this entry, too"#,
        },
    );
    assert_warning(
        Policy::builder()
            .allow_origins(["http://app.example.org"])
            .allow_credentials(true)
            .dangerously_allow_insecure_origins(true),
        &Expected {
            code: "insecure-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"insecure origin "http://app.example.org" with credentials: whoever controls the network can pose as it; dangerously_allow_insecure_origins accepts this: make sure that it is meant for this entry, too"#,
        },
    );
}

#[test]
fn never_asked_about_insecure_origins_with_credentials() {
    // A branch beyond those that examples are made of: nobody has seen what it matches.
    let branches: Vec<_> = (0..300)
        .map(|n| format!(r"https://a{n}\.example\.org"))
        .collect();
    let text = format!(r"{}|http://z\.example\.org", branches.join("|"));
    let policy = regex(&text).build().unwrap();
    assert!(allows(&policy, "http://z.example.org"));
    let policy = private(&text).build().unwrap();
    assert!(allows(&policy, "https://a299.example.org"));
    assert!(!allows(&policy, "http://z.example.org"));

    let builder = private(r"https://app\.example\.org").allow_origin_if(|o| o.port() == Some(1));
    let policy = builder.build().unwrap();
    assert!(allows(&policy, "https://b.example.org:1"));
    assert!(!allows(&policy, "http://b.example.org:1"));
}

#[test]
fn a_pattern_is_told_from_a_regex() {
    assert_error(
        private("https://*.example.org"),
        &Expected {
            code: "pattern-as-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "https://*.example.org" reads like a pattern, and means something else as a regex; list "https://*.example.org" as it is among the origins, where nothing has to be escaped"#,
        },
    );
    for text in [
        "http://localhost:*",
        "https://pr-{digits}.example.org",
        "https://*.a.example.org:*",
    ] {
        assert_eq!(codes(private(text)), ["pattern-as-regex"], "{text}");
        let found = codes(regex(text));
        assert_eq!(found, ["pattern-as-regex"], "{text}");
    }
    // It is no regex, so it matches nothing: an error without credentials too.
    assert!(regex("https://pr-{digits}.example.org").build().is_err());
    assert!(regex("https://*.example.org").build().is_ok());
    assert_error(
        private("https://app.example.org"),
        &Expected {
            code: "loose-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"loose regex "https://app.example.org" with credentials: it admits "https://appxexample.org"; list "https://app.example.org" as it is among the origins, where nothing has to be escaped"#,
        },
    );
}

#[test]
fn loose_without_credentials_is_a_warning() {
    assert_warning(
        regex(r"https://.*example\.org"),
        &Expected {
            code: "loose-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"loose regex "https://.*example\\.org": it admits "https://evil-aexample.org"; keep a domain of your own fixed at the end, with each of its dots escaped as \."#,
        },
    );
}

#[test]
fn addresses_have_a_cure_of_their_own() {
    assert_error(
        private(r"https://203\.0\.113\.\d+"),
        &Expected {
            code: "loose-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"loose regex "https://203\\.0\\.113\\.\\d+" with credentials: it admits "https://203.0.113.0"; list each address: only those of private networks and of this machine may vary"#,
        },
    );
}

#[test]
fn slashes_around_a_regex_are_part_of_it() {
    assert_error(
        private(r"/https:\/\/app\.example\.org/"),
        &Expected {
            code: "dead-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "/https:\\/\\/app\\.example\\.org/" matches no origin: it has to match the whole origin, and matches "/https://app.example.org/", which is not one; remove the slashes around it"#,
        },
    );
}

#[test]
fn a_branch_that_can_never_match() {
    assert_warning(
        private(r"https://a\.org|b\.org"),
        &Expected {
            code: "dead-branch",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "https://a\\.org|b\\.org" has a branch that matches no origin: it has to match the whole origin, and one of its branches matches "b.org", which is not one; write each branch as a whole origin, or put parentheses around what differs"#,
        },
    );
    for text in [
        r"^https://a\.org$|b\.org$",
        r"https://(a\.org|b\.org/path)",
        r"https://a\.org|https://b\.org/",
        r"https://(a\.org|B\.org)",
        r"https://a\.org|https://b\.org:443",
        r"https://a\.org|b\.org|https://c\.org",
        // One that may be left out.
        r"https://a(/x|b)?\.org",
    ] {
        assert_eq!(codes(private(text)), ["dead-branch"], "{text}");
    }
    for text in [
        r"https://(a\.org|b\.org)",
        r"https://(a|b)?c\.example\.org",
        r"https://(a\.org|\[2001:db8::1\])",
        r"https://(a\.org|203\.0\.113\.7)(:80|:8080)?",
        r"(https://a\.org|moz-extension://abcd4567-89ab-4cde-8f01-23456789abcd)",
    ] {
        assert_eq!(codes(private(text)), [""; 0], "{text}");
    }
}

/// Names that end like numbers are addresses, and these are none.
#[test]
fn what_looks_like_a_number_is_no_name() {
    for text in [
        r"https://a\.0x[0-9a-f]+",
        r"https://[a-z]+\.0x",
        r"https://a\.\d+",
    ] {
        assert_eq!(codes(private(text)), ["dead-regex"], "{text}");
    }
    assert_clean(private(r"https://0x[0-9a-f]+\.example\.org"));
}

/// Whether a word ends somewhere is not followed, so what hangs on it is not decided.
#[test]
fn word_boundaries() {
    assert_clean(private(r"\bhttps://(app|admin)\.example\.org\b"));
    assert_error(
        private(r"https://[a-z]+\bteam\.org"),
        &Expected {
            code: "untried-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "https://[a-z]+\\bteam\\.org" could not be tried out: it is too large, or asks where words end; shorten it and leave out \b, or list the origins"#,
        },
    );
}

/// None of them is dead, whatever it takes to find what it matches.
#[test]
fn what_matches_is_not_dead() {
    for text in [
        r"https://[0-9.]+:8080",
        r"https://[0-9.]{7,15}",
        r"https://(\d{1,3}\.){3}\d{1,3}",
        r"https://(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}",
        r"https://[\d.:]+",
        r"https://[^a-z]+",
        r"https://[0-9a-f.x]+",
        r"https://[a-z0-9]+(\.[a-z0-9]+)*:\d{4,5}",
        r"[a-z-]+://[a-p]{32}",
        r"https://\S+\.\S+:[1-9]\d{0,4}",
        r"https://\[[0-9a-f:]+\](:\d+)?",
    ] {
        let found = codes(regex(text));
        assert!(
            !found.iter().any(|code| code.starts_with("dead")),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_native_scheme_that_is_open_to_everybody() {
    assert_warning(
        private("myapp://.*"),
        &Expected {
            code: "any-host",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "myapp://.*": any page of the scheme "myapp" whose host fits can match; list the hosts that you know"#,
        },
    );
    for text in [
        "chrome-extension://[a-p]{32}",
        "moz-extension://[0-9a-f-]+",
        r"https://a\.org|tauri://.+",
        "(ionic|capacitor)://[a-z]+",
    ] {
        assert_eq!(codes(private(text)), ["any-host"], "{text}");
        assert_eq!(codes(regex(text)), ["any-host"], "{text}");
    }
    assert_clean(private("(ionic|capacitor)://localhost"));
}

/// Within a second and little memory, with a sentence.
#[test]
fn none_takes_the_process_down() {
    let mut groups = String::from("https://(");
    let mut plain = groups.clone();
    for tenant in 0..12_000 {
        write!(groups, "(t{tenant}[a-z]?)|").unwrap();
        write!(plain, "tenant-{tenant}|").unwrap();
    }
    let large = [groups, plain].map(|text| text + r"x)\.example\.org");
    let repeated = [
        r"https://((a|b|c|d|e){1,30}\.){1,30}example\.org".to_owned(),
        format!("https://{}", r"(\w+\.)?".repeat(1_900)),
        format!("^https://{}$", ".*".repeat(5_000)),
        format!("https://{}", r"\w*".repeat(5_000)),
        format!("https://{}", r"\w".repeat(8_000)),
        format!("https://{}\\.org", "(a|b)".repeat(2_000)),
        format!("https://({})\\.org", "[a-z]{1,9}|".repeat(1_400)),
        format!("https://{}", "[0-9]{0,3}[.]?".repeat(1_000)),
        r"https://[a-z]{1,60}(-[a-z]{1,60}){0,60}\.example\.org".to_owned(),
        r"(https?://)?(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])".to_owned(),
    ];
    for text in large.iter().chain(&repeated) {
        let start = Instant::now();
        if let Err(error) = private(text).build() {
            let sentence = error.problems()[0].to_string();
            assert!(sentence.len() < 500, "{sentence}");
        }
        // A second in a release build, which this is not; and it may have to share its processor.
        let taken = start.elapsed();
        assert!(
            taken < Duration::from_secs(20),
            "{taken:?} for {}",
            &text[..60]
        );
    }
    for text in &large {
        let error = private(text).build().unwrap_err();
        assert_eq!(error.problems()[0].code(), "invalid-regex");
        let sentence = error.problems()[0].message();
        assert!(
            sentence.ends_with("bytes, and at most 16384 are read"),
            "{sentence}"
        );
    }
}
