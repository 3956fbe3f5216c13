//! A suggestion, put in the place of its entry, is the end of that problem and the beginning of none.

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder, Problem, Severity};
use proptest::{prelude::*, sample::select};

/// What makes other entries be rejected.
#[derive(Clone, Copy, Debug)]
enum Trust {
    Nothing,
    Credentials,
    Guard,
    Accepted,
}

const TRUST: &[Trust] = &[
    Trust::Nothing,
    Trust::Credentials,
    Trust::Guard,
    Trust::Accepted,
];

impl Trust {
    fn builder(self) -> PolicyBuilder {
        let builder = Policy::builder();
        match self {
            Self::Nothing => builder,
            Self::Credentials => builder.allow_credentials(true),
            Self::Guard => builder.guard_unsafe_methods(true),
            Self::Accepted => builder
                .allow_credentials(true)
                .dangerously_allow_insecure_origins(true)
                .dangerously_allow_public_suffixes(true),
        }
    }
}

fn problems(builder: PolicyBuilder) -> Vec<Problem> {
    match builder.build() {
        Ok(policy) => policy.warnings().to_vec(),
        Err(error) => error.problems().to_vec(),
    }
}

/// Follows each suggestion for the only entry of a setting.
fn follow(text: &str, of: impl Fn(&str) -> PolicyBuilder) {
    let before = problems(of(text));
    for problem in &before {
        let Some(suggestion) = problem.suggestion() else {
            continue;
        };
        let is_here = |other: &&Problem| {
            other.setting() == problem.setting() && other.entry() == problem.entry()
        };
        let after = problems(of(suggestion));
        for next in after.iter().filter(is_here) {
            assert_ne!(next.code(), problem.code(), "{text:?}: {problem}; {next}");
            let was = before.iter().any(|other| other.code() == next.code());
            let is_new = next.severity() == Severity::Error && !was;
            assert!(!is_new, "{text:?}: {problem}; {next}");
        }
    }
}

const BEFORE: &[&str] = &["", "", "", " ", "'", "\"", "\u{200b}"];

const SCHEMES: &[&str] = &[
    "",
    "https://",
    "http://",
    "htps://",
    "HTTPS://",
    "wss://",
    "ws://",
    "https:/",
    "https:",
    "//",
    "tauri://",
    "chrome-extension://",
    "file://",
    "*://",
    "http*://",
    "https://https://",
    "user@",
    "https://user:pass@",
    "http://www.",
];

const HOSTS: &[&str] = &[
    "a.example.com",
    "*.com",
    "com",
    "*.co.uk",
    "github.io",
    "*.github.io",
    "A.Example.com",
    "*a.example",
    "*.*.example.com",
    "a-*.example.com",
    ".example.com",
    "example.com.",
    "localhost",
    "127.0.0.1",
    "127.1",
    "[::1]",
    "::1",
    "[::0001]",
    "bücher.example",
    "*",
    "a_b.example",
    "1.2.3.4",
    "{slug}.com",
    "pr-{digits}.vercel.app",
    "*.local",
    "a..b",
    "-a.example",
    "*.example.com.",
    "nip.io",
    "*.nip.io",
    "xn--a",
    "a.ex*mple.com",
    "*.COM",
    ".com",
    "com.",
    "*com",
    "a*.com",
    "*.com.",
    "null",
    "any",
    "%61.com",
    "*.localhost",
    "*.127.0.0.1",
    "foo.bar.*",
    "*-x.com",
    "**.com",
    "{digits}.github.io",
    "a.example.com.*",
    "*.*.com",
    "*.*",
    "*.а.com",
    "ｃom",
    "*.\u{3002}com",
];

const PORTS: &[&str] = &[
    "", "", "", ":443", ":80", ":*", ":8080", ":0", ":99999", ":", ":08080",
];

const BEHIND: &[&str] = &[
    "", "", "/", "/*", "/path", "?q", ",", "'", "\"", " ", ";", "#x", "\\",
];

fn text() -> impl Strategy<Value = String> {
    let parts = [BEFORE, SCHEMES, HOSTS, PORTS, BEHIND].map(select);
    parts.prop_map(|parts| parts.concat())
}

const NAMES: &[&str] = &[
    "get",
    "Put",
    "PACTH",
    "patch,",
    "POST;",
    "PUT ",
    "DELETE,GET",
    "*,",
    " *",
    "any",
    "ALL",
    "all",
    "OPTIONS",
    "TRACE",
    "x-a:",
    "x-a: b",
    "Content-Type;",
    "'x-a'",
    "x_a",
    "cookie",
    "Cookie,",
    "x-*",
    "*-x",
    "authorization:",
    "accept",
    "x a",
    "",
    ",",
    "\"*\"",
    "\u{200b}x",
    "x\u{200b}",
    "set-cookie;",
    "sec-x;",
    "host:",
    "connect,",
    "trace;",
    "'TRACE'",
    "Track",
    "options,",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn of_origins(text in text(), trust in select(TRUST)) {
        follow(&text, |text| trust.builder().allow_origins([text]));
    }

    #[test]
    fn of_hosts(text in text(), trust in select(TRUST)) {
        follow(&text, |text| {
            let builder = trust.builder().allow_origins("https://app.example.com");
            builder.expect_hosts([text])
        });
    }
}

#[test]
fn of_names_and_numbers() {
    for trust in TRUST {
        let builder = || trust.builder().allow_origins("https://app.example.com");
        for name in NAMES {
            follow(name, |name| builder().allow_methods([name]));
            follow(name, |name| builder().allow_headers([name]));
            follow(name, |name| builder().expose_headers([name]));
        }
        for seconds in ["0", "5", "86400", "86401", "18446744073709551615"] {
            follow(seconds, |seconds| {
                builder().max_age(Duration::from_secs(seconds.parse().unwrap()))
            });
        }
    }
}

/// What is meant may be rejected as well: that is said, and nothing is suggested that would be.
#[test]
fn what_is_meant_may_be_rejected_too() {
    let credentials = Policy::builder().allow_credentials(true);
    let hosts = Policy::builder().allow_origins("https://app.example.com");
    let anyone = Policy::builder().allow_origins("https://{slug}.com/");
    let cookies = hosts.clone().allow_headers("Cookie,");
    for (builder, said) in [
        (
            credentials.allow_origins("http://app.example.com/"),
            r#"invalid origin "http://app.example.com/": an origin has no path; write it like "https://app.example.com"
insecure origin "http://app.example.com" with credentials: whoever controls the network can pose as it; write "https://app.example.com", or accept this with dangerously_allow_insecure_origins"#,
        ),
        (
            hosts.expect_hosts("http://*.com"),
            r#"invalid host "http://*.com": a host has no scheme; list the names by which this server is reached, like "api.example.com"
host "*.com": anyone can register a name below the public suffix "com"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
        ),
        (
            anyone,
            r#"invalid origin "https://{slug}.com/": an origin has no path; write it like "https://app.example.com"
invalid origin "https://{slug}.com": the hole leaves no fixed registrable domain, so anyone can register a match; put the hole in a label in front of a domain of your own, like "https://pr-{digits}.example.com""#,
        ),
        (
            cookies,
            r#"forbidden header "Cookie" in allow_headers: browsers send cookies by themselves, where credentials are allowed; remove it, and set allow_credentials to true if pages need cookies"#,
        ),
    ] {
        let found: Vec<_> = problems(builder).iter().map(ToString::to_string).collect();
        assert_eq!(found.join("\n"), said);
    }
}
