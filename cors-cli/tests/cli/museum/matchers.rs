//! Servers that compare origins carelessly, each in one way.

use super::{APP, Exhibit, Page, allowing, exhibit, page};

/// A comparison, the page whose origin it is meant for, the codes, and their severities with and without credentials.
type Row = (
    &'static str,
    &'static [&'static str],
    fn(&str) -> bool,
    &'static [(&'static str, &'static str, &'static str)],
);

pub(super) fn exhibits() -> Vec<Exhibit> {
    let mut exhibits = Vec::new();
    for (name, origins, allows, expected) in ROWS {
        let page = page().origins(origins);
        let with: Vec<_> = expected
            .iter()
            .map(|(code, with, _)| (*code, *with))
            .collect();
        let without: Vec<_> = expected
            .iter()
            .map(|(code, _, without)| (*code, *without))
            .collect();
        let both: [(Page, bool, Vec<_>); 2] = [
            (page.clone().credentials(), true, with),
            (page, false, without),
        ];
        for (page, credentials, expected) in both {
            exhibits.push(exhibit(
                name,
                page,
                allowing(allows, credentials),
                &expected,
            ));
        }
    }
    exhibits
}

const ROWS: &[Row] = &[
    (
        "reflects",
        &[APP],
        |_| true,
        &[("reflects-any-origin", "error", "note")],
    ),
    (
        "reflects all but null",
        &[APP],
        |origin| origin != "null",
        &[("reflects-any-origin", "error", "note")],
    ),
    (
        "null",
        &[APP],
        |origin| origin == APP || origin == "null",
        &[("allows-null", "error", "warning")],
    ),
    (
        "startsWith",
        &[APP],
        |origin| origin.starts_with(APP),
        &[("allows-prefix", "error", "warning")],
    ),
    (
        "trailing wildcard, of a host",
        &[APP],
        |origin| origin.starts_with("https://app.example.co"),
        &[("allows-prefix", "error", "warning")],
    ),
    (
        "startsWith, of a second trusted origin",
        &[APP, "https://admin.example.com"],
        |origin| origin == APP || origin.starts_with("https://admin.example.com"),
        &[("allows-prefix", "error", "warning")],
    ),
    (
        "endsWith, of the domain",
        &[APP],
        |origin| origin.ends_with("example.com"),
        &[("allows-suffix", "error", "warning")],
    ),
    (
        "endsWith, below a shared suffix",
        &["https://me.github.io"],
        |origin| origin.ends_with("me.github.io"),
        &[("allows-suffix", "error", "warning")],
    ),
    (
        "endsWith, with the dot",
        &[APP],
        |origin| origin.starts_with("https://") && origin.ends_with(".example.com"),
        &[("allows-any-subdomain", "warning", "note")],
    ),
    (
        "endsWith, of the whole host",
        &[APP],
        |origin| origin.ends_with("app.example.com"),
        &[
            ("allows-any-subdomain", "warning", "note"),
            ("allows-http", "error", "note"),
        ],
    ),
    (
        "contains, of the domain",
        &[APP],
        |origin| origin.contains("example.com"),
        &[("allows-prefix", "error", "warning")],
    ),
    (
        "contains, of the whole host",
        &[APP],
        |origin| origin.contains("app.example.com"),
        &[
            ("allows-prefix", "error", "warning"),
            ("allows-any-subdomain", "warning", "note"),
            ("allows-http", "error", "note"),
        ],
    ),
    (
        "a regex whose dots are not escaped",
        &[APP],
        |origin| {
            let rest = origin.strip_prefix("https://app");
            let rest = rest.filter(|rest| rest.len() == ".example.com".len());
            rest.is_some_and(|rest| rest[1..].starts_with("example") && rest.ends_with("com"))
        },
        &[("unescaped-dot", "error", "warning")],
    ),
    (
        "a regex with \"anything that is no letter, digit, dot or hyphen\" at its end",
        &[APP],
        |origin| {
            origin.strip_prefix(APP).is_some_and(|rest| {
                rest.chars()
                    .next()
                    .is_none_or(|next| !next.is_ascii_alphanumeric() && !".-".contains(next))
            })
        },
        &[("allows-special-characters", "error", "warning")],
    ),
    (
        "a regex with \"anything that is no word character, dot or hyphen\" at its end",
        &[APP],
        |origin| {
            origin.strip_prefix(APP).is_some_and(|rest| {
                rest.chars()
                    .next()
                    .is_none_or(|next| !next.is_ascii_alphanumeric() && !"._-:/".contains(next))
            })
        },
        &[("allows-special-characters", "error", "warning")],
    ),
    (
        "what is below a public suffix",
        &["https://me.github.io"],
        |origin| origin.starts_with("https://") && origin.ends_with(".github.io"),
        &[("allows-shared-suffix", "error", "warning")],
    ),
    (
        "what is below a registry's suffix",
        &["https://shop.example.co.uk"],
        |origin| origin.ends_with(".co.uk"),
        &[("allows-shared-suffix", "error", "warning")],
    ),
    (
        "what is below a top-level domain",
        &[APP],
        |origin| origin.ends_with(".com"),
        &[("allows-shared-suffix", "error", "warning")],
    ),
    (
        "what is below a tunnel's domain",
        &["https://mine.loca.lt"],
        |origin| origin.starts_with("https://") && origin.ends_with(".loca.lt"),
        &[("allows-shared-suffix", "error", "warning")],
    ),
    (
        "any subdomain of the host",
        &["https://example.com"],
        |origin| {
            origin == "https://example.com"
                || (origin.starts_with("https://") && origin.ends_with(".example.com"))
        },
        &[("allows-any-subdomain", "warning", "note")],
    ),
    (
        "any scheme",
        &[APP],
        |origin| matches!(origin, APP | "http://app.example.com"),
        &[("allows-http", "error", "note")],
    ),
    (
        "any port",
        &[APP],
        |origin| {
            let rest = origin.strip_prefix(APP);
            rest.is_some_and(|rest| {
                rest.is_empty()
                    || rest
                        .strip_prefix(':')
                        .is_some_and(|port| port.parse::<u16>().is_ok())
            })
        },
        &[("ignores-port", "warning", "note")],
    ),
    (
        "the host of what was parsed as a URL",
        &[APP],
        |origin| {
            let rest = origin
                .split_once("://")
                .map(|(_, rest)| rest)
                .unwrap_or_default();
            let authority = rest.split('/').next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            let host = host.split(':').next().unwrap_or_default();
            host.eq_ignore_ascii_case("app.example.com")
        },
        &[
            ("allows-http", "error", "note"),
            ("ignores-port", "warning", "note"),
        ],
    ),
    (
        "localhost, left from development",
        &[APP],
        |origin| matches!(origin, APP | "http://localhost:3000"),
        &[("allows-localhost", "warning", "note")],
    ),
    (
        "localhost by its address",
        &[APP],
        |origin| origin == APP || origin.starts_with("http://127.0.0.1:"),
        &[("allows-localhost", "warning", "note")],
    ),
    (
        "any case",
        &[APP],
        |origin| origin.eq_ignore_ascii_case(APP),
        &[("accepts-malformed-origin", "note", "note")],
    ),
    (
        "user information",
        &[APP],
        |origin| origin.replace("user@", "") == APP,
        &[("accepts-malformed-origin", "note", "note")],
    ),
    (
        "a regex without its end, and with unescaped dots",
        &[APP],
        |origin| {
            let rest = origin.strip_prefix("https://app").unwrap_or_default();
            rest.len() >= ".example.com".len() && rest[1..].starts_with("example.com")
        },
        &[
            ("allows-prefix", "error", "warning"),
            ("unescaped-dot", "error", "warning"),
        ],
    ),
    (
        "two mistakes that have nothing to do with each other",
        &[APP],
        |origin| matches!(origin, APP | "null" | "http://localhost"),
        &[
            ("allows-null", "error", "warning"),
            ("allows-localhost", "warning", "note"),
        ],
    ),
    (
        "a second program on the visitor's machine",
        &["http://localhost:3000"],
        |origin| origin.starts_with("http://localhost:"),
        &[("ignores-port", "warning", "note")],
    ),
    (
        "the beginning of an address",
        &["http://10.0.0.5"],
        |origin| origin.starts_with("http://10.0.0.5"),
        &[("allows-prefix", "error", "warning")],
    ),
];
