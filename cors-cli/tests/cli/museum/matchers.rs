//! Servers that compare origins carelessly, each in one way.

use super::{APP, Exhibit, Page, allowing, exhibit, page};

/// A careless comparison.
struct Row {
    name: &'static str,
    /// Of the pages that it is meant for.
    origins: &'static [&'static str],
    allows: fn(&str) -> bool,
    /// Codes, with their severities with and without credentials.
    expected: &'static [[&'static str; 3]],
}

const fn row(
    name: &'static str,
    origins: &'static [&'static str],
    allows: fn(&str) -> bool,
    expected: &'static [[&'static str; 3]],
) -> Row {
    Row {
        name,
        origins,
        allows,
        expected,
    }
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    let mut exhibits = Vec::new();
    for Row {
        name,
        origins,
        allows,
        expected,
    } in ROWS
    {
        let page = page().origins(origins);
        let with: Vec<_> = expected
            .iter()
            .map(|[code, with, _]| (*code, *with))
            .collect();
        let without: Vec<_> = expected
            .iter()
            .map(|[code, _, without]| (*code, *without))
            .collect();
        let both: [(Page, bool, Vec<_>); 2] = [
            (page.clone().credentials(), true, with),
            (page, false, without),
        ];
        for (page, credentials, expected) in both {
            exhibits.push(exhibit(
                name,
                page,
                allowing(*allows, credentials),
                &expected,
            ));
        }
    }
    exhibits
}

const ROWS: &[Row] = &[
    row(
        "reflects",
        &[APP],
        |_| true,
        &[["reflects-any-origin", "error", "note"]],
    ),
    row(
        "reflects all but null",
        &[APP],
        |origin| origin != "null",
        &[["reflects-any-origin", "error", "note"]],
    ),
    row(
        "null",
        &[APP],
        |origin| origin == APP || origin == "null",
        &[["allows-null", "error", "warning"]],
    ),
    row(
        "startsWith",
        &[APP],
        |origin| origin.starts_with(APP),
        &[["allows-prefix", "error", "warning"]],
    ),
    row(
        "trailing wildcard, of a host",
        &[APP],
        |origin| origin.starts_with("https://app.example.co"),
        &[["allows-prefix", "error", "warning"]],
    ),
    row(
        "startsWith, of a second trusted origin",
        &[APP, "https://admin.example.com"],
        |origin| origin == APP || origin.starts_with("https://admin.example.com"),
        &[["allows-prefix", "error", "warning"]],
    ),
    row(
        "endsWith, of the domain",
        &[APP],
        |origin| origin.ends_with("example.com"),
        &[["allows-suffix", "error", "warning"]],
    ),
    row(
        "endsWith, below a shared suffix",
        &["https://me.github.io"],
        |origin| origin.ends_with("me.github.io"),
        &[["allows-suffix", "error", "warning"]],
    ),
    row(
        "endsWith, with the dot",
        &[APP],
        |origin| origin.starts_with("https://") && origin.ends_with(".example.com"),
        &[["allows-any-subdomain", "warning", "note"]],
    ),
    row(
        "endsWith, of the whole host",
        &[APP],
        |origin| origin.ends_with("app.example.com"),
        &[
            ["allows-any-subdomain", "warning", "note"],
            ["allows-http", "error", "note"],
        ],
    ),
    row(
        "contains, of the domain",
        &[APP],
        |origin| origin.contains("example.com"),
        &[["allows-prefix", "error", "warning"]],
    ),
    row(
        "contains, of the whole host",
        &[APP],
        |origin| origin.contains("app.example.com"),
        &[
            ["allows-prefix", "error", "warning"],
            ["allows-any-subdomain", "warning", "note"],
            ["allows-http", "error", "note"],
        ],
    ),
    row(
        "a regex whose dots are not escaped",
        &[APP],
        |origin| {
            let rest = origin.strip_prefix("https://app");
            let rest = rest.filter(|rest| rest.len() == ".example.com".len());
            rest.is_some_and(|rest| rest[1..].starts_with("example") && rest.ends_with("com"))
        },
        &[["unescaped-dot", "error", "warning"]],
    ),
    row(
        "a regex with \"anything that is no letter, digit, dot or hyphen\" at its end",
        &[APP],
        |origin| {
            origin.strip_prefix(APP).is_some_and(|rest| {
                rest.chars()
                    .next()
                    .is_none_or(|next| !next.is_ascii_alphanumeric() && !".-".contains(next))
            })
        },
        &[["allows-special-characters", "error", "warning"]],
    ),
    row(
        "a regex with \"anything that is no word character, dot or hyphen\" at its end",
        &[APP],
        |origin| {
            origin.strip_prefix(APP).is_some_and(|rest| {
                rest.chars()
                    .next()
                    .is_none_or(|next| !next.is_ascii_alphanumeric() && !"._-:/".contains(next))
            })
        },
        &[["allows-special-characters", "error", "warning"]],
    ),
    row(
        "what is below a public suffix",
        &["https://me.github.io"],
        |origin| origin.starts_with("https://") && origin.ends_with(".github.io"),
        &[["allows-shared-suffix", "error", "warning"]],
    ),
    row(
        "what is below a registry's suffix",
        &["https://shop.example.co.uk"],
        |origin| origin.ends_with(".co.uk"),
        &[["allows-shared-suffix", "error", "warning"]],
    ),
    row(
        "what is below a top-level domain",
        &[APP],
        |origin| origin.ends_with(".com"),
        &[["allows-shared-suffix", "error", "warning"]],
    ),
    row(
        "what is below a tunnel's domain",
        &["https://mine.loca.lt"],
        |origin| origin.starts_with("https://") && origin.ends_with(".loca.lt"),
        &[["allows-shared-suffix", "error", "warning"]],
    ),
    row(
        "any subdomain of the host",
        &["https://example.com"],
        |origin| {
            origin == "https://example.com"
                || (origin.starts_with("https://") && origin.ends_with(".example.com"))
        },
        &[["allows-any-subdomain", "warning", "note"]],
    ),
    row(
        "any scheme",
        &[APP],
        |origin| matches!(origin, APP | "http://app.example.com"),
        &[["allows-http", "error", "note"]],
    ),
    row(
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
        &[["ignores-port", "warning", "note"]],
    ),
    row(
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
            ["allows-http", "error", "note"],
            ["ignores-port", "warning", "note"],
        ],
    ),
    row(
        "localhost, left from development",
        &[APP],
        |origin| matches!(origin, APP | "http://localhost:3000"),
        &[["allows-localhost", "warning", "note"]],
    ),
    row(
        "localhost by its address",
        &[APP],
        |origin| origin == APP || origin.starts_with("http://127.0.0.1:"),
        &[["allows-localhost", "warning", "note"]],
    ),
    row(
        "whatever begins like localhost",
        &[APP],
        |origin| origin == APP || origin.starts_with("http://localhost"),
        &[["allows-prefix", "error", "warning"]],
    ),
    row(
        "whatever has localhost in it",
        &[APP],
        |origin| origin == APP || origin.contains("localhost"),
        &[["allows-prefix", "error", "warning"]],
    ),
    row(
        "any case",
        &[APP],
        |origin| origin.eq_ignore_ascii_case(APP),
        &[["accepts-malformed-origin", "note", "note"]],
    ),
    row(
        "user information",
        &[APP],
        |origin| origin.replace("user@", "") == APP,
        &[["accepts-malformed-origin", "note", "note"]],
    ),
    row(
        "a regex without its end, and with unescaped dots",
        &[APP],
        |origin| {
            let rest = origin.strip_prefix("https://app").unwrap_or_default();
            rest.len() >= ".example.com".len() && rest[1..].starts_with("example.com")
        },
        &[
            ["allows-prefix", "error", "warning"],
            ["unescaped-dot", "error", "warning"],
        ],
    ),
    row(
        "two mistakes that have nothing to do with each other",
        &[APP],
        |origin| matches!(origin, APP | "null" | "http://localhost"),
        &[
            ["allows-null", "error", "warning"],
            ["allows-localhost", "warning", "note"],
        ],
    ),
    row(
        "a second program on the visitor's machine",
        &["http://localhost:3000"],
        |origin| origin.starts_with("http://localhost:"),
        &[["ignores-port", "warning", "note"]],
    ),
    row(
        "the beginning of an address",
        &["http://10.0.0.5"],
        |origin| origin.starts_with("http://10.0.0.5"),
        &[["allows-prefix", "error", "warning"]],
    ),
];
