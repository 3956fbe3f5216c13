//! The developer's origins: what each pattern stands for, and what is said about the others.

use core::net::Ipv4Addr;
use std::collections::HashSet;

use cors_core::{InvalidOrigin, Origin, OriginFlaw, OriginPattern, Problem};
use proptest::prelude::*;

#[track_caller]
fn pattern(text: &str) -> OriginPattern {
    match text.parse() {
        Ok(pattern) => pattern,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn pattern_err(text: &str) -> InvalidOrigin {
    match text.parse::<OriginPattern>() {
        Ok(pattern) => panic!("{pattern} is a pattern"),
        Err(error) => error,
    }
}

#[track_caller]
fn origin(text: &str) -> Origin<'_> {
    Origin::parse(text).unwrap_or_else(|_| panic!("{text:?} is no origin"))
}

#[track_caller]
fn assert_match_all(text: &str, origins: &[&str]) {
    for other in origins {
        assert!(pattern(text).matches(&origin(other)), "{text} and {other}");
    }
}

#[track_caller]
fn assert_match_none(text: &str, origins: &[&str]) {
    for other in origins {
        assert!(!pattern(text).matches(&origin(other)), "{text} and {other}");
    }
}

/// No pattern can match what is no origin.
#[track_caller]
fn assert_no_origin(texts: &[&str]) {
    for text in texts {
        assert!(Origin::parse(text).is_err(), "{text}");
    }
}

#[test]
fn exact() {
    let text = "https://app.example.com";
    assert_match_all(text, &["https://app.example.com"]);
    assert_match_none(
        text,
        &[
            "https://example.com",
            "https://b.app.example.com",
            "https://evil-app.example.com",
            "https://evilapp.example.com",
            "https://app.example.com.evil.test",
            "https://app.example.com.",
            "https://app.example.co",
            "https://app.example.comm",
            "https://appxexample.com",
            "http://app.example.com",
            "https://app.example.com:80",
            "https://app.example.com:8443",
            "app://app.example.com",
        ],
    );
    assert_match_none("https://a.example:8443", &["https://a.example"]);
    assert_match_none("https://a.example:8443", &["https://a.example:844"]);
    assert_match_none("https://a.example:844", &["https://a.example:8443"]);
    assert_match_none("https://a.example.", &["https://a.example"]);
}

#[test]
fn exact_of_every_kind() {
    for text in [
        "http://localhost",
        "http://localhost:3000",
        "https://example.com.",
        "https://under_score.example",
        "https://xn--bcher-kva.example",
        "https://127.0.0.1:8443",
        "https://[::1]",
        "http://[2001:db8::1]:8080",
        "https://[::ffff:102:304]",
        "tauri://localhost",
        "capacitor://localhost",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc",
        "safari-web-extension://2C127FA4-62C7-7E4F-90E5-472B45EECFDC",
    ] {
        assert_match_all(text, &[text]);
        assert_match_none(text, &["https://other.example"]);
        assert_eq!(pattern(text).to_string(), text);
    }
    // Hosts of other schemes keep their case.
    assert_match_none("app://Host", &["app://host"]);
}

#[test]
fn subdomains() {
    let text = "https://*.example.com";
    assert_match_all(
        text,
        &[
            "https://a.example.com",
            "https://a.b.c.example.com",
            "https://example.com.example.com",
            "https://1.example.com",
            "https://-.example.com",
            "https://under_score.example.com",
            "https://xn--bcher-kva.example.com",
        ],
    );
    assert_match_none(
        text,
        &[
            "https://example.com",
            "https://evilexample.com",
            "https://evil-example.com",
            "https://example.com.evil.test",
            "https://a.example.com.evil.test",
            "https://a.example.com.",
            "https://a.example.co",
            "https://a.example.commm",
            "https://axexample.com",
            "https://a.examplexcom",
            "https://com",
            "http://a.example.com",
            "https://a.example.com:80",
            "https://a.example.com:8443",
            "app://a.example.com",
            "https://[::1]",
            "https://127.0.0.1",
        ],
    );
    assert_no_origin(&[
        "https://.example.com",
        "https://..example.com",
        "https://a..example.com",
        "https://*.example.com",
        "https://evil.test/.example.com",
        "https://evil.test?.example.com",
        "https://evil.test#.example.com",
        "https://evil.test\\.example.com",
        "https://evil.test@a.example.com",
        "https://evil.test:80.example.com",
        "https://[::1].example.com",
        "https://A.example.com",
        "https://a.EXAMPLE.com",
        "https://a.example.com/",
        "https://a.example.com:443",
    ]);
}

#[test]
fn subdomains_with_dot_or_port() {
    let text = "https://*.example.com.:8443";
    assert_match_all(text, &["https://a.b.example.com.:8443"]);
    assert_match_none(
        text,
        &[
            "https://example.com.:8443",
            "https://a.example.com:8443",
            "https://a.example.com.",
            "https://a.example.com.:18443",
            "https://a.example.com.:844",
        ],
    );
    assert_match_all("https://*.localhost", &["https://a.localhost"]);
    assert_match_none("https://*.localhost", &["https://localhost"]);
    assert_match_all("app://*.Host", &["app://Any.Host"]);
    assert_match_none("app://*.Host", &["app://any.host"]);
}

#[test]
fn any_port() {
    let text = "http://localhost:*";
    assert_match_all(
        text,
        &[
            "http://localhost",
            "http://localhost:1",
            "http://localhost:443",
            "http://localhost:3000",
            "http://localhost:65535",
        ],
    );
    assert_match_none(
        text,
        &[
            "https://localhost",
            "https://localhost:3000",
            "http://localhost.",
            "http://a.localhost:3000",
            "http://localhost.evil.test",
            "http://localhosts:3000",
            "http://127.0.0.1:3000",
        ],
    );
    assert_no_origin(&[
        "http://localhost:",
        "http://localhost:*",
        "http://localhost:80",
        "http://localhost:0",
        "http://localhost:3000.evil.test",
        "http://localhost:3000@evil.test",
    ]);
    assert_match_all(
        "http://[::1]:*",
        &["http://[::1]", "http://[::1]:3000", "http://[::1]:443"],
    );
    assert_match_none("http://[::1]:*", &["http://[::2]", "http://[::1:3000]"]);
    assert_match_all("app://host:*", &["app://host", "app://host:80"]);

    let text = "https://*.example.com:*";
    assert_match_all(
        text,
        &["https://a.example.com", "https://a.b.example.com:8443"],
    );
    assert_match_none(
        text,
        &[
            "https://example.com",
            "https://example.com:8443",
            "https://evilexample.com:8443",
            "https://a.example.com.evil.test:8443",
            "http://a.example.com:8443",
        ],
    );
}

#[test]
fn digits() {
    let text = "https://pr-{digits}.example.com";
    assert_match_all(
        text,
        &[
            "https://pr-0.example.com",
            "https://pr-007.example.com",
            "https://pr-12345678901234567890.example.com",
        ],
    );
    assert_match_none(
        text,
        &[
            "https://pr-.example.com",
            "https://pr-a.example.com",
            "https://pr-1a.example.com",
            "https://pr-1-2.example.com",
            "https://pr-1.2.example.com",
            "https://pr-1.evil.example.com",
            "https://pr-_.example.com",
            "https://a.pr-1.example.com",
            "https://apr-1.example.com",
            "https://pr-1example.com",
            "https://pr-1.example.com.evil.test",
            "https://pr-1.example.com.",
            "https://pr-1.example.com:8443",
            "http://pr-1.example.com",
            "https://example.com",
        ],
    );
    // Not the digits of other scripts, which no origin has.
    assert_no_origin(&["https://pr-١.example.com", "https://pr-１.example.com"]);
}

#[test]
fn hex() {
    let text = "https://deploy-{hex}--app.example.net:8443";
    assert_match_all(
        text,
        &[
            "https://deploy-0--app.example.net:8443",
            "https://deploy-0123456789abcdef--app.example.net:8443",
        ],
    );
    assert_match_none(
        text,
        &[
            "https://deploy---app.example.net:8443",
            "https://deploy-g--app.example.net:8443",
            "https://deploy-a-b--app.example.net:8443",
            "https://deploy-a.b--app.example.net:8443",
            "https://deploy-0x1--app.example.net:8443",
            "https://deploy-a--app.example.net",
            "https://deploy-a--app.example.net:443",
            "https://deploy-a--app.example.com:8443",
        ]
        .map(|text| text.strip_suffix(":443").unwrap_or(text)),
    );
    // Under schemes that keep the case of hosts too.
    assert_match_all("app://{hex}.host", &["app://abc.host"]);
    assert_match_none("app://{hex}.host", &["app://ABC.host"]);
}

#[test]
fn slug() {
    let text = "https://{slug}.example.com";
    assert_match_all(
        text,
        &[
            "https://a.example.com",
            "https://0.example.com",
            "https://-.example.com",
            "https://feature-123-x.example.com",
            "https://xn--bcher-kva.example.com",
        ],
    );
    assert_match_none(
        text,
        &[
            "https://example.com",
            "https://a.b.example.com",
            "https://a_b.example.com",
            "https://aexample.com",
            "https://a.example.com.evil.test",
        ],
    );
    assert_no_origin(&["https://.example.com", "https://A.example.com"]);
    assert_match_all("https://a{slug}b.example.com", &["https://a-b.example.com"]);
    // The fixed parts don't overlap.
    assert_match_none("https://a{slug}b.example.com", &["https://ab.example.com"]);
    assert_match_none(
        "https://aba{slug}aba.example.com",
        &["https://ababa.example.com", "https://abaaba.example.com"],
    );
    assert_match_all(
        "https://eu.{slug}.app.example.com:*",
        &[
            "https://eu.x.app.example.com",
            "https://eu.x.app.example.com:1",
        ],
    );
    assert_match_none(
        "https://eu.{slug}.app.example.com:*",
        &[
            "https://eu.app.example.com",
            "https://eu.x.y.app.example.com",
        ],
    );
}

/// A flaw with its code, an input that has it, the corrected literal, and the whole message.
type Row = (
    OriginFlaw,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
);

static FLAWS: &[Row] = &[
    (
        OriginFlaw::Empty,
        "origin-empty",
        "",
        None,
        r#"invalid origin "": it is empty; write one such as "https://app.example.com", or remove the entry"#,
    ),
    (
        OriginFlaw::Empty,
        "origin-empty",
        " \t",
        None,
        r#"invalid origin " \t": it is empty; write one such as "https://app.example.com", or remove the entry"#,
    ),
    (
        OriginFlaw::WhiteSpace,
        "origin-white-space",
        " https://app.example.com\n",
        Some("https://app.example.com"),
        r#"invalid origin " https://app.example.com\n": an origin has no white space and no control characters; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::SeveralOrigins,
        "origin-several",
        "https://a.example https://b.example",
        None,
        r#"invalid origin "https://a.example https://b.example": this is a list; give each origin its own entry"#,
    ),
    (
        OriginFlaw::SeveralOrigins,
        "origin-several",
        "https://a.example, https://b.example",
        None,
        r#"invalid origin "https://a.example, https://b.example": this is a list; give each origin its own entry"#,
    ),
    (
        OriginFlaw::Null,
        "origin-null",
        "null",
        None,
        r#"invalid origin "null": every sandboxed frame and local file has this origin; remove it, or allow it with dangerously_allow_null_origin, without credentials"#,
    ),
    (
        OriginFlaw::NoScheme,
        "origin-no-scheme",
        "app.example.com:443",
        Some("https://app.example.com"),
        r#"invalid origin "app.example.com:443": an origin starts with its scheme; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::NoScheme,
        "origin-no-scheme",
        "localhost:3000",
        Some("http://localhost:3000"),
        r#"invalid origin "localhost:3000": an origin starts with its scheme; write "http://localhost:3000""#,
    ),
    (
        OriginFlaw::NoScheme,
        "origin-no-scheme",
        "[::1]:*",
        Some("http://[::1]:*"),
        r#"invalid origin "[::1]:*": an origin starts with its scheme; write "http://[::1]:*""#,
    ),
    (
        OriginFlaw::NoScheme,
        "origin-no-scheme",
        "//*.example.com/",
        Some("https://*.example.com"),
        r#"invalid origin "//*.example.com/": an origin starts with its scheme; write "https://*.example.com""#,
    ),
    (
        OriginFlaw::Placeholder,
        "origin-placeholder",
        "${ALLOWED_ORIGIN}",
        None,
        r#"invalid origin "${ALLOWED_ORIGIN}": this is a placeholder, and nothing is substituted; write the value itself, or fill it in before the policy reads it"#,
    ),
    (
        OriginFlaw::InvalidScheme,
        "origin-invalid-scheme",
        "my_app://localhost",
        None,
        r#"invalid origin "my_app://localhost": a scheme is a letter followed by letters, digits, "+", "-" and ".", at most 64 characters; write it like "https://app.example.com""#,
    ),
    (
        OriginFlaw::OpaqueScheme,
        "origin-opaque-scheme",
        "file:///index.html",
        None,
        r#"invalid origin "file:///index.html": pages of this scheme have the origin "null" in browsers; serve the page over http from localhost and allow "http://localhost:*", or allow the "file://" of web views with dangerously_allow_file_origin, without credentials"#,
    ),
    (
        OriginFlaw::WebSocketScheme,
        "origin-websocket-scheme",
        "wss://app.example.com:443/socket",
        Some("https://app.example.com"),
        r#"invalid origin "wss://app.example.com:443/socket": the page that opens a WebSocket has an http or https origin; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::WebSocketScheme,
        "origin-websocket-scheme",
        "ws://localhost:3000",
        Some("http://localhost:3000"),
        r#"invalid origin "ws://localhost:3000": the page that opens a WebSocket has an http or https origin; write "http://localhost:3000""#,
    ),
    (
        OriginFlaw::FtpScheme,
        "origin-ftp-scheme",
        "ftp://example.com",
        None,
        r#"invalid origin "ftp://example.com": browsers no longer show pages over FTP; allow the http or https origin of the page, or remove it"#,
    ),
    (
        OriginFlaw::MistypedScheme,
        "origin-mistyped-scheme",
        "htps://app.example.com",
        Some("https://app.example.com"),
        r#"invalid origin "htps://app.example.com": no page has this scheme, which is almost http or https; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Keyword,
        "origin-keyword",
        "'self'",
        None,
        r#"invalid origin "'self'": this is a word and not an origin; remove it: a page needs no permission to read from its own origin"#,
    ),
    (
        OriginFlaw::Keyword,
        "origin-keyword",
        "any",
        None,
        r#"invalid origin "any": this is a word and not an origin; write "*" for any origin"#,
    ),
    (
        OriginFlaw::Quoted,
        "origin-quoted",
        "“https://app.example.com”",
        Some("https://app.example.com"),
        r#"invalid origin "“https://app.example.com”": the quotes are part of the text; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Regex,
        "origin-regex",
        r"^https://.*\.example\.com$",
        None,
        r#"invalid origin "^https://.*\\.example\\.com$": this is a regex; give it to allow_origin_regex, or write { regex = 'https://.*\.example\.com' } in a policy file"#,
    ),
    (
        OriginFlaw::Regex,
        "origin-regex",
        "^https://.*.example.com$",
        None,
        r#"invalid origin "^https://.*.example.com$": this is a regex; give it to allow_origin_regex, or write { regex = '…' } in a policy file; it has to match the whole origin"#,
    ),
    (
        OriginFlaw::AddressRange,
        "origin-address-range",
        "10.1.0.0/16",
        None,
        r#"invalid origin "10.1.0.0/16": this is a range of addresses, which no pattern stands for; list each address, or allow the regex http://10\.1\.\d{1,3}\.\d{1,3}(:\d+)?"#,
    ),
    (
        OriginFlaw::Invisible,
        "origin-invisible",
        "https://app\u{200b}.example.com",
        Some("https://app.example.com"),
        r#"invalid origin "https://app\u{200b}.example.com": it contains an invisible character, U+200B at character 12; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::LookAlike,
        "origin-look-alike",
        "https://аpp.example.com",
        Some("https://app.example.com"),
        r#"invalid origin "https://аpp.example.com": it contains a character that only looks like ASCII, U+0430 at character 9; write "https://app.example.com", or "https://xn--pp-6kc.example.com" if the other letter is meant"#,
    ),
    (
        OriginFlaw::UserInfo,
        "origin-user-info",
        "https://user:password@app.example.com",
        Some("https://app.example.com"),
        r#"invalid origin "https://user:password@app.example.com": an origin has no user name and no password; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Path,
        "origin-path",
        "https://app.example.com/",
        Some("https://app.example.com"),
        r#"invalid origin "https://app.example.com/": an origin has no path; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Path,
        "origin-path",
        "https://*.example.com:8443/login?next=/#top",
        Some("https://*.example.com:8443"),
        r#"invalid origin "https://*.example.com:8443/login?next=/#top": an origin has no path; write "https://*.example.com:8443""#,
    ),
    (
        OriginFlaw::Path,
        "origin-path",
        r"https://app.example.com\login",
        Some("https://app.example.com"),
        r#"invalid origin "https://app.example.com\\login": an origin has no path; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Query,
        "origin-query",
        "https://app.example.com?a=b",
        Some("https://app.example.com"),
        r#"invalid origin "https://app.example.com?a=b": an origin has no query; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Fragment,
        "origin-fragment",
        "https://app.example.com#top",
        Some("https://app.example.com"),
        r#"invalid origin "https://app.example.com#top": an origin has no fragment; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::NoHost,
        "origin-no-host",
        "https://",
        None,
        r#"invalid origin "https://": it has no host; write it like "https://app.example.com""#,
    ),
    (
        OriginFlaw::NoHost,
        "origin-no-host",
        "https://:8443",
        None,
        r#"invalid origin "https://:8443": it has no host; write it like "https://app.example.com""#,
    ),
    (
        OriginFlaw::UpperCase,
        "origin-upper-case",
        "HTTPS://App.Example.COM:443/",
        Some("https://app.example.com"),
        r#"invalid origin "HTTPS://App.Example.COM:443/": browsers send scheme and host in lower case; write "https://app.example.com""#,
    ),
    (
        OriginFlaw::Unicode,
        "origin-unicode",
        "https://Bücher.example",
        Some("https://xn--bcher-kva.example"),
        r#"invalid origin "https://Bücher.example": browsers send hosts in ASCII; write "https://xn--bcher-kva.example""#,
    ),
    (
        OriginFlaw::InvalidHost,
        "origin-invalid-host",
        "https://app.example.com&x",
        None,
        r#"invalid origin "https://app.example.com&x": the host contains a character that host names cannot have; write it like "https://app.example.com""#,
    ),
    (
        OriginFlaw::EmptyLabel,
        "origin-empty-label",
        "https://.example.com",
        Some("https://*.example.com"),
        r#"invalid origin "https://.example.com": a label of the host is empty; write "https://*.example.com""#,
    ),
    (
        OriginFlaw::EmptyLabel,
        "origin-empty-label",
        "https://app..example.com",
        None,
        r#"invalid origin "https://app..example.com": a label of the host is empty; write it like "https://app.example.com""#,
    ),
    (
        OriginFlaw::TooLong,
        "origin-too-long",
        "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
        None,
        r#"invalid origin "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example": a domain has at most 253 bytes, and each of its labels at most 63; shorten it to a name that resolves"#,
    ),
    (
        OriginFlaw::NonCanonicalIp,
        "origin-non-canonical-ip",
        "http://127.1:8080",
        Some("http://127.0.0.1:8080"),
        r#"invalid origin "http://127.1:8080": browsers send IP addresses in canonical form; write "http://127.0.0.1:8080""#,
    ),
    (
        OriginFlaw::NonCanonicalIp,
        "origin-non-canonical-ip",
        "https://[2001:0db8:0:0:0:0:0:1]",
        Some("https://[2001:db8::1]"),
        r#"invalid origin "https://[2001:0db8:0:0:0:0:0:1]": browsers send IP addresses in canonical form; write "https://[2001:db8::1]""#,
    ),
    (
        OriginFlaw::NonCanonicalIp,
        "origin-non-canonical-ip",
        "https://1.2.3.256",
        None,
        r#"invalid origin "https://1.2.3.256": browsers send IP addresses in canonical form; write it like "192.0.2.1" or "[2001:db8::1]""#,
    ),
    (
        OriginFlaw::InvalidPort,
        "origin-invalid-port",
        "https://app.example.com:08443",
        Some("https://app.example.com:8443"),
        r#"invalid origin "https://app.example.com:08443": a port is a number from 1 to 65535 without leading zeros; write "https://app.example.com:8443""#,
    ),
    (
        OriginFlaw::InvalidPort,
        "origin-invalid-port",
        "https://app.example.com:65536",
        None,
        r#"invalid origin "https://app.example.com:65536": a port is a number from 1 to 65535 without leading zeros; write one like "https://app.example.com:8443", or ":*" for any"#,
    ),
    (
        OriginFlaw::DefaultPort,
        "origin-default-port",
        "http://app.example.com:80",
        Some("http://app.example.com"),
        r#"invalid origin "http://app.example.com:80": browsers leave out the scheme's default port; write "http://app.example.com""#,
    ),
    (
        OriginFlaw::MisplacedWildcard,
        "origin-misplaced-wildcard",
        "https://*example.com",
        Some("https://*.example.com"),
        r#"invalid origin "https://*example.com": "*" stands for whole labels in front, or for the port; write "https://*.example.com""#,
    ),
    (
        OriginFlaw::MisplacedWildcard,
        "origin-misplaced-wildcard",
        "https://app-*.example.com",
        Some("https://app-{slug}.example.com"),
        r#"invalid origin "https://app-*.example.com": "*" stands for whole labels in front, or for the port; write "https://app-{slug}.example.com""#,
    ),
    (
        OriginFlaw::MisplacedWildcard,
        "origin-misplaced-wildcard",
        "*://example.com",
        None,
        r#"invalid origin "*://example.com": "*" stands for whole labels in front, or for the port; write two entries, "https://example.com" and "http://example.com""#,
    ),
    (
        OriginFlaw::WildcardBeforeIp,
        "origin-wildcard-before-ip",
        "https://*.0.2.1",
        None,
        r#"invalid origin "https://*.0.2.1": an IP address has no subdomains; list each address"#,
    ),
    (
        OriginFlaw::UnknownHole,
        "origin-unknown-hole",
        "https://pr-{number}.example.com",
        None,
        r#"invalid origin "https://pr-{number}.example.com": the holes are {digits}, {hex} and {slug}; write one of them, or allow a regex"#,
    ),
    (
        OriginFlaw::UnknownHole,
        "origin-unknown-hole",
        "https://pr-{Digits}.Example.com",
        Some("https://pr-{digits}.example.com"),
        r#"invalid origin "https://pr-{Digits}.Example.com": the holes are {digits}, {hex} and {slug}; write "https://pr-{digits}.example.com""#,
    ),
    (
        OriginFlaw::SeveralHoles,
        "origin-several-holes",
        "https://{slug}-{digits}.example.com",
        None,
        r#"invalid origin "https://{slug}-{digits}.example.com": an origin has at most one hole, and none beside "*."; cover the varying part with one {slug}, or allow a regex"#,
    ),
    (
        OriginFlaw::NoFixedDomain,
        "origin-no-fixed-domain",
        "https://app.{slug}",
        None,
        r#"invalid origin "https://app.{slug}": the hole leaves no fixed registrable domain, so anyone can register a match; put the hole in a label in front of a domain of your own, like "https://pr-{digits}.example.com""#,
    ),
];

#[test]
fn every_way_to_parse_is_one() {
    for text in ["https://*.example.com", "https://app.example.com/", ""] {
        let parsed = OriginPattern::parse(text);
        assert_eq!(text.parse(), parsed);
        assert_eq!(OriginPattern::try_from(text), parsed);
        if let Ok(pattern) = parsed {
            assert_eq!(pattern.as_str(), text);
        }
    }
}

#[test]
fn every_flaw_in_words() {
    let mut wrong = Vec::new();
    for &(flaw, code, input, suggestion, message) in FLAWS {
        let error = pattern_err(input);
        assert_eq!(error.input(), input);
        assert!(error.to_string().contains(&flaw.to_string()), "{input}");
        let found = (error.flaw(), error.flaw().code(), error.suggestion());
        if found != (flaw, code, suggestion) || error.to_string() != message {
            wrong.push((message, format!("{error}, {found:?}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_flaw_has_a_row_and_a_code_of_its_own() {
    let flaws: HashSet<_> = FLAWS.iter().map(|row| row.0).collect();
    let codes: HashSet<_> = FLAWS.iter().map(|row| row.1).collect();
    assert_eq!((flaws.len(), codes.len()), (35, 35));
    let listed = Problem::CODES.iter().map(|(code, _)| *code);
    let listed: HashSet<_> = listed.filter(|code| code.starts_with("origin-")).collect();
    assert_eq!(codes, listed);
}

/// Further inputs, each with its flaw and the corrected literal.
static INVALID: &[(&str, OriginFlaw, Option<&str>)] = &[
    // Characters.
    (
        "https://app.example.com ",
        OriginFlaw::WhiteSpace,
        Some("https://app.example.com"),
    ),
    (
        "\u{a0}https://app.example.com",
        OriginFlaw::WhiteSpace,
        Some("https://app.example.com"),
    ),
    (
        "\u{3000}https://app.example.com",
        OriginFlaw::WhiteSpace,
        Some("https://app.example.com"),
    ),
    ("https://app. example.com", OriginFlaw::WhiteSpace, None),
    ("https://app.example.com\0", OriginFlaw::WhiteSpace, None),
    (
        "https://app.example.com\r\nX-Injected: 1",
        OriginFlaw::WhiteSpace,
        None,
    ),
    ("a.example,b.example", OriginFlaw::SeveralOrigins, None),
    ("NULL", OriginFlaw::Null, None),
    // Schemes.
    ("*", OriginFlaw::NoScheme, None),
    ("https:", OriginFlaw::NoScheme, None),
    ("javascript:alert(1)", OriginFlaw::NoScheme, None),
    ("://app.example.com", OriginFlaw::InvalidScheme, None),
    ("1app://localhost", OriginFlaw::InvalidScheme, None),
    ("blob:https://a.example", OriginFlaw::InvalidScheme, None),
    (
        "'https://a.example'",
        OriginFlaw::Quoted,
        Some("https://a.example"),
    ),
    (
        "\"https://a.example\"",
        OriginFlaw::Quoted,
        Some("https://a.example"),
    ),
    ("http*://a.example", OriginFlaw::MisplacedWildcard, None),
    ("FILE:///", OriginFlaw::OpaqueScheme, None),
    ("data://x", OriginFlaw::OpaqueScheme, None),
    ("blob://x", OriginFlaw::OpaqueScheme, None),
    ("about://blank", OriginFlaw::OpaqueScheme, None),
    ("javascript://x", OriginFlaw::OpaqueScheme, None),
    (
        "WSS://a.example",
        OriginFlaw::WebSocketScheme,
        Some("https://a.example"),
    ),
    (
        "Tauri://localhost",
        OriginFlaw::UpperCase,
        Some("tauri://localhost"),
    ),
    ("App://Host", OriginFlaw::UpperCase, Some("app://Host")),
    // What stands around the authority.
    (
        "https://a@b@app.example.com",
        OriginFlaw::UserInfo,
        Some("https://app.example.com"),
    ),
    (
        "https://@app.example.com",
        OriginFlaw::UserInfo,
        Some("https://app.example.com"),
    ),
    ("https://user@", OriginFlaw::UserInfo, None),
    ("https:///", OriginFlaw::NoHost, None),
    ("https://?", OriginFlaw::NoHost, None),
    (
        "https://app.example.com//",
        OriginFlaw::Path,
        Some("https://app.example.com"),
    ),
    (
        "https://app.example.com/*",
        OriginFlaw::Path,
        Some("https://app.example.com"),
    ),
    (
        "tauri://localhost/",
        OriginFlaw::Path,
        Some("tauri://localhost"),
    ),
    (
        "https://app.example.com?#",
        OriginFlaw::Query,
        Some("https://app.example.com"),
    ),
    // Hosts.
    (
        "https://app.example.com.:443",
        OriginFlaw::DefaultPort,
        Some("https://app.example.com."),
    ),
    ("https://app.example.com..", OriginFlaw::EmptyLabel, None),
    ("https://.", OriginFlaw::EmptyLabel, None),
    ("https://*.", OriginFlaw::EmptyLabel, None),
    ("https://*..example.com", OriginFlaw::EmptyLabel, None),
    ("https://a%41.example", OriginFlaw::InvalidHost, None),
    ("https://a}.example.com", OriginFlaw::InvalidHost, None),
    ("https://a!b.example.com", OriginFlaw::InvalidHost, None),
    (
        "https://日本語.example",
        OriginFlaw::Unicode,
        Some("https://xn--wgv71a119e.example"),
    ),
    (
        "https://*.Bücher.example",
        OriginFlaw::Unicode,
        Some("https://*.xn--bcher-kva.example"),
    ),
    // Addresses.
    (
        "https://127.0.0.1.",
        OriginFlaw::NonCanonicalIp,
        Some("https://127.0.0.1"),
    ),
    (
        "https://0x7F.1",
        OriginFlaw::UpperCase,
        Some("https://127.0.0.1"),
    ),
    (
        "https://2130706433",
        OriginFlaw::NonCanonicalIp,
        Some("https://127.0.0.1"),
    ),
    (
        "https://192.168.000.001",
        OriginFlaw::NonCanonicalIp,
        Some("https://192.168.0.1"),
    ),
    ("https://example.1", OriginFlaw::NonCanonicalIp, None),
    ("https://1.2.3.4.5", OriginFlaw::NonCanonicalIp, None),
    (
        "https://[::FFFF:1.2.3.4]",
        OriginFlaw::UpperCase,
        Some("https://[::ffff:102:304]"),
    ),
    (
        "https://[::ffff:1.2.3.4]:*",
        OriginFlaw::NonCanonicalIp,
        Some("https://[::ffff:102:304]:*"),
    ),
    (
        "https://[1:0:2:3:4:5:6:7]:443",
        OriginFlaw::DefaultPort,
        Some("https://[1:0:2:3:4:5:6:7]"),
    ),
    ("https://[fe80::1%25eth0]", OriginFlaw::NonCanonicalIp, None),
    ("https://[::1", OriginFlaw::NonCanonicalIp, None),
    ("https://[]", OriginFlaw::NonCanonicalIp, None),
    (
        "https://[::1].example.com",
        OriginFlaw::NonCanonicalIp,
        None,
    ),
    // Ports.
    (
        "https://app.example.com:",
        OriginFlaw::InvalidPort,
        Some("https://app.example.com"),
    ),
    (
        "https://app.example.com:0443",
        OriginFlaw::InvalidPort,
        Some("https://app.example.com"),
    ),
    (
        "https://app.example.com:{digits}",
        OriginFlaw::InvalidPort,
        Some("https://app.example.com:*"),
    ),
    ("https://app.example.com:0", OriginFlaw::InvalidPort, None),
    ("https://app.example.com:-1", OriginFlaw::InvalidPort, None),
    (
        "https://app.example.com:http",
        OriginFlaw::InvalidPort,
        None,
    ),
    (
        "https://app.example.com:80:80",
        OriginFlaw::InvalidPort,
        None,
    ),
    (
        "https://app.example.com:８０",
        OriginFlaw::LookAlike,
        Some("https://app.example.com:80"),
    ),
    (
        "https://*.example.com:443",
        OriginFlaw::DefaultPort,
        Some("https://*.example.com"),
    ),
    ("ftp://example.com:21", OriginFlaw::FtpScheme, None),
    // Wildcards.
    (
        "https://*.*.example.com",
        OriginFlaw::MisplacedWildcard,
        Some("https://*.example.com"),
    ),
    (
        "https://www.*.example.com",
        OriginFlaw::MisplacedWildcard,
        Some("https://www.{slug}.example.com"),
    ),
    ("https://*", OriginFlaw::MisplacedWildcard, None),
    ("https://*:*", OriginFlaw::MisplacedWildcard, None),
    (
        "https://**.example.com",
        OriginFlaw::MisplacedWildcard,
        None,
    ),
    ("https://example.*", OriginFlaw::MisplacedWildcard, None),
    ("https://example.com*", OriginFlaw::MisplacedWildcard, None),
    (
        "chrome-extension://*",
        OriginFlaw::MisplacedWildcard,
        Some("chrome-extension://{slug}"),
    ),
    ("https://*.[::1]", OriginFlaw::WildcardBeforeIp, None),
    ("https://*.1", OriginFlaw::WildcardBeforeIp, None),
    ("https://*.0x1.", OriginFlaw::WildcardBeforeIp, None),
    // Holes.
    ("https://{}.example.com", OriginFlaw::UnknownHole, None),
    ("https://{digits.example.com", OriginFlaw::UnknownHole, None),
    (
        "https://{ digits }.example.com",
        OriginFlaw::WhiteSpace,
        None,
    ),
    (
        "https://{{slug}}.example.com",
        OriginFlaw::UnknownHole,
        None,
    ),
    (
        "https://*.{slug}.example.com",
        OriginFlaw::SeveralHoles,
        None,
    ),
    (
        "https://{slug}{slug}.example.com",
        OriginFlaw::SeveralHoles,
        None,
    ),
    ("https://{slug}", OriginFlaw::NoFixedDomain, None),
    ("https://{slug}.", OriginFlaw::NoFixedDomain, None),
    ("https://app{slug}:8443", OriginFlaw::NoFixedDomain, None),
    ("https://example.c{slug}", OriginFlaw::NoFixedDomain, None),
    ("https://{digits}.2.3.4", OriginFlaw::NonCanonicalIp, None),
    ("https://10.0.0.{digits}", OriginFlaw::NoFixedDomain, None),
];

#[test]
fn first_flaw_and_correction() {
    let mut wrong = Vec::new();
    for &(input, flaw, suggestion) in INVALID {
        let error = pattern_err(input);
        if (error.flaw(), error.suggestion()) != (flaw, suggestion) {
            wrong.push((input, error));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_longest() {
    let domain = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
    let longer = format!("{domain}b");
    let flaw = |text: String| pattern_err(&text).flaw();
    pattern(&format!("https://{domain}"));
    pattern(&format!("https://{domain}.:65535"));
    assert_eq!(flaw(format!("https://{longer}")), OriginFlaw::TooLong);
    assert_eq!(flaw(format!("https://*.{longer}")), OriginFlaw::TooLong);
    let label = "a".repeat(64);
    assert_eq!(
        flaw(format!("https://{label}.{{slug}}.example.com")),
        OriginFlaw::TooLong
    );
    pattern(&format!("{}://host", "s".repeat(64)));
    assert_eq!(
        flaw(format!("{}://host", "s".repeat(65))),
        OriginFlaw::InvalidScheme
    );
    let huge = "a".repeat(1 << 20);
    assert_eq!(flaw(format!("https://{huge}")), OriginFlaw::TooLong);
    assert_eq!(flaw(huge), OriginFlaw::NoScheme);
    assert_eq!(flaw("ö".repeat(1 << 18)), OriginFlaw::NoScheme);
    assert_eq!(
        flaw(format!("https://{}", "ö".repeat(1 << 18))),
        OriginFlaw::Unicode
    );
}

/// Values of something else that ended up in the list.
#[test]
fn words_are_not_taken_for_hosts() {
    for input in [
        "null",
        "NULL",
        "Null",
        " null",
        "null\n",
        "undefined",
        "None",
        "true",
        "3000",
        "any",
    ] {
        assert_eq!(pattern_err(input).suggestion(), None, "{input:?}");
    }
}

/// To follow a correction must not lose an origin.
#[test]
fn lists_are_not_cut_to_their_first_origin() {
    for input in [
        "https://a.example/,https://b.example/",
        "https://a.example/, https://b.example/",
        "https://a.example/ https://b.example/",
        "https://a.example/\nhttps://b.example/",
        "a.example/,b.example/",
    ] {
        assert_eq!(pattern_err(input).suggestion(), None, "{input:?}");
    }
}

#[test]
fn mistyped_separators_are_no_hosts() {
    for input in [
        "https:/app.example.com",
        "https:app.example.com",
        "https//app.example.com",
        "https:\\\\app.example.com",
        "https/app.example.com",
    ] {
        let error = pattern_err(input);
        let suggestion = error.suggestion();
        assert!(
            matches!(suggestion, None | Some("https://app.example.com")),
            "{error}"
        );
    }
}

/// `https://*.-preview.example.com` is what nobody meant.
#[test]
fn wildcards_within_a_label_become_holes() {
    assert_eq!(
        pattern_err("https://*-preview.example.com").suggestion(),
        Some("https://{slug}-preview.example.com")
    );
}

/// What a browser does to a host, and not what its characters happen to encode to.
#[test]
fn unicode_is_corrected_as_browsers_do_or_not_at_all() {
    for host in [
        "bücher.example",
        "BÜCHER.example",
        "straße.example",
        "例え.テスト",
        "пример.рф",
        "☃.example",
        // Decomposed, as copied from a file's name.
        "bu\u{308}cher.example",
        // Full-width letters and dots, as typed in Chinese and Japanese.
        "ｅxample.com",
        "example。com",
        "example．com",
        // Ligatures, ignored characters.
        "oﬃce.example",
        "exam\u{ad}ple.com",
        "example.com\u{200b}",
        "\u{feff}example.com",
        // U+212A is "k", U+017F is "s".
        "\u{212a}.example",
        "\u{17f}.example",
    ] {
        let error = pattern_err(&format!("https://{host}"));
        let correct = idna::domain_to_ascii(host).map(|host| format!("https://{host}"));
        if error.suggestion().is_some() {
            assert_eq!(error.suggestion(), correct.ok().as_deref(), "{error}");
        }
    }
}

/// What a pattern stands for, spelt out label by label.
fn stands_for(pattern: &str, origin: &Origin<'_>) -> bool {
    let (scheme, rest) = pattern.split_once("://").unwrap();
    let end = rest.find(']').map_or(0, |bracket| bracket + 1);
    let colon = rest[end..].find(':').map(|colon| end + colon);
    let host = &rest[..colon.unwrap_or(rest.len())];
    let port = colon.map(|colon| &rest[colon + 1..]);
    let port_fits = match port {
        Some("*") => true,
        Some(port) => origin.port().map(|p| p.to_string()).as_deref() == Some(port),
        None => origin.port().is_none(),
    };
    let labels: Vec<_> = host.split('.').collect();
    let others: Vec<_> = origin.host().split('.').collect();
    let host_fits = if labels[0] == "*" {
        others.len() >= labels.len() && others.ends_with(&labels[1..])
    } else {
        labels.len() == others.len() && { labels.iter().zip(others) }
            .all(|(label, other)| label_fits(label, other))
    };
    scheme == origin.scheme() && port_fits && host_fits
}

fn label_fits(label: &str, other: &str) -> bool {
    let Some((before, rest)) = label.split_once('{') else {
        return label == other;
    };
    let (hole, after) = rest.split_once('}').unwrap();
    let class: &[u8] = match hole {
        "digits" => b"0123456789",
        "hex" => b"0123456789abcdef",
        "slug" => b"0123456789abcdefghijklmnopqrstuvwxyz-",
        _ => panic!("unknown hole {hole}"),
    };
    other.len() > before.len() + after.len()
        && other.starts_with(before)
        && other.ends_with(after)
        && other[before.len()..other.len() - after.len()]
            .bytes()
            .all(|byte| class.contains(&byte))
}

/// Pieces of origins, in an order that makes sense or nearly so.
fn near_origin() -> impl Strategy<Value = String> {
    let scheme = proptest::sample::select(vec![
        "https", "http", "HTTPS", "ftp", "wss", "file", "app", "null", "*", "",
    ]);
    let separator = proptest::sample::select(vec!["://", "://", "://", "://", ":/", "//", ":", ""]);
    let label = proptest::sample::select(vec![
        "a",
        "example",
        "com",
        "co",
        "uk",
        "*",
        "*",
        "a*",
        "pr-{digits}",
        "{hex}b",
        "{slug}",
        "{",
        "}",
        "",
        "1",
        "127",
        "0",
        "0x7f",
        "256",
        "xn--bcher-kva",
        "bücher",
        "Ab",
        "-",
        "_",
        "localhost",
        "。",
        "%61",
        "a@b",
        "[::1]",
        "[::FFFF:1.2.3.4]",
        "[1:0:0:2::]",
    ]);
    let port = proptest::sample::select(vec![
        "",
        "",
        "",
        ":*",
        ":80",
        ":443",
        ":8443",
        ":080",
        ":65536",
        ":",
        ":{digits}",
    ]);
    let tail = proptest::sample::select(vec!["", "", "", "", "/", "?", "#", " ", ",", ".", "\0"]);
    let host = proptest::collection::vec(label, 1..5).prop_map(|labels| labels.join("."));
    (scheme, separator, host, port, tail).prop_map(|(scheme, separator, host, port, tail)| {
        [scheme, separator, &host, port, tail].concat()
    })
}

/// One edit of a text: a piece taken out, doubled, or replaced.
fn edited(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "", ".", "*", ":", "/", "@", "[", "]", "{", "}", "-", "0", "A", "é", " ", "://", "null",
    ]);
    (text, any::<prop::sample::Index>(), 0..3_usize, piece).prop_map(|(text, at, take, piece)| {
        let mut chars: Vec<_> = text.chars().collect();
        let at = at.index(chars.len() + 1);
        let end = chars.len().min(at + take);
        chars.splice(at..end, piece.chars());
        chars.into_iter().collect()
    })
}

/// An origin near those of the test's patterns.
fn origin_text() -> impl Strategy<Value = String> {
    let scheme = proptest::sample::select(vec!["https", "http", "app"]);
    let label = proptest::sample::select(vec![
        "a", "b", "example", "com", "evil", "pr-1", "pr-", "pr-a", "pr-1-", "0b", "ffb", "gb", "-",
    ]);
    let port = proptest::sample::select(vec!["", "", ":8443", ":84430"]);
    let host = proptest::collection::vec(label, 1..5).prop_map(|labels| labels.join("."));
    (scheme, host, port).prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"))
}

fn assert_laws(text: &str) {
    // The network's parser first: total, whatever the bytes.
    let parsed = Origin::parse(text).ok();
    if let Some(origin) = parsed {
        let port = origin.port().map(|port| format!(":{port}"));
        let whole = format!(
            "{}://{}{}",
            origin.scheme(),
            origin.host(),
            port.unwrap_or_default()
        );
        assert_eq!(whole, text);
        assert!(text.len() <= Origin::MAX_LEN);
        let special = matches!(origin.scheme(), "http" | "https" | "ftp");
        if special && origin.host().ends_with(|c: char| c.is_ascii_digit()) {
            let last = origin.host().rsplit('.').next().unwrap();
            assert!(
                last.parse::<u64>().is_err() || origin.host().parse::<Ipv4Addr>().is_ok(),
                "{text}"
            );
        }
    }
    match text.parse::<OriginPattern>() {
        Ok(pattern) => {
            assert_eq!(pattern.to_string(), text);
            if !text.contains(['*', '{']) {
                let origin = parsed.unwrap_or_else(|| panic!("{text:?} is a pattern, no origin"));
                assert!(pattern.matches(&origin), "{text:?}");
            } else {
                // Opaque hosts may have these characters.
                let special = ["http", "https"].contains(&text.split("://").next().unwrap());
                assert!(parsed.is_none() || !special, "{text:?}");
            }
        }
        Err(error) => {
            assert_eq!(error.input(), text);
            if let Some(suggestion) = error.suggestion() {
                assert_ne!(suggestion, text);
                pattern(suggestion);
            }
            // What browsers send is a pattern, but for labels that no name server has.
            if let Some(origin) = parsed {
                let too_long = origin.host().split('.').any(|label| label.len() > 63);
                let dead = matches!(
                    error.flaw(),
                    OriginFlaw::WebSocketScheme
                        | OriginFlaw::FtpScheme
                        | OriginFlaw::MistypedScheme
                );
                // In opaque hosts these are characters like any other, and here they have a meaning.
                let opaque = !matches!(origin.scheme(), "http" | "https" | "ftp" | "ws" | "wss");
                let meaning = |c: char| "*{},$%'`\"".contains(c);
                let other = opaque && (text.contains(meaning) || text.contains(".+"));
                assert!(too_long || dead || other, "{error}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        assert_laws(&text);
    }

    #[test]
    fn any_text_behind_a_scheme(text in "https?://\\PC{0,40}") {
        assert_laws(&text);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(origin) = Origin::parse(&bytes) {
            assert_laws(origin.as_str());
        }
    }

    #[test]
    fn texts_like_origins(text in near_origin()) {
        assert_laws(&text);
    }

    #[test]
    fn texts_an_edit_away(text in edited(edited(near_origin()))) {
        assert_laws(&text);
    }

    #[test]
    fn rows_an_edit_away(
        text in edited(proptest::sample::select(INVALID).prop_map(|row| row.0.to_owned())),
    ) {
        assert_laws(&text);
    }

    #[test]
    fn patterns_agree_with_the_model(
        text in proptest::sample::select(vec![
            "https://a.example.com",
            "https://*.example.com",
            "https://*.com",
            "https://*.example.com:8443",
            "https://*.example.com:*",
            "https://a.example.com:*",
            "https://pr-{digits}.example.com",
            "https://pr-{slug}.example.com:*",
            "https://{hex}b.example.com",
            "https://a.{slug}.com",
            "https://a.{slug}.example.com",
            "http://{slug}-.example.com:8443",
            "app://*.example.com",
        ]),
        near in edited(origin_text()),
        other in origin_text(),
    ) {
        for candidate in [near, other, text.replace("*.", "a.b.").replace('*', "8443")] {
            if let Ok(origin) = Origin::parse(candidate.as_bytes()) {
                prop_assert_eq!(
                    pattern(text).matches(&origin),
                    stands_for(text, &origin),
                    "{} and {}", text, candidate
                );
            }
        }
    }
}
