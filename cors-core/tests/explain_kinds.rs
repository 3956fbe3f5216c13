//! The differences and look-alikes of generated origins, among other entries.

mod blocked;

use blocked::Head;
use cors_core::{Policy, ReasonKind};
use proptest::prelude::*;

fn label() -> impl Strategy<Value = String> {
    // Long enough for a slip, and nothing that means something else.
    "[a-z]{6,9}".prop_filter("punycode", |label| !label.starts_with("xn--"))
}

/// Something in front of what somebody registered.
fn host() -> impl Strategy<Value = String> {
    let suffix = prop_oneof![Just("com"), Just("example"), Just("test"), Just("dev")];
    (prop::collection::vec(label(), 1..4), suffix)
        .prop_map(|(labels, suffix)| format!("{}.{suffix}", labels.join(".")))
}

fn port() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (1024..9999_u16).prop_map(|port| format!(":{port}"))
    ]
}

/// Entries that are like nothing here.
fn others() -> impl Strategy<Value = Vec<String>> {
    let entry = "[0-9]{3,5}".prop_map(|n| format!("https://other-{n}.invalid:{n}1"));
    let valid = entry.prop_filter("a port", |entry| {
        Policy::builder().allow_origins(entry).build().is_ok()
    });
    prop::collection::vec(valid, 0..20)
}

/// The code of the difference to the last of these entries, or what there is instead.
fn difference(policy: &Policy, origin: &str) -> &'static str {
    let explanation = policy.explain(&Head::get(origin));
    let Some(reason) = explanation.reasons().first() else {
        return "allowed";
    };
    let ReasonKind::OriginNotAllowed { nearest, .. } = reason.kind() else {
        return "other";
    };
    let last = policy.settings().allow_origins().len() - 1;
    nearest.as_ref().map_or("none", |nearest| {
        if nearest.entry() == last {
            nearest.difference().as_str()
        } else {
            "another entry's"
        }
    })
}

fn among(mut others: Vec<String>, entry: String) -> Policy {
    others.push(entry);
    Policy::builder().allow_origins(others).build().unwrap()
}

/// A host with one letter of one of its labels changed. The last label is often too short.
fn slipped(host: &str, label: usize, at: usize, how: usize, letter: char) -> Option<String> {
    let mut labels: Vec<Vec<char>> = host
        .split('.')
        .map(|label| label.chars().collect())
        .collect();
    let count = labels.len() - 1;
    let label = &mut labels[label % count];
    let at = at % (label.len() - 1);
    match how {
        0 => label[at] = letter,
        1 => drop(label.remove(at)),
        // Not in front, where it makes a look-alike.
        2 => label.insert(at + 1, letter),
        _ => label.swap(at, at + 1),
    }
    let labels: Vec<String> = labels.iter().map(|label| label.iter().collect()).collect();
    let slipped = labels.join(".");
    (slipped != host).then_some(slipped)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn each_difference_is_found(host in host(), port in port(), others in others(), scheme in "https?") {
        let entry = format!("{scheme}://{host}{port}");
        let policy = among(others.clone(), entry.clone());
        let other = if scheme == "https" { "http" } else { "https" };
        let host_above = host.split_once('.').map(|(_, above)| above).unwrap();
        let default = if scheme == "https" { 443 } else { 80 };
        let upper = host.to_uppercase();
        for (origin, expected) in [
            (entry.clone(), "allowed"),
            (format!("{other}://{host}{port}"), "scheme"),
            (format!("{scheme}://{host}:81"), "port"),
            (format!("{other}://{host}:81"), "scheme"),
            (format!("{scheme}://sub.{host}{port}"), "subdomain"),
            (format!("{scheme}://a.b.{host}{port}"), "subdomain"),
            (format!("{scheme}://www.{host}{port}"), "www"),
            (format!("{scheme}://{host}.{port}"), "trailing-dot"),
            (format!("{entry}/"), "trailing-slash"),
            (format!("{entry}/a?b"), "path"),
            (format!("{scheme}://{upper}{port}"), "case"),
        ] {
            prop_assert_eq!(difference(&policy, &origin), expected, "{} {}", origin, entry);
        }
        if host_above.contains('.') {
            let parent = format!("{scheme}://{host_above}{port}");
            prop_assert_eq!(difference(&policy, &parent), "parent", "{}", parent);
        }
        if port.is_empty() {
            let spelt = format!("{entry}:{default}");
            prop_assert_eq!(difference(&policy, &spelt), "port", "{}", spelt);
        }
        if host_above.contains('.') {
            let wildcard = among(others, format!("{scheme}://*.{host_above}{port}"));
            for (origin, expected) in [
                (entry.clone(), "allowed"),
                (format!("{scheme}://{host_above}{port}"), "wildcard"),
                (format!("{other}://{host}{port}"), "scheme"),
                (format!("{scheme}://{host}:81"), "port"),
                (format!("{entry}/"), "trailing-slash"),
                (format!("{scheme}://{upper}{port}"), "case"),
            ] {
                prop_assert_eq!(difference(&wildcard, &origin), expected, "{}", origin);
            }
        }
    }

    #[test]
    fn a_slip_is_found(
        host in host(),
        others in others(),
        (label, at, how) in (0..3_usize, 0..9_usize, 0..4_usize),
        letter in "[a-z]",
    ) {
        let letter = letter.chars().next().unwrap();
        let Some(slipped) = slipped(&host, label, at, how, letter) else {
            return Ok(());
        };
        // What begins or ends with it is a look-alike.
        prop_assume!(!slipped.ends_with(&host) && !slipped.starts_with(&host));
        prop_assume!(!slipped.starts_with("xn--"));
        let is_glued = |(label, known): (&str, &str)| label.len() > known.len() && label.ends_with(known);
        prop_assume!(!slipped.split('.').zip(host.split('.')).any(is_glued));
        let policy = among(others, format!("https://{host}"));
        let origin = format!("https://{slipped}");
        prop_assert_eq!(difference(&policy, &origin), "typo", "{} {}", origin, host);
    }

    /// Whoever registers these is not the entry's owner.
    #[test]
    fn a_look_alike_is_like_none(
        host in host(),
        others in others(),
        evil in host(),
        letter in "[a-z-]",
        dot in 0..4_usize,
        is_wildcard in any::<bool>(),
    ) {
        prop_assume!(!evil.ends_with(host.split_once('.').unwrap().1));
        let entry = if is_wildcard && host.matches('.').count() > 1 {
            format!("https://*.{}", host.split_once('.').unwrap().1)
        } else {
            format!("https://{host}")
        };
        let policy = among(others, entry);
        let (evil_name, _) = evil.split_once('.').unwrap();
        let registered = host.rsplitn(3, '.').take(2).collect::<Vec<_>>();
        let registered = format!("{}.{}", registered[1], registered[0]);
        let dots: Vec<_> = host.match_indices('.').map(|(at, _)| at).collect();
        let at = dots[dot % dots.len()];
        // Without a dot behind what was registered, it is below a name of another length.
        let glued = format!("{}{letter}{}", &host[..at], &host[at + 1..]);
        let is_other_name = at + 1 + registered.len() == host.len() || at == dots[dots.len() - 1];
        let mut alike = vec![
            format!("{host}.{evil}"),
            format!("{registered}.{evil}"),
            format!("{host}-{evil}"),
            format!("{evil_name}{registered}"),
            format!("{letter}{registered}"),
            format!("{evil_name}-{registered}"),
            format!("app.{letter}{registered}"),
            format!("{host}{letter}"),
        ];
        if is_other_name && !glued.contains("--") {
            alike.push(glued);
        }
        for alike in alike {
            for origin in [format!("https://{alike}"), format!("http://{alike}:8080")] {
                let found = difference(&policy, &origin);
                let is_none = found == "none" || cors_core::Origin::parse(&origin).is_err();
                prop_assert!(is_none, "{} is {} {}", origin, found, policy);
            }
        }
    }
}

/// Of a host with thousands of ports, one that differs in the scheme only is found all the same.
#[test]
fn the_first_entry_of_many_counts() {
    let mut entries: Vec<_> = (0..3_000)
        .map(|n| format!("http://localhost:{}", 3000 + n))
        .collect();
    entries.push("https://localhost:8080".to_owned());
    entries.push("http://127.0.0.1:8081".to_owned());
    let policy = Policy::builder().allow_origins(entries).build().unwrap();
    for (origin, said) in [
        (
            "http://localhost:9000",
            "\"http://localhost:3000\", has another port; ",
        ),
        (
            "http://localhost:8080",
            "\"https://localhost:8080\", has another scheme; ",
        ),
        (
            "http://[::1]:8081",
            "\"http://127.0.0.1:8081\", has another name of this machine",
        ),
    ] {
        let line = policy.explain(&Head::get(origin)).to_string();
        assert!(line.contains(said), "{line}");
    }
}
