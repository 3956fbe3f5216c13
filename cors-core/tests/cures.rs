//! Corrected literals: each is what its author meant, or there is none, and the text says what to do.

use cors_core::{InvalidOrigin, OriginFlaw, OriginPattern};
use proptest::prelude::*;

#[track_caller]
fn invalid(text: &str) -> InvalidOrigin {
    match OriginPattern::parse(text) {
        Ok(pattern) => panic!("{pattern} is a pattern"),
        Err(error) => error,
    }
}

#[track_caller]
fn assert_cures(rows: &[(&str, OriginFlaw, &str)]) {
    let mut wrong = Vec::new();
    for &(input, flaw, cure) in rows {
        let error = invalid(input);
        let message = error.to_string();
        if error.flaw() != flaw || !message.ends_with(&format!("; {cure}")) {
            wrong.push(format!("{:?}: {message}", error.flaw()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const REGEX: &str = "give it to allow_origin_regex, or write { regex = '…' } in a policy file; it has to match the whole origin";
const ANY: &str = r#"write "*" for any origin, or list the origins: a pattern has a fixed host"#;
const BOTH: &str = r#"write two entries, "https://example.com" and "http://example.com""#;
const LIST: &str = "give each origin its own entry";
const PLACEHOLDER: &str = "write the value itself, or fill it in before the policy reads it";

#[test]
fn regexes() {
    let sure = |regex: &str| {
        format!("give it to allow_origin_regex, or write {{ regex = '{regex}' }} in a policy file")
    };
    for (input, regex) in [
        (
            r"https://a\.example|https://b\.example",
            r"https://a\.example|https://b\.example",
        ),
        (r"^https://.*\.example\.com$", r"https://.*\.example\.com"),
        (
            r"/^https:\/\/.*\.example\.com$/",
            r"https://.*\.example\.com",
        ),
        (
            r"/https:\/\/[a-z]+\.example\.com/i",
            r"https://[a-z]+\.example\.com",
        ),
        (
            r"~^https?://(a|b)\.example\.com$",
            r"https?://(a|b)\.example\.com",
        ),
        (
            r"https://pr-\d+\.example\.com",
            r"https://pr-\d+\.example\.com",
        ),
        (
            r"https://[^.]+\.example\.com",
            r"https://[^.]+\.example\.com",
        ),
    ] {
        let error = invalid(input);
        assert_eq!(
            (error.flaw(), error.suggestion()),
            (OriginFlaw::Regex, None),
            "{input}"
        );
        assert!(error.to_string().ends_with(&sure(regex)), "{error}");
    }
    assert_cures(&[
        ("^https://.*.example.com$", OriginFlaw::Regex, REGEX),
        ("https://.*.example.com", OriginFlaw::Regex, REGEX),
        ("https://.*example.com", OriginFlaw::Regex, REGEX),
        (r".*\.example\.com", OriginFlaw::Regex, REGEX),
        (".*", OriginFlaw::Regex, REGEX),
        (r"example\.com$", OriginFlaw::Regex, REGEX),
        ("https://[a-z]+.example.com", OriginFlaw::Regex, REGEX),
        ("https://(a|b).example.com", OriginFlaw::Regex, REGEX),
        ("https?://.+.example.com", OriginFlaw::Regex, REGEX),
        ("https://(www.)?example.com", OriginFlaw::Regex, REGEX),
        ("https?://example.com", OriginFlaw::Regex, BOTH),
        ("(http|https)://example.com", OriginFlaw::Regex, BOTH),
    ]);
}

#[test]
fn wildcards_that_mean_more_than_a_pattern() {
    use OriginFlaw::{InvalidScheme, MisplacedWildcard, NoScheme};
    assert_cures(&[
        ("https://*", MisplacedWildcard, ANY),
        ("http://*", MisplacedWildcard, ANY),
        ("https://*:443", MisplacedWildcard, ANY),
        ("http://*:3000", MisplacedWildcard, ANY),
        ("https://*:*", MisplacedWildcard, ANY),
        ("https://*/*", OriginFlaw::Path, ANY),
        (
            "safari-web-extension://*",
            MisplacedWildcard,
            "list the hosts, or allow a regex: their letters are in upper case",
        ),
        ("https://*.*", MisplacedWildcard, ANY),
        ("https://**", MisplacedWildcard, ANY),
        ("*:8080", NoScheme, ANY),
        ("*.*", NoScheme, ANY),
        ("*://*", MisplacedWildcard, ANY),
        ("*://example.com", MisplacedWildcard, BOTH),
        ("*://example.com/", MisplacedWildcard, BOTH),
        ("http*://example.com", MisplacedWildcard, BOTH),
        ("http(s)://example.com", InvalidScheme, BOTH),
        (
            "*",
            NoScheme,
            "give it to the policy itself, where it stands for any origin",
        ),
        (
            "https://example.*",
            MisplacedWildcard,
            "list each domain: the end of a pattern's host is fixed",
        ),
        (
            "myapp://*",
            MisplacedWildcard,
            r#"list the hosts, or write "myapp://{slug}" for any of a-z, 0-9 and -"#,
        ),
    ]);
}

#[test]
fn address_ranges() {
    use OriginFlaw::AddressRange;
    let list = "list each address, or allow a regex";
    assert_cures(&[
        (
            "10.0.0.0/8",
            AddressRange,
            r"list each address, or allow the regex http://10\.\d{1,3}\.\d{1,3}\.\d{1,3}(:\d+)?",
        ),
        (
            "https://192.168.1.0/24",
            AddressRange,
            r"list each address, or allow the regex https://192\.168\.1\.\d{1,3}(:\d+)?",
        ),
        (
            "http://192.168.1.*:3000",
            AddressRange,
            r"list each address, or allow the regex http://192\.168\.1\.\d{1,3}(:\d+)?",
        ),
        (
            "192.168.*.*",
            AddressRange,
            r"list each address, or allow the regex http://192\.168\.\d{1,3}\.\d{1,3}(:\d+)?",
        ),
        ("172.16.0.0/12", AddressRange, list),
        // Everybody's addresses.
        ("203.0.113.0/24", AddressRange, list),
        ("8.8.8.*", AddressRange, list),
        ("10.0.0.1-10.0.0.9", AddressRange, list),
        ("10.0.0.1-9", AddressRange, list),
        ("fd00::/8", AddressRange, list),
        ("https://[fd00::]/8", AddressRange, list),
    ]);
}

#[test]
fn lists_and_placeholders() {
    use OriginFlaw::{Placeholder, SeveralOrigins};
    assert_cures(&[
        ("https://a.example https://b.example", SeveralOrigins, LIST),
        ("https://a.example;https://b.example", SeveralOrigins, LIST),
        ("https://a.example|https://b.example", SeveralOrigins, LIST),
        (
            "https://a.example\nhttps://b.example\n",
            SeveralOrigins,
            LIST,
        ),
        ("a.example b.example", SeveralOrigins, LIST),
        ("localhost:3000 localhost:8080", SeveralOrigins, LIST),
        (
            r#"["https://a.example","https://b.example"]"#,
            SeveralOrigins,
            LIST,
        ),
        (
            r#""https://a.example", "https://b.example""#,
            SeveralOrigins,
            LIST,
        ),
        ("['https://a.example']", SeveralOrigins, LIST),
        ("https://a.example:80,443", SeveralOrigins, LIST),
        (
            "https://a.example,",
            SeveralOrigins,
            r#"write "https://a.example""#,
        ),
        (
            "https://a.example;",
            SeveralOrigins,
            r#"write "https://a.example""#,
        ),
        ("${ORIGIN}", Placeholder, PLACEHOLDER),
        ("https://${HOST}:3000", Placeholder, PLACEHOLDER),
        ("https://$HOST", Placeholder, PLACEHOLDER),
        ("$ORIGIN", Placeholder, PLACEHOLDER),
        ("%ORIGIN%", Placeholder, PLACEHOLDER),
        ("https://%HOST%", Placeholder, PLACEHOLDER),
        ("{{ origin }}", Placeholder, PLACEHOLDER),
        ("https://{{host}}.example.com", Placeholder, PLACEHOLDER),
        ("<%= origin %>", Placeholder, PLACEHOLDER),
        ("https://<your-domain>", Placeholder, PLACEHOLDER),
        ("https://#{host}", Placeholder, PLACEHOLDER),
    ]);
}

#[test]
fn words() {
    use OriginFlaw::Keyword;
    let own = "remove it: a page needs no permission to read from its own origin";
    assert_cures(&[
        ("ALL", Keyword, r#"write "*" for any origin"#),
        ("\"any\"", Keyword, r#"write "*" for any origin"#),
        (
            "none",
            Keyword,
            "remove it: an origin that is not listed is not allowed",
        ),
        (
            "'none'",
            Keyword,
            "remove it: an origin that is not listed is not allowed",
        ),
        ("self", Keyword, own),
        ("same-origin", Keyword, own),
        ("true", Keyword, r#"list the origins, or write "*" for any"#),
        (
            "undefined",
            Keyword,
            "remove it, and set the variable that it came from",
        ),
        (
            "'null'",
            OriginFlaw::Quoted,
            "remove it, or allow it with dangerously_allow_null_origin, without credentials",
        ),
        ("\"*\"", OriginFlaw::Quoted, "leave out the quotes"),
    ]);
}

/// Each input and the corrected literal.
static LITERALS: &[(&str, Option<&str>)] = &[
    // Addresses.
    ("192.168.1.10:3000", Some("http://192.168.1.10:3000")),
    ("192.168.1.10", Some("http://192.168.1.10")),
    ("10.0.0.1:443", Some("https://10.0.0.1")),
    ("[::1]", Some("http://[::1]")),
    ("[2001:db8::1]:8080", Some("http://[2001:db8::1]:8080")),
    ("::1", Some("http://[::1]")),
    ("127.0.0.1:*", Some("http://127.0.0.1:*")),
    // Hosts without a scheme.
    ("app.localhost:3000", Some("http://app.localhost:3000")),
    ("example.com:443", Some("https://example.com")),
    ("example.com:80", Some("http://example.com")),
    ("*.example.com", Some("https://*.example.com")),
    ("//example.com", Some("https://example.com")),
    ("admin@example.com", None),
    // Schemes.
    (
        "https://https://app.example.com",
        Some("https://app.example.com"),
    ),
    (
        "http://https://app.example.com/",
        Some("https://app.example.com"),
    ),
    (
        "https://https://a.example/?u=https://b.example",
        Some("https://a.example"),
    ),
    ("http;//app.example.com", Some("http://app.example.com")),
    ("htps//app.example.com", Some("https://app.example.com")),
    ("htttp://localhost:3000", Some("http://localhost:3000")),
    (
        "HTPS://app.example.com:443/",
        Some("https://app.example.com"),
    ),
    ("httpss://app.example.com", Some("https://app.example.com")),
    ("https.example.com", Some("https://https.example.com")),
    ("ftp://app.example.com", None),
    // Labels.
    (
        "https://*-app.example.com",
        Some("https://{slug}-app.example.com"),
    ),
    ("https://app*.com", None),
    ("https://*-app.com", None),
    ("https://foo.*bar.com", None),
    // Ports.
    ("https://app.example.com:3000-3010", None),
    ("https://app.example.com:30*", None),
    (
        "https://app.example.com:{digits}",
        Some("https://app.example.com:*"),
    ),
    // Paths.
    (
        "https://app.example.com/**",
        Some("https://app.example.com"),
    ),
    // What looks like ASCII, and what is a name.
    ("https://арр.example.com", Some("https://app.example.com")),
    ("https://exаmple.com", Some("https://example.com")),
    ("https：//app.example.com", Some("https://app.example.com")),
    (
        "https://app‑1.example.com",
        Some("https://app-1.example.com"),
    ),
    (
        "https://пример.example",
        Some("https://xn--e1afmkfd.example"),
    ),
    ("https://сор.рф", Some("https://xn--n1aeb.xn--p1ai")),
    (
        "https://kadın.example",
        Some("https://xn--kadn-nza.example"),
    ),
    (
        "\u{feff}https://app.example.com",
        Some("https://app.example.com"),
    ),
    (
        "https://app.exam\u{ad}ple.com",
        Some("https://app.example.com"),
    ),
    (
        "https://app.example.com\u{202c}",
        Some("https://app.example.com"),
    ),
];

#[test]
fn literals() {
    let mut wrong = Vec::new();
    for &(input, literal) in LITERALS {
        let error = invalid(input);
        if error.suggestion() != literal {
            wrong.push(format!("{input}: {:?}, {error}", error.suggestion()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A glued "*" is a domain and all below it where that is all of what was registered, and the
/// beginning of a label otherwise.
#[test]
fn stars_glued_to_a_name() {
    let list = cfg!(feature = "public-suffix");
    for (input, literal) in [
        ("https://*example.com", Some("https://*.example.com")),
        (
            "https://*example.co.uk",
            list.then_some("https://*.example.co.uk"),
        ),
        (
            "https://*name.example.net",
            list.then_some("https://{slug}name.example.net"),
        ),
        ("https://*myapp.vercel.app", None),
        (
            "https://app-*.example.com",
            Some("https://app-{slug}.example.com"),
        ),
    ] {
        assert_eq!(invalid(input).suggestion(), literal, "{input}");
    }
}

#[test]
fn what_nobody_sees_is_named() {
    for (input, place) in [
        ("\u{a0}https://a.example", "U+00A0 at character 1"),
        ("https://a.example\u{200b}", "U+200B at character 18"),
        ("https://a\u{ad}.example", "U+00AD at character 10"),
        ("https://а.example", "U+0430 at character 9"),
        ("https://a．example", "U+FF0E at character 10"),
    ] {
        let message = invalid(input).to_string();
        assert!(message.contains(place), "{message}");
    }
}

#[test]
fn input_is_cut() {
    for input in [
        "a".repeat(1_000_000),
        format!("https://{}/", "ö".repeat(100_000)),
    ] {
        let error = invalid(&input);
        assert_eq!(error.input(), input);
        assert!(error.to_string().chars().count() < 300);
        assert!(error.to_string().contains('…'));
    }
}

/// Pieces that make readings go deep or far, in texts that are far too long.
#[test]
fn long_texts_end_soon() {
    for piece in [
        "\"'", "',", "{,", "[\"", "(", "((", "\\", "https://", "htps://", "%a", "$", "{{", "<a",
        "a.", "а", "а.", "|", "\u{200b}", "*.", "*", "://", "@", "[", "{1,", "//",
    ] {
        for text in [
            piece.repeat(100_000),
            format!("https://{}", piece.repeat(100_000)),
        ] {
            let start = std::time::Instant::now();
            let _ = OriginPattern::parse(&text).map_err(|error| error.to_string());
            assert!(start.elapsed().as_secs() < 5, "{piece}");
        }
    }
}

fn valid() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![Just("https"), Just("http")];
    let host = prop_oneof![
        "[a-z]{1,8}\\.example\\.com",
        Just("*.example.com".to_owned()),
        Just("pr-{digits}.example.com".to_owned()),
        Just("localhost".to_owned()),
        Just("192.0.2.1".to_owned()),
        Just("[2001:db8::1]".to_owned()),
        Just("xn--bcher-kva.example".to_owned()),
    ];
    let port = prop_oneof![Just(""), Just(":8443"), Just(":*")];
    (scheme, host, port).prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"))
}

fn corrupted(text: &str) -> Vec<String> {
    let (scheme, rest) = text.split_once("://").unwrap();
    let default = if scheme == "https" { 443 } else { 80 };
    let mut all = vec![
        text.to_uppercase(),
        format!("{}://{rest}", scheme.to_uppercase()),
        format!("{text}/"),
        format!("{text}/*"),
        format!("{text}/path?query#fragment"),
        format!(" {text}\n"),
        format!("\u{feff}{text}"),
        format!("{text}\u{200b}"),
        format!("\"{text}\""),
        format!("'{text}"),
        format!("„{text}“"),
        format!("«{text}»"),
        format!("`{text}`"),
        format!("{text},"),
        format!("{scheme}:/{rest}"),
        format!("{scheme}//{rest}"),
        format!("{scheme};//{rest}"),
        format!("{scheme}://{text}"),
        format!("{scheme}://user@{rest}"),
        format!("t{text}"),
        text.replacen("tt", "ttt", 1),
        text.replace('a', "а"),
        text.replace('o', "ο"),
        text.replace('.', "．"),
        text.replacen("e", "ｅ", 1),
    ];
    if !rest.contains("]:") && !rest.trim_start_matches('[').contains("]") && !rest.contains(':') {
        all.push(format!("{text}:{default}"));
        all.push(format!("{text}:"));
    }
    all.retain(|corrupted| corrupted != text);
    all
}

fn assert_means(input: &str, meant: &str) {
    let error = invalid(input);
    let suggestion = error.suggestion();
    assert!(suggestion.is_none() || suggestion == Some(meant), "{error}");
}

proptest! {
    /// To correct what was corrupted leads back, or nowhere.
    #[test]
    fn corruptions(text in valid()) {
        for corrupted in corrupted(&text) {
            if OriginPattern::parse(&corrupted).is_ok() {
                prop_assert_eq!(&corrupted, &text);
            } else {
                assert_means(&corrupted, &text);
            }
        }
    }

    /// One letter of a scheme that is left out, doubled or swapped never starts in silence.
    #[test]
    fn mistyped_schemes(https in any::<bool>(), at in 0..4_usize, kind in 0..3) {
        let scheme = if https { "https" } else { "http" };
        let mut letters: Vec<char> = scheme.chars().collect();
        match kind {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letters[at]),
            _ if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = 'q',
        }
        let mistyped: String = letters.into_iter().collect();
        prop_assume!(mistyped != "http" && mistyped != "https");
        let error = invalid(&format!("{mistyped}://app.example.com"));
        prop_assert_eq!(error.flaw(), OriginFlaw::MistypedScheme);
    }

    /// What is more than one origin gets no literal that is only one.
    #[test]
    fn several_get_no_literal(one in valid(), other in valid(), between in "[,;|] ?| |\n") {
        let error = invalid(&format!("{one}{between}{other}"));
        prop_assert_eq!(error.flaw(), OriginFlaw::SeveralOrigins);
        prop_assert_eq!(error.suggestion(), None);
    }

    #[test]
    fn regexes_get_no_literal(
        scheme in prop_oneof![Just("https://"), Just("^https://"), Just("https?://"), Just("^")],
        label in prop_oneof![
            Just(".*"), Just(".+"), Just("[a-z]+"), Just("[0-9a-f]{8}"), Just("(a|b)"),
            Just(r"\w+"), Just("(?:eu|us)"), Just(r"pr-\d+"), Just("[^.]+"),
        ],
        end in prop_oneof![Just(r"\.example\.com"), Just(r"\.example\.com$"), Just(r"\.example\.com(:\d+)?$")],
    ) {
        let error = invalid(&format!("{scheme}{label}{end}"));
        prop_assert_eq!(error.flaw(), OriginFlaw::Regex);
        prop_assert_eq!(error.suggestion(), None);
        let slashed = invalid(&format!("/{scheme}{label}{end}/"));
        prop_assert_eq!(slashed.suggestion(), None);
    }

    #[test]
    fn ranges_and_placeholders_get_no_literal(
        a in any::<[u8; 4]>(),
        bits in 0..=32_u8,
        name in "[A-Z_][A-Z0-9_]{2,8}",
    ) {
        let address = core::net::Ipv4Addr::from(a);
        let range = invalid(&format!("http://{address}/{bits}"));
        prop_assert_eq!((range.flaw(), range.suggestion()), (OriginFlaw::AddressRange, None));
        for text in [
            format!("${name}"),
            format!("${{{name}}}"),
            format!("https://${{{name}}}.example.com"),
            format!("%{name}%"),
            format!("{{{{ {name} }}}}"),
            format!("<%= {name} %>"),
        ] {
            let error = invalid(&text);
            prop_assert_eq!((error.flaw(), error.suggestion()), (OriginFlaw::Placeholder, None));
        }
    }
}
