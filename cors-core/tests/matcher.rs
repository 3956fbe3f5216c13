//! The matcher against a model written for clarity: a loop over the patterns.
#![cfg(feature = "http")]

mod exchange;
mod generate;

use cors_core::{Origin, OriginPattern, Policy};
use exchange::ask;
use proptest::prelude::*;

fn allows(policy: &Policy, origin: &str) -> bool {
    !ask(policy, "GET", &[("origin", origin)])
        .values("access-control-allow-origin")
        .is_empty()
}

fn model(patterns: &[OriginPattern], origin: &str) -> bool {
    let origin = Origin::parse(origin).ok();
    origin.is_some_and(|origin| patterns.iter().any(|pattern| pattern.matches(&origin)))
}

fn build(entries: &[String]) -> (Policy, Vec<OriginPattern>) {
    let policy = Policy::builder().allow_origins(entries).build().unwrap();
    (
        policy,
        entries.iter().map(|entry| entry.parse().unwrap()).collect(),
    )
}

/// The origins that are most like `pattern`: its varying part filled in many ways.
fn near(pattern: &str) -> Vec<String> {
    let pattern = pattern.replace(":*", ":81");
    let fill = |hole: &str, fillings: &[&str]| -> Vec<String> {
        let filled = fillings.iter().filter(|_| pattern.contains(hole));
        filled
            .map(|filling| pattern.replace(hole, filling))
            .collect()
    };
    let mut all = vec![pattern.clone()];
    all.extend(fill("{digits}", &["0", "12", "1f", ""]));
    all.extend(fill("{hex}", &["0", "af", "g", "a.b"]));
    all.extend(fill("{slug}", &["0", "a-z", "_", ""]));
    all.extend(fill("*.", &["a.", "a.b.", "", "."]));
    // Nothing of this is canonical.
    let hostile = [
        "a/",
        "a:1.",
        "A.",
        "a..",
        "a@",
        "é.",
        "\u{1f980}",
        "a?.",
        "#",
        "[::1].",
    ];
    all.extend(fill("*.", &hostile));
    all.extend(fill("{slug}", &hostile));
    // The longest domain that there may be, and one byte more.
    let host = pattern
        .find("://")
        .map_or(0, |colon| pattern.len() - colon - 3);
    for (hole, length) in [("*", 253), ("*", 254), ("{slug}", 253), ("{slug}", 254)] {
        let rest = host.saturating_sub(hole.len());
        all.extend(fill(hole, &[&"a".repeat(length - rest)]));
    }
    all.extend(["é", ":", ":0", ":080", ":65536", ".", "/"].map(|end| pattern.clone() + end));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn agrees_with_the_model(
        entries in prop::collection::vec(generate::pattern(), 1..12),
        origins in prop::collection::vec(generate::origin(), 1..12),
    ) {
        let (policy, patterns) = build(&entries);
        for origin in origins.into_iter().chain(entries.iter().flat_map(|entry| near(entry))) {
            prop_assert_eq!(allows(&policy, &origin), model(&patterns, &origin), "{}", origin);
        }
    }

    /// What is reported as covered is: taking it out changes no verdict.
    #[test]
    fn shadowed_entries_can_go(entries in prop::collection::vec(generate::pattern(), 1..8)) {
        let (policy, _) = build(&entries);
        for warning in policy.warnings() {
            if warning.code() != "shadowed-origin" {
                continue;
            }
            let mut rest = entries.clone();
            let shadowed = rest.remove(warning.entry().unwrap());
            let (without, _) = build(&rest);
            for origin in near(&shadowed) {
                prop_assert_eq!(allows(&policy, &origin), allows(&without, &origin), "{}", origin);
            }
        }
    }

    /// What the model finds covered is reported.
    #[test]
    fn subdomains_shadow_what_is_below_them(labels in "[a-z]{1,5}(\\.[a-z]{1,5}){0,2}") {
        let entries = ["https://*.example.test".to_owned(), format!("https://{labels}.example.test")];
        let (policy, _) = build(&entries);
        prop_assert_eq!(policy.warnings().len(), 1);
        prop_assert_eq!(policy.warnings()[0].entry(), Some(1));
    }
}

#[test]
fn a_hundred_thousand_origins_and_ten_thousand_patterns() {
    let exact = (0..100_000).map(|n| format!("https://tenant-{n}.example.test"));
    let patterns = (0..2_000).flat_map(|n| {
        [
            format!("https://*.region-{n}.example.test"),
            format!("https://pr-{{digits}}--app-{n}.preview.test"),
            format!("https://app-{n}-{{hex}}.build.test"),
            format!("http://dev-{n}.localhost:*"),
            format!("https://*.port.test:{}", 1_024 + n),
        ]
    });
    let entries: Vec<_> = exact.chain(patterns).collect();
    let policy = Policy::builder().allow_origins(&entries).build().unwrap();
    assert_eq!(policy.warnings(), []);
    for n in [0, 1, 9, 10, 777, 1_999] {
        for allowed in [
            format!("https://tenant-{}.example.test", n * 50),
            format!("https://a.b.region-{n}.example.test"),
            format!("https://pr-42--app-{n}.preview.test"),
            format!("https://app-{n}-0af.build.test"),
            format!("http://dev-{n}.localhost:3000"),
            format!("https://a.port.test:{}", 1_024 + n),
        ] {
            assert!(allows(&policy, &allowed), "{allowed}");
        }
        for refused in [
            format!("https://tenant-{}.example.test", 100_000 + n),
            format!("https://region-{n}.example.test"),
            format!("https://pr-4f--app-{n}.preview.test"),
            format!("https://app-{n}-.build.test"),
            format!("https://dev-{n}.localhost"),
            format!("https://a.port.test:{}", 1_023 - n.min(1_000)),
        ] {
            assert!(!allows(&policy, &refused), "{refused}");
        }
    }
}
