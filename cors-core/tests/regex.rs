//! Origins that a regex matches: as a whole, and with credentials no look-alikes.
#![cfg(feature = "regex")]

mod support;

use core::{fmt::Write as _, time::Duration};
use std::time::Instant;

use cors_core::{Policy, PolicyBuilder, Problem, ProblemKind, Severity};
use support::{Expected, allows, assert_clean, assert_error, assert_warning, codes};

fn regex(regex: &str) -> PolicyBuilder {
    Policy::builder().allow_origin_regex(regex)
}

/// With credentials.
fn private(text: &str) -> PolicyBuilder {
    regex(text).allow_credentials(true)
}

#[track_caller]
fn assert_allows(text: &str, all: &[&str], none: &[&str]) {
    let policy = regex(text).build().unwrap();
    for origin in all {
        assert!(allows(&policy, origin), "{text} and {origin}");
    }
    for origin in none {
        assert!(!allows(&policy, origin), "{text} and {origin}");
    }
}

#[test]
fn matches_the_whole_origin() {
    assert_allows(
        r"https://app\.example\.com",
        &["https://app.example.com"],
        &[
            "https://app.example.com:8443",
            "https://app.example.com.evil.test",
            "https://app.example.community",
            "xhttps://app.example.com",
            "http://app.example.com",
        ],
    );
    // The first alternative that fits is not the last word.
    assert_allows(
        "https://(a|ab)",
        &["https://a", "https://ab"],
        &["https://abc", "https://b"],
    );
    assert_allows(
        "https://a|https://ab",
        &["https://a", "https://ab"],
        &["https://abc", "https://aab", "xhttps://a"],
    );
    assert_allows(
        "https://a.*?",
        &["https://a", "https://abc"],
        &["https://ba"],
    );
    // Anchors change nothing, wherever they stand.
    assert_allows(
        "^https://a$|^https://b$",
        &["https://a", "https://b"],
        &["https://ab", "https://a:1"],
    );
    assert_allows(
        "^https://a|https://b$",
        &["https://a", "https://b"],
        &["https://a.evil.test", "https://evil.b", "xhttps://b"],
    );
    assert_allows(
        r"(?m)^https://a$",
        &["https://a"],
        &["https://a:1", "https://a.evil.test"],
    );
    assert_allows(r"\Ahttps://a\z", &["https://a"], &["https://a:1"]);
}

#[test]
fn no_new_line_slips_in() {
    for text in [
        r"https://a\.example",
        r"(?m)https://a\.example$",
        r"(?s)https://a\.example.*",
        r"(?sm)^https://a\.example$.*",
        r"https://a\.example\s*",
        r"https://a\.example[^/]*",
    ] {
        let policy = regex(text).build().unwrap();
        assert!(allows(&policy, "https://a.example"), "{text}");
        for bytes in [
            "https://a.example\n",
            "https://a.example\r\n",
            "https://a.example\nhttps://b.example",
            "https://b.example\nhttps://a.example",
            " https://a.example",
            "https://a.example ",
            "https://a.example\0",
            "https://a.example/",
            "https://a.example:443",
            "https://A.example",
        ] {
            assert!(!allows(&policy, bytes), "{text} and {bytes:?}");
        }
    }
}

/// Whatever a regex says, only canonical origins are matched, and never `null`.
#[test]
fn sees_origins_only() {
    let policy = regex(r"(?s-u:.)*|null|.*")
        .dangerously_allow_null_origin(false)
        .build();
    // Bytes that are no UTF-8 are for regexes over bytes.
    assert_eq!(policy.unwrap_err().problems()[0].code(), "invalid-regex");
    let policy = regex(r"(?s)https?://.*|null|.*").build().unwrap();
    assert!(allows(&policy, "https://a.example"));
    for bytes in [
        &b""[..],
        b"null",
        b"*",
        b"a.example",
        b"https://a.example/",
        b"https://\xff.example",
        b"file:///",
        "https://bücher.example".as_bytes(),
    ] {
        assert!(
            !allows(&policy, bytes),
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn flags() {
    assert_allows(
        "(?i)https://APP.example",
        &["https://app.example"],
        &["https://app.example:8443"],
    );
    // U+017F and U+212A are "s" and "k" in other clothes, and in no origin.
    assert_allows(
        r"(?i)https://sk\.example",
        &["https://sk.example"],
        &["https://\u{17f}\u{212a}.example"],
    );
    assert_allows(
        "(?x) https :// app [.] example ",
        &["https://app.example"],
        &["https://app.example.evil.test"],
    );
    assert_allows(
        r"(?i:https)://a\.example",
        &["https://a.example"],
        &["http://a.example"],
    );
    assert_allows(
        r"(?U)https://a.*\.example",
        &["https://abc.example"],
        &["https://abc.example.evil.test"],
    );
}

/// The comment must not reach what is added to match the whole.
#[test]
fn comment_at_the_end() {
    assert_allows(
        "(?x)
            https://
            (a | b) \\.example   # the two of them
            # and no one else",
        &["https://a.example", "https://b.example"],
        &["https://a.example.evil.test", "https://c.example"],
    );
    assert_clean(private(r"(?x)https://app\.example\.com # production"));
}

#[test]
fn invalid() {
    assert_error(
        regex("https://(a|b\\.example"),
        &Expected {
            code: "invalid-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"invalid regex "https://(a|b\\.example": unclosed group; correct it, or list the origins"#,
        },
    );
    for text in [
        // Parentheses that those around it would complete.
        "a)|(b",
        "https://a)|(?:https://b",
        ")(",
        "(",
        ")",
        "[",
        "[a",
        "*",
        "?",
        "+a",
        "a{2,1}",
        "a{",
        "\\",
        r"\q",
        r"(?P<a>x)(?P<a>y)",
        "(?z)",
        r"\p{Nonsense}",
        r"(?=https)https://a",
        r"(?<!evil)\.example",
        r"(a)\1",
        "(?x) ( # a comment",
    ] {
        let error = regex(text).build().unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        assert_eq!(error.problems()[0].code(), "invalid-regex", "{error}");
        let ProblemKind::InvalidRegex { regex, .. } = error.problems()[0].kind() else {
            panic!("{error}");
        };
        assert_eq!(regex, text);
        assert_one_line(&error.problems()[0]);
    }
}

#[track_caller]
fn assert_one_line(problem: &Problem) {
    let sentence = problem.to_string();
    assert!(!sentence.contains(['\n', '\r', '\t']), "{sentence}");
    assert!(!sentence.contains("  "), "{sentence}");
    assert!(!sentence.contains(".;"), "{sentence}");
    // Nothing of the machinery shows.
    assert!(!sentence.contains(r"\\A(?:"), "{sentence}");
    assert!(!sentence.contains("regex parse error"), "{sentence}");
}

#[test]
fn too_large() {
    for text in [
        r"\w{1000}{1000}",
        r"https://(\w{1000}){1000}\.example",
        r"(((a{100}){100}){100}){100}",
    ] {
        let error = regex(text).build().unwrap_err();
        let [problem] = error.problems() else {
            panic!("{error}");
        };
        assert_eq!(problem.code(), "invalid-regex");
        let sentence = problem.to_string();
        assert!(sentence.contains("size limit of"), "{sentence}");
        assert_one_line(problem);
    }
    let nested = format!("{}a{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(codes(regex(&nested)), ["invalid-regex"]);
}

/// Trying it out at build time is bounded as well: a second or so, not minutes.
#[test]
fn many_branches() {
    let start = Instant::now();
    let mut text = String::from("https://");
    for branch in 0..800 {
        write!(text, "(a{branch}|b?)?").unwrap();
    }
    text.push_str(r"\.example\.com");
    assert!(private(&text).build().is_ok());
    assert_clean(private(r"https://((a|b|c|d|ef){1,20}){1,20}\.example\.com"));
    assert_clean(private(r"https://(((a?){0,9}){0,9}){0,9}\.example\.com"));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn dead() {
    assert_warning(
        regex(r"app\.example\.com"),
        &Expected {
            code: "dead-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "app\\.example\\.com" matches no origin: it has to match the whole origin, and matches "app.example.com", which is not one; begin it with the scheme and end it with the host or port"#,
        },
    );
    for text in [
        "",
        "https",
        "https://",
        r"https://app\.example\.com/",
        r"https://app\.example\.com/.*",
        r"https://app\.example\.com:443",
        r"https://APP\.example\.com",
        r"https:\\app\.example\.com",
        r"https://bücher\.example",
        "null",
        r"file:///.*",
    ] {
        assert_eq!(codes(regex(text)), ["dead-regex"], "{text}");
    }
}

/// Longer than any origin, at the least, in one of its parts or as a whole.
#[test]
fn longer_than_any_origin() {
    for text in [
        r"https://a{400}",
        r"https://a{400}\.example\.com",
        r"a{400}https://app\.example\.com",
        r"https://(a{400}b?)+\.example\.com",
        r"https://[a-z]{300}[a-z]{300}\.example\.com",
        r"(https://a{400}){2,}",
    ] {
        assert_eq!(codes(regex(text)), ["dead-regex"], "{text}");
        assert!(codes(private(text)).contains(&"dead-regex"), "{text}");
    }
    let branch = private(r"https://(a{400}|app)\.example\.com");
    assert_eq!(codes(branch), ["dead-branch"]);
}

/// Each of them matches origins.
#[test]
fn not_dead() {
    for text in [
        "http://localhost:.*",
        "http://localhost:.+",
        r"http://localhost:[^/]+",
        r"http://localhost:\w+",
        r"https://app\.example\.com:8\d{3}",
        r"https://app\.example\.com:[0-9]{1,5}",
        ".*",
        ".+",
        r".*\.example\.com",
        r"^.+://app\.example\.com$",
        r"[a-z-]+://app\.example\.com",
        r"\w+://localhost",
        r"https?:\/\/app\.example\.com",
        r"https?://(.*\.)?example\.com/?",
        r"https?://(www\.)?example\.com(:\d+)?/?",
        r"https://.\.example",
        r"https://\[::1\]",
        r"https://10\.0\.0\.\d+",
        r"https://\d+\.\d+\.\d+\.\d+",
    ] {
        let found = codes(regex(text));
        assert!(!found.contains(&"dead-regex"), "{text}: {found:?}");
    }
}

#[test]
fn loose() {
    assert_error(
        private(r"https://.*example\.com"),
        &Expected {
            code: "loose-regex",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"loose regex "https://.*example\\.com" with credentials: it admits "https://evil-aexample.com"; keep a domain of your own fixed at the end, with each of its dots escaped as \."#,
        },
    );
}

/// Look-alikes that any of them would let in.
static LOOSE: &[(&str, &str)] = &[
    // Dots that are not escaped.
    (r"https://api.example\.com", "https://apixexample.com"),
    (r"https://api\.example.com", "https://api.examplexcom"),
    ("https://api.example.com", "https://apixexample.com"),
    ("https://example.com", "https://examplexcom"),
    (r"https://(www\.)?example.com", "https://www.examplexcom"),
    (r"https://(www.)?example\.com", "https://wwwxexample.com"),
    (r"https://[a-z]+.example\.com", "https://evil-example.com"),
    ("https://.*.example.com", "https://evil-example.com"),
    (r"https://pr-\d+.example\.com", "https://pr-1xexample.com"),
    ("https://a.example.com:8443", "https://axexample.com:8443"),
    ("(?i)https://API.example\\.COM", "https://apixexample.com"),
    // No dot in front of the domain.
    (r"https://.*example\.com", "https://evil-example.com"),
    (r"https://[a-z.]*example\.com", "https://evilexample.com"),
    (r"https://[^.]*example\.com", "https://evil-example.com"),
    (r"https://\S+example\.com", "https://evil-example.com"),
    (r"https?://.*example\.com", "https://evil-example.com"),
    (r".*example\.com", "https://evil-example.com"),
    (r".+example\.com:.+", "https://evil-example.com:8443"),
    (
        r"https://.*example\.com:.+",
        "https://evil-example.com:8443",
    ),
    (
        r"https://.*example\.com:\d+",
        "https://evil-example.com:8443",
    ),
    // No end.
    (r"https://example\.com.*", "https://example.com.evil.test"),
    (r"https://example\.com.+", "https://example.com.evil.test"),
    (r"https://example\.com\S*", "https://example.com.evil.test"),
    (
        r"https://example\.com[^/]*",
        "https://example.com.evil.test",
    ),
    (
        r"https://example\.com[a-z.]*",
        "https://example.com.evil.test",
    ),
    (
        r"https://example\.com(\..*)?",
        "https://example.com.evil.test",
    ),
    (r"https://example\..*", "https://example.evil.test"),
    // Branches beside an optional end, which no origin has.
    (
        r"https://([a-z]+example\.com|app\.example\.org)/?",
        "https://evilexample.com",
    ),
    (
        r"https://(app\.example\.org|.+example\.com|b\.example\.org)(/|/.*)?",
        "https://evil-example.com",
    ),
    // A border between words is no dot.
    (r"https://.*\bexample\.com", "https://evil-example.com"),
    (r"https://.+\bexample\.com", "https://evil-example.com"),
    (r"https://.*[^a-z]example\.com", "https://evil-example.com"),
    // Any origin, in one form or another.
    (".*", "https://evil.test"),
    (".+", "https://evil.test"),
    (r"\S+", "https://evil.test"),
    ("(?s).*", "https://evil.test"),
    ("[^ ]*", "https://evil.test"),
    ("https.*", "https://evil.test"),
    ("https?:.*", "https://evil.test"),
    ("https://.*", "https://evil.test"),
    ("https://.+", "https://evil.test"),
    ("https://[^/]+", "https://evil.test"),
    (r"https://[\w.-]+", "https://evil.test"),
    (r"[^:]+://.*", "https://evil.test"),
    (r"\w+://\S+", "https://evil.test"),
    (r"https://.*(:\d+)?", "https://evil.test"),
    (r"https://.*:\d+", "https://evil.test:8443"),
    (r"https://.*:.*", "https://evil.test:8443"),
    (r"https://app\.example\.com|.*", "https://evil.test"),
    (r".*|https://app\.example\.com", "https://evil.test"),
    (r"(https://app\.example\.com)?.*", "https://evil.test"),
    // What varies is what people register.
    (r"https://.*\.com", "https://evil.com"),
    (r"https://[a-z]+\.com", "https://evil.com"),
    (r"https://[a-z]{3}\.com", "https://foe.com"),
    (r"https://app-[0-9]+\.com", "https://app-2.com"),
    (r"https://app\.example\.[a-z]+", "https://app.example.net"),
    (r"https://app\.example\.\w{2,3}", "https://app.example.net"),
    (r"https://app\.[a-z]+\.com", "https://app.evil.com"),
];

#[test]
fn loose_regexes_admit_what_is_said_of_them() {
    for (text, look_alike) in LOOSE {
        let policy = regex(text).build().unwrap();
        assert!(allows(&policy, look_alike), "{text} and {look_alike}");
    }
}

#[test]
fn loose_regexes_do_not_build_with_credentials() {
    let mut built = Vec::new();
    for (text, _) in LOOSE {
        match private(text)
            .dangerously_allow_insecure_origins(true)
            .build()
        {
            Ok(_) => built.push(*text),
            Err(error) => assert_admitted(&error.problems()[0]),
        }
    }
    assert!(built.is_empty(), "{built:#?}");
}

/// The look-alike is one: an origin that the regex admits. Where none was found because nothing
/// that it matches was, that is reason enough not to trust it.
#[track_caller]
fn assert_admitted(problem: &Problem) {
    assert_one_line(problem);
    match problem.kind() {
        ProblemKind::LooseRegex {
            regex: text,
            admits,
            ..
        } => {
            let policy = regex(text).build().unwrap();
            assert!(allows(&policy, admits), "{problem}");
        }
        _ => assert_eq!(problem.code(), "public-suffix", "{problem}"),
    }
}

#[cfg(feature = "public-suffix")]
#[test]
fn what_varies_below_a_public_suffix() {
    assert_error(
        private(r"https://[a-z]+\.vercel\.app"),
        &Expected {
            code: "public-suffix",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"regex "https://[a-z]+\\.vercel\\.app" with credentials: anyone can register a name below the public suffix "vercel.app"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
        },
    );
    for text in [
        r"https://.*\.vercel\.app",
        r"https://[a-z0-9-]+\.vercel\.app",
        r"https://.*\.co\.uk",
        r"https://[a-z]+-preview\.netlify\.app",
        r"https://app-[a-z0-9]+\.vercel\.app",
        r"https://app-[a-z0-9]+-team\.vercel\.app",
        r"https://pr-\d+\.github\.io",
        r"https://(app\.example|[a-z]+\.vercel)\.app",
        r"https://[a-z]+\.com(:\d+)?",
    ] {
        assert_eq!(codes(private(text)), ["public-suffix"], "{text}");
        assert_eq!(codes(regex(text)), ["public-suffix"], "{text}");
        // The permission means the same as for a pattern.
        let permitted = private(text).dangerously_allow_public_suffixes(true);
        let policy = permitted.build().unwrap();
        assert_eq!(policy.warnings()[0].code(), "public-suffix", "{text}");
    }
    assert_clean(private(r"https://[a-z]+\.mine\.vercel\.app"));
}

/// The permission is for suffixes, and none is for looseness.
#[test]
fn no_permission_for_loose_ones() {
    for text in [
        r"https://.*example\.com",
        r"https://.*vercel\.app",
        "https://.*",
    ] {
        let permitted = private(text)
            .dangerously_allow_insecure_origins(true)
            .dangerously_allow_public_suffixes(true);
        assert_eq!(codes(permitted), ["loose-regex"], "{text}");
    }
}

#[test]
fn loose_ones_build_without_credentials() {
    for (text, _) in LOOSE {
        let policy = regex(text).build().unwrap();
        let problems = policy.warnings().iter().map(Problem::severity);
        assert!({ problems }.all(|severity| severity == Severity::Warning));
    }
}

/// An alternation of many origins is probed to its end.
#[test]
fn the_last_of_many_branches_is_probed() {
    let branches: Vec<_> = (0..100).map(|n| format!(r"app{n}\.example\.com")).collect();
    let tight = format!("https://({})", branches.join("|"));
    assert_clean(private(&tight));
    let loose = format!("{tight}|https://.*example\\.net");
    assert_eq!(codes(private(&loose)), ["loose-regex"]);
    let loose = format!(r"https://({}|.*example\.net)", branches.join("|"));
    assert_eq!(codes(private(&loose)), ["loose-regex"]);
}

#[test]
fn reasonable_ones_build_with_credentials() {
    for text in [
        r"https://app\.example\.com",
        r"^https://app\.example\.com$",
        r"https:\/\/app\.example\.com",
        r"https://app[.]example[.]com",
        r"https://(www\.)?example\.com",
        r"https://(?:app|admin)\.example\.com",
        r"https://([a-z0-9-]+\.)*example\.com",
        r"https://(.+\.)?example\.com",
        r"https://.*\.example\.com",
        r"https://.+\.example\.com",
        r"https://[^.]+\.example\.com",
        r"https://[a-z0-9-]+\.example\.co\.uk",
        r"https://[[:alnum:]-]{1,63}\.example\.com",
        r"https://[\w.-]+\.example\.com",
        r"https://\w+\.(eu|us)\.example\.com",
        r"https://pr-[0-9]+\.example\.com",
        r"https://pr-\d+\.preview\.example\.com",
        r"https://pr-\d+-[a-f0-9]{7,40}\.example\.com",
        r"https://deploy-preview-\d+--mine\.example\.net",
        r"https://app\.example\.(com|org|net|co\.uk)",
        r"https://app\.example\.com(:8443)?",
        r"https://app\.example\.com(:\d+)?",
        r"https://app\.example\.com(?::[1-9][0-9]{0,4})?",
        r"https://app\.example\.com:(3000|3001|8[0-9]{3})",
        r"https://a\.example\.com|https://b\.example\.org",
        r"^https://a\.example\.com$|^https://b\.example\.org$",
        r"(?i)https://app\.example\.com",
        r"(?i)^https://[a-z]+\.sketch\.example$",
        r"(?x) https:// [a-z]+ \. example \. com",
        r"https://tenant-(?P<id>[0-9]{4})\.example\.com",
        r"https://app\.example\.com\.?",
        r"https://(www\.)?example\.com/?",
        r"https://(.+\.)?example\.com/?",
        r"https://app\.internal",
        r"https://[a-z]+\.corp\.internal",
        r"https?://localhost(:\d+)?",
        r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?",
        r"http://localhost:30[0-9]{2}",
        r"http://[a-z]+\.localhost:3000",
        r"https://10\.0\.0\.1",
        r"(tauri|capacitor|ionic)://localhost",
        r"chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    ] {
        assert_eq!(codes(private(text)), [""; 0], "{text}");
    }
}

#[test]
fn insecure() {
    assert_error(
        private(r"https?://app\.example\.com"),
        &Expected {
            code: "insecure-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"insecure origin "https?://app\\.example\\.com" with credentials: whoever controls the network can pose as it; allow https only, or accept this with dangerously_allow_insecure_origins"#,
        },
    );
    for text in [
        r"http://app\.example\.com",
        r"http.?://app\.example\.com",
        r"(http|https)://app\.example\.com",
        r"https://a\.example\.com|http://b\.example\.com",
        r"http://[a-z]+\.example\.com:\d+",
        r"[a-z]+://app\.example\.com",
        r"\w+://app\.example\.com",
        r".*://app\.example\.com",
        r".*app\.example\.com:8443",
        r"http://(localhost|app\.example\.com)(:\d+)?",
        r"http://192\.168\.0\.\d+",
    ] {
        let found = codes(private(text));
        assert!(found.contains(&"insecure-origin"), "{text}: {found:?}");
        // Accepted, and still to be seen: it may have been meant for another entry.
        let permitted = private(text)
            .dangerously_allow_insecure_origins(true)
            .build();
        if let Ok(policy) = permitted {
            let found: Vec<_> = policy.warnings().iter().map(Problem::code).collect();
            assert_eq!(found, ["insecure-origin"], "{text}");
        }
        assert!(!codes(regex(text)).contains(&"insecure-origin"), "{text}");
    }
}

#[test]
fn shadowed_by_any_origin() {
    assert_warning(
        regex(r"https://a\.example").allow_origins(["*"]),
        &Expected {
            code: "shadowed-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"origin "https://a\\.example" is covered by "*"; remove it"#,
        },
    );
}

#[test]
fn every_problem_of_every_regex() {
    let builder = private("(")
        .allow_origin_regex(r"https?://.*example\.com")
        .allow_origin_regex(")");
    assert_eq!(
        codes(builder),
        [
            "invalid-regex",
            "loose-regex",
            "insecure-origin",
            "invalid-regex",
        ]
    );
}

#[test]
fn survives_the_round_trip() {
    let policy = private(r"https://[a-z]+\.example\.com")
        .allow_origins(["https://a.example"])
        .build()
        .unwrap();
    let again = policy.to_builder().build().unwrap();
    assert_eq!(again, policy);
    assert!(allows(&again, "https://b.example.com"));
    let text = regex("https://\"[.]example\t").build().unwrap().to_string();
    assert_eq!(
        text,
        "allow_origins = [{ regex = \"https://\\\"[.]example\\u0009\" }]\n"
    );
}
