//! Expected hosts: what is one, what is none, and what was meant.

mod host_flaws;
mod support;

use std::collections::HashSet;

use cors_core::{
    HostFlaw, OriginFlaw, OriginPattern, Outcome, Policy, PolicyBuilder, Problem, ProblemKind,
    Severity,
    adapter::{Field, PlainHead},
};
use host_flaws::FLAWS;
use proptest::prelude::*;
use support::{Expected, assert_accepted, assert_clean, assert_error, assert_warning, codes};

fn hosts(hosts: &[&str]) -> PolicyBuilder {
    Policy::builder().expect_hosts(hosts)
}

/// The only problem of a list with this one entry, unless it is a host. Where the host that is meant would be
/// rejected, nothing is suggested, and that is said as well.
fn flaw(text: &str) -> Option<Problem> {
    let error = hosts(&[text]).build().err()?;
    let (problem, of_meant) = error.problems().split_first().unwrap();
    let is_another = |other: &Problem| other.code() != problem.code() && other.entry() == Some(0);
    let is_told = problem.suggestion().is_none() && of_meant.len() == 1;
    assert!(
        of_meant.is_empty() || (is_told && of_meant.iter().all(is_another)),
        "{error}"
    );
    assert_eq!(problem.severity(), Severity::Error);
    Some(problem.clone())
}

fn is_host(text: &str) -> bool {
    !flaw(text).is_some_and(|problem| matches!(problem.kind(), ProblemKind::InvalidHost { .. }))
}

#[test]
fn flaws() {
    for (code, text, suggestion, rest) in FLAWS {
        assert_error(
            hosts(&["localhost", text]),
            &Expected {
                code,
                setting: "expect_hosts",
                entry: Some(1),
                suggestion: *suggestion,
                sentence: &format!("invalid host {text:?}: {rest}"),
            },
        );
    }
}

#[test]
fn every_flaw_has_its_row() {
    let rows: HashSet<_> = FLAWS.iter().map(|(code, ..)| *code).collect();
    let codes = Problem::CODES.iter().map(|(code, _)| *code);
    let codes: HashSet<_> = codes.filter(|code| code.starts_with("host-")).collect();
    assert_eq!(rows, codes);
}

#[test]
fn flaws_are_values() {
    let problem = flaw(" HTTPS://h:8443/").unwrap();
    let ProblemKind::InvalidHost { invalid, .. } = problem.kind() else {
        panic!("{problem}");
    };
    assert_eq!(invalid.input(), " HTTPS://h:8443/");
    assert_eq!(invalid.flaw(), HostFlaw::Scheme);
    assert_eq!(invalid.flaw().to_string(), "a host has no scheme");
    assert_eq!(invalid.suggestion(), Some("h:8443"));
    assert_eq!(invalid.to_string(), problem.to_string());
}

#[test]
fn hosts_that_are_expected() {
    for text in [
        "api.example.com",
        "a_b.example",
        "-a.example",
        "xn--bcher-kva.example",
        "localhost",
        "localhost.",
        "localhost:80",
        "localhost:443",
        "localhost:65535",
        "localhost:*",
        "host.docker.internal",
        "com",
        "api",
        "web",
        "db",
        "null:8080",
        "any:*",
        "any.example",
        "*.all.example",
        "https:8443",
        "127.0.0.1",
        "0.0.0.0:8080",
        "[::1]",
        "[::1]:8080",
        "[::]:*",
        "*.example.com",
        "*.example.com.",
        "*.example.com:8443",
        "*.localhost",
        "*.internal",
        "*.lan:*",
        "*.test",
    ] {
        assert_clean(hosts(&[text]));
    }
    assert_clean(Policy::builder().expect_hosts("localhost"));
    assert_clean(hosts(&["localhost"]).expect_hosts(["127.0.0.1", "[::1]"]));
}

#[test]
fn no_host() {
    let expected = Expected {
        code: "no-host",
        setting: "expect_hosts",
        entry: None,
        suggestion: None,
        sentence: "no host is expected: every request would be refused; list the names of this server, or leave out expect_hosts",
    };
    assert_error(hosts(&[]), &expected);
    assert_error(
        hosts(&[])
            .allow_origins(["https://app.example.com"])
            .guard_unsafe_methods(true),
        &expected,
    );
    // Calls add up.
    assert_clean(hosts(&[]).expect_hosts(["localhost"]));
}

#[test]
fn shadowed_host() {
    assert_warning(
        hosts(&["localhost", "a.example", "localhost"]),
        &Expected {
            code: "shadowed-host",
            setting: "expect_hosts",
            entry: Some(2),
            suggestion: None,
            sentence: r#"host "localhost" is listed twice; remove one"#,
        },
    );
    assert_warning(
        hosts(&["x.a.test:8080", "*.a.test"]),
        &Expected {
            code: "shadowed-host",
            setting: "expect_hosts",
            entry: Some(0),
            suggestion: None,
            sentence: r#"host "x.a.test:8080" is covered by "*.a.test"; remove it"#,
        },
    );
    for (by, covered) in [
        ("h", "h:80"),
        ("h:*", "h:443"),
        ("h", "h:*"),
        ("*.a.test", "x.a.test"),
        ("*.a.test", "y.x.a.test"),
        ("*.a.test", "*.x.a.test"),
        ("*.a.test", "*.a.test:8080"),
        ("*.a.test:8080", "x.a.test:8080"),
        ("*.a.test:8080", "*.x.a.test:8080"),
        ("[::1]", "[::1]:8080"),
    ] {
        assert_eq!(codes(hosts(&[by, covered])), ["shadowed-host"], "{covered}");
        let policy = hosts(&[by, covered]).build().unwrap();
        assert_eq!(policy.warnings()[0].entry(), Some(1), "{covered}");
    }
    for pair in [
        ["h:80", "h:443"],
        ["h:80", "h:8080"],
        ["h", "h."],
        ["a.test", "*.a.test"],
        ["*.a.test", "x.a.test."],
        ["*.a.test:8080", "x.a.test"],
        ["*.a.test:8080", "x.a.test:8081"],
        ["*.x.a.test", "*.a.test:80"],
        ["127.0.0.1", "0.0.1"],
    ] {
        assert!(!codes(hosts(&pair)).contains(&"shadowed-host"), "{pair:?}");
    }
}

#[test]
fn wildcards_over_what_anyone_can_register() {
    let expected = Expected {
        code: "public-suffix",
        setting: "expect_hosts",
        entry: Some(0),
        suggestion: None,
        sentence: r#"host "*.com": anyone can register a name below the public suffix "com"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
    };
    // Whether or not anything else is guarded.
    assert_error(hosts(&["*.com"]), &expected);
    assert_error(
        hosts(&["*.com"])
            .guard_unsafe_methods(true)
            .allow_credentials(true),
        &expected,
    );
    assert_error(
        hosts(&["*.loca.lt:*"]),
        &Expected {
            code: "shared-domain",
            setting: "expect_hosts",
            entry: Some(0),
            suggestion: None,
            sentence: r#"host "*.loca.lt:*": anyone can get a name below "loca.lt"; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
        },
    );
    assert_error(
        hosts(&["localhost", "*.zrok.io"]),
        &Expected {
            code: "above-public-suffixes",
            setting: "expect_hosts",
            entry: Some(1),
            suggestion: None,
            sentence: r#"host "*.zrok.io": below "zrok.io" are domains such as "share.zrok.io", where anyone can register a name; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
        },
    );
    for (text, code) in [
        ("*.com", "public-suffix"),
        ("*.loca.lt:8080", "shared-domain"),
        ("*.zrok.io", "above-public-suffixes"),
    ] {
        assert_accepted(hosts(&[text]).dangerously_allow_public_suffixes(true), code);
    }
    let accepted = hosts(&["*.com"])
        .dangerously_allow_public_suffixes(true)
        .build()
        .unwrap();
    assert_eq!(
        accepted.warnings()[0].to_string(),
        r#"host "*.com": anyone can register a name below the public suffix "com"; dangerously_allow_public_suffixes accepts this: make sure that it is meant for this entry, too"#
    );
    // Names themselves are nobody else's.
    assert_clean(hosts(&["com", "co.uk", "my.loca.lt"]));
}

/// The flaws of origins, with the same names behind the prefix.
fn same(host: HostFlaw, origin: OriginFlaw) -> bool {
    let renamed = match origin {
        OriginFlaw::NoHost => "empty",
        OriginFlaw::UpperCase => "case",
        OriginFlaw::Unicode => "punycode",
        OriginFlaw::InvalidHost => "invalid",
        OriginFlaw::UnknownHole | OriginFlaw::SeveralHoles | OriginFlaw::NoFixedDomain => "hole",
        other => other.code().strip_prefix("origin-").unwrap(),
    };
    host.code().strip_prefix("host-").unwrap() == renamed
}

/// Texts of which many are nearly hosts.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop_oneof![Just("a"), Just("api"), Just("example"), Just("localhost"), Just("xn--a")],
        8 => Just("."),
        3 => prop_oneof![Just("127"), Just("0"), Just("1"), Just("0x7f"), Just("256")],
        2 => prop_oneof![Just("-"), Just("_"), Just("A"), Just("ü"), Just("*."), Just("*")],
        1 => prop_oneof![
            Just("[::1]"), Just("[1:2::3]"), Just("["), Just("]"), Just("%"), Just("!"), Just("@"),
            Just("/"), Just("?"), Just("#"), Just("\\"), Just("{digits}"), Just("{"), Just(" "),
            Just("any"), Just("null"), Just(","), Just("\u{200b}"), Just("а"), Just("$"), Just("://"), Just("https://")
        ],
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

fn port() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => Just(":*".to_owned()),
        1 => (1..=65535_u16).prop_map(|port| format!(":{port}")),
        1 => prop_oneof![Just(":80"), Just(":443"), Just(":"), Just(":0"), Just(":080"), Just(":x"),
            Just(":65536"), Just(":{digits}")].prop_map(str::to_owned),
    ]
}

/// All below `test` with at most three labels in front, each of them `a` or `b`.
fn names() -> impl Iterator<Item = String> {
    let below = |names: Vec<String>| {
        let longer = names
            .iter()
            .flat_map(|name| ["a", "b"].map(|label| format!("{label}.{name}")));
        longer.collect::<Vec<_>>()
    };
    let one = below(vec!["test".to_owned()]);
    let two = below(one.clone());
    let three = below(two.clone());
    [vec!["test".to_owned()], one, two, three]
        .into_iter()
        .flatten()
}

/// An entry that is right.
fn entry() -> impl Strategy<Value = String> {
    let name =
        || prop::collection::vec("[a-z][a-z0-9]{0,5}", 1..4).prop_map(|l| l.join(".") + ".test");
    let host = prop_oneof![
        4 => name(),
        2 => name().prop_map(|name| format!("*.{name}")),
        1 => Just("localhost".to_owned()),
        1 => any::<[u8; 4]>().prop_map(|a| core::net::Ipv4Addr::from(a).to_string()),
        1 => prop_oneof![Just("[::1]"), Just("[2001:db8::1]")].prop_map(str::to_owned),
    ];
    let port = prop_oneof![2 => Just(None), 1 => (1..=65535_u16).prop_map(Some)];
    let port = port.prop_map(|port| port.map_or(String::new(), |port| format!(":{port}")));
    let port = prop_oneof![4 => port, 1 => Just(":*".to_owned())];
    (host, port).prop_map(|(host, port)| host + &port)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// One law for both parsers: a host is what an origin has behind `http://`. Holes are an origin's only;
    /// only here has the default port a meaning, and can a word of other settings be told from a host.
    #[test]
    fn hosts_are_what_origins_have(host in text(), port in port()) {
        let text = format!("{host}{port}");
        let origin = OriginPattern::parse(&format!("http://{text}"));
        let is_default = matches!(&origin, Err(invalid) if invalid.flaw() == OriginFlaw::DefaultPort);
        let has_hole = host.contains('{');
        let is_word = ["any", "null"].contains(&text.as_str());
        let expected = (origin.is_ok() || is_default) && !has_hole && !is_word;
        prop_assert_eq!(is_host(&text), expected, "{}", text);
        // And what is wrong has one name.
        if let (Some(problem), Err(invalid)) = (flaw(&text), &origin)
            && let ProblemKind::InvalidHost { invalid: host, .. } = problem.kind()
            && !is_default
        {
            let own = [HostFlaw::Scheme, HostFlaw::Wildcard, HostFlaw::Ipv6Brackets, HostFlaw::NonCanonicalIp,
                HostFlaw::Regex,
                HostFlaw::Empty,
                HostFlaw::Several, HostFlaw::Hole];
            prop_assert!(
                own.contains(&host.flaw()) || same(host.flaw(), invalid.flaw()),
                "{}: {:?}, {:?}", text, host.flaw(), invalid.flaw()
            );
        }
    }

    /// What is suggested is right, names nothing that was not written, and varies only where that did.
    #[test]
    fn suggestions_are_hosts(host in text(), port in port(), scheme in prop_oneof![
        3 => Just(""), 1 => Just("https://"), 1 => Just("ws://"), 1 => Just("//"), 1 => Just("app://"),
    ]) {
        let text = format!("{scheme}{host}{port}");
        let Some(problem) = flaw(&text) else { return Ok(()) };
        let Some(suggestion) = problem.suggestion() else { return Ok(()) };
        prop_assert!(is_host(suggestion), "{} for {}", suggestion, text);
        prop_assert!(problem.cure().starts_with(&format!("write {suggestion:?}")), "{}", problem);
        let stars = |text: &str| text.matches('*').count();
        prop_assert!(stars(suggestion) <= stars(&text), "{} for {}", suggestion, text);
        let is_address = suggestion.starts_with('[') || suggestion.split(':').next().unwrap()
            .parse::<core::net::Ipv4Addr>().is_ok();
        let written = text.to_lowercase().replace('а', "a").replace('\u{200b}', "");
        for label in suggestion.split(['.', ':']).filter(|_| !is_address) {
            let is_written = label.starts_with("xn--") || label == "*" || written.contains(label);
            prop_assert!(is_written, "{} for {}", suggestion, text);
        }
        // A port that was written stays.
        if suggestion.parse::<core::net::Ipv6Addr>().is_err() && !suggestion.contains(':') {
            let number = port.strip_prefix(':').and_then(|port| port.parse::<u16>().ok());
            let is_kept = number.is_none() || host.contains(['/', '?', '#', '\\']);
            let is_nested = host.contains("://");
            prop_assert!(is_kept || is_nested, "{} for {}", suggestion, text);
        }
    }

    /// Whatever is written around an entry, what is suggested is the entry.
    #[test]
    fn what_was_meant_is_suggested(entry in entry(), slip in 0..14_usize) {
        prop_assert!(is_host(&entry), "{}", entry);
        let scheme = "https";
        let written = match slip {
            0 => format!("{scheme}://{entry}"),
            1 => format!("{scheme}://{entry}/"),
            2 => format!("{scheme}://user:password@{entry}/path?query#fragment"),
            3 => format!("{entry}/"),
            4 => format!("{entry}/mcp"),
            5 => format!("{entry}?a=b"),
            6 => format!("{entry}#top"),
            7 => format!(" {entry}\t"),
            8 => format!("\"{entry}\""),
            9 => format!("{entry},"),
            10 => format!("\u{feff}{entry}"),
            11 => format!("http://{entry}/"),
            12 => format!("//{entry}"),
            13 => format!("{}://{entry}", scheme.to_uppercase()),
            _ => format!("{entry}\\"),
        };
        let problem = flaw(&written);
        prop_assert!(problem.is_some(), "{}", written);
        let problem = problem.unwrap();
        prop_assert_eq!(problem.suggestion(), Some(&*entry), "{}: {}", written, problem);
    }

    /// What is listed is expected, in whatever case a client sends it.
    #[test]
    fn what_is_listed_is_expected(entry in entry()) {
        let policy = Policy::builder().expect_hosts([&entry]).build().unwrap();
        let sent = entry.replace("*.", "a.b.").replace(":*", ":99");
        for sent in [sent.clone(), sent.to_uppercase()] {
            let request = PlainHead::new("GET").line(Field::Host, sent.as_str());
            prop_assert_eq!(policy.explain(&request).outcome(), None, "{} for {}", sent, entry);
        }
        let other = PlainHead::new("GET").line(Field::Host, "other.example");
        prop_assert_eq!(policy.explain(&other).outcome(), Some(Outcome::UnexpectedHost));
    }

    /// Letters in upper case are the only thing that `HOST` and `host` differ by.
    #[test]
    fn upper_case_is_mended(entry in entry()) {
        let upper = entry.to_uppercase();
        if upper != entry {
            let problem = flaw(&upper);
            prop_assert_eq!(problem.as_ref().and_then(Problem::suggestion), Some(&*entry));
        }
    }

    /// What is covered can go: the same hosts are expected without it.
    #[test]
    fn shadowed_hosts_can_go(
        entries in prop::collection::vec(("(\\*\\.)?([ab]\\.){0,2}test", prop_oneof![
            2 => Just(""), 1 => Just(":*"), 1 => Just(":80"), 1 => Just(":443"), 1 => Just(":81")
        ]), 1..6)
    ) {
        let entries: Vec<_> = entries.into_iter().map(|(host, port)| host + port).collect();
        let build = |entries: &[String]| {
            let builder = Policy::builder().expect_hosts(entries);
            // "test" is nobody's, but a suffix to those who have no list.
            builder.dangerously_allow_public_suffixes(true).build().unwrap()
        };
        let policy = build(&entries);
        let mut shadowed: Vec<_> = policy.warnings().iter()
            .filter(|problem| problem.code() == "shadowed-host")
            .filter_map(Problem::entry)
            .collect();
        shadowed.sort_unstable();
        let mut left = entries.clone();
        for index in shadowed.iter().rev() {
            left.remove(*index);
        }
        let smaller = build(&left);
        let expects = |policy: &Policy, host: &str| {
            let request = PlainHead::new("GET").line(Field::Host, host);
            policy.explain(&request).outcome() != Some(Outcome::UnexpectedHost)
        };
        let probes = || {
            let ports = ["", ":80", ":81", ":82", ":443"];
            names().flat_map(move |name| ports.map(|port| format!("{name}{port}")))
        };
        for probe in probes() {
            prop_assert_eq!(expects(&policy, &probe), expects(&smaller, &probe), "{} of {:?}", probe, entries);
        }
        // And of those that are left, none can: each expects something that the others do not. Ports that
        // are left out are the exception: both 80 and 443 stand for them.
        for index in 0..left.len() {
            let mut others = left.clone();
            others.remove(index);
            let others = (!others.is_empty()).then(|| build(&others));
            let needed = probes().any(|probe| {
                expects(&smaller, &probe) && !others.as_ref().is_some_and(|others| expects(others, &probe))
            });
            prop_assert!(needed, "{} of {:?}", left[index], left);
        }
    }
}
