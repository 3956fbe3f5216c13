//! Patterns over what different people register: on the Public Suffix List, above its suffixes, and
//! beside it.

mod support;

use cors_core::Policy;
use support::{
    Expected, assert_accepted, assert_clean, assert_error, assert_warning, codes, origins, private,
};

/// An error with credentials, a warning without, and one with the permission.
#[track_caller]
fn assert_spans(text: &str, code: &str) {
    assert_eq!(codes(private(&[text])), [code], "{text}");
    assert!(private(&[text]).build().is_err(), "{text}");
    assert_eq!(codes(origins(&[text])), [code], "{text}");
    assert!(origins(&[text]).build().is_ok(), "{text}");
    for builder in [origins, private] {
        let accepted = builder(&[text]).dangerously_allow_public_suffixes(true);
        assert_accepted(accepted, code);
    }
}

/// An error with and without credentials, and a warning with the permission.
#[track_caller]
fn assert_no_fixed_domain(text: &str) {
    for builder in [origins, private] {
        let builder = builder(&[text]);
        assert!(builder.clone().build().is_err(), "{text}");
        assert_eq!(codes(builder.clone()), ["origin-no-fixed-domain"], "{text}");
        assert_accepted(
            builder.dangerously_allow_public_suffixes(true),
            "public-suffix",
        );
    }
}

fn expected<'a>(code: &'a str, sentence: &'a str) -> Expected<'a> {
    Expected {
        code,
        setting: "allow_origins",
        entry: Some(0),
        suggestion: None,
        sentence,
    }
}

#[cfg(feature = "public-suffix")]
mod above_suffixes {
    use super::*;

    /// The table, which a test of the library compares with the list's rules.
    const TABLE: &str = include_str!("../src/public_suffix/above.txt");

    #[test]
    fn with_credentials() {
        assert_error(
            private(&["https://*.fastly.net"]),
            &expected(
                "above-public-suffixes",
                r#"pattern "https://*.fastly.net" with credentials: below "fastly.net" are domains such as "map.fastly.net", where anyone can register a name; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
    }

    #[test]
    fn without_credentials() {
        assert_warning(
            origins(&["https://*.linode.com:*"]),
            &expected(
                "above-public-suffixes",
                r#"pattern "https://*.linode.com:*": below "linode.com" are domains such as "members.linode.com", where anyone can register a name; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
    }

    #[test]
    fn every_name_above_suffixes() {
        let mut checked = 0;
        for line in TABLE.lines() {
            let (name, before) = line.split_once(' ').unwrap();
            assert_spans(&format!("https://*.{name}"), "above-public-suffixes");
            assert_spans(
                &format!("https://x.{{slug}}.{name}"),
                "above-public-suffixes",
            );
            // What the example says is true: a customer's host is allowed.
            let policy = private(&[&format!("https://*.{name}")]);
            let policy = policy.dangerously_allow_public_suffixes(true).build();
            let customer = format!("https://customer.{before}.{name}");
            assert!(support::allows(&policy.unwrap(), customer), "{name}");
            checked += 1;
        }
        assert!(checked > 400, "{checked}");
    }

    /// Directly below the name stand suffixes and what its owner has there, but none of their
    /// customers.
    #[test]
    fn a_hole_directly_below_spans_no_customers() {
        for line in TABLE.lines() {
            let (name, _) = line.split_once(' ').unwrap();
            for hole in ["{slug}", "{digits}", "app-{hex}"] {
                assert_clean(private(&[&format!("https://{hole}.{name}")]));
            }
            assert_clean(private(&[&format!("https://{name}")]));
            assert_clean(private(&[&format!("https://any-name.{name}:*")]));
        }
    }

    #[test]
    fn names_of_somebody_beside_them() {
        for text in [
            "https://*.myfastly.net",
            "https://*.fastly.net.example.com",
            "https://*.mine.members.linode.com",
            "https://pr-{digits}.mine.map.fastly.net",
            "app://*.fastly.net",
        ] {
            assert_clean(private(&[text]));
        }
    }
}

mod top_level_domains {
    use super::*;

    #[test]
    fn without_a_rule_they_are_suffixes() {
        assert_error(
            private(&["https://*.newtld"]),
            &expected(
                "public-suffix",
                r#"pattern "https://*.newtld" with credentials: anyone can register a name below the public suffix "newtld"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
        assert_error(
            private(&["https://{slug}.newtld"]),
            &expected(
                "origin-no-fixed-domain",
                r#"invalid origin "https://{slug}.newtld": the hole leaves no fixed registrable domain, so anyone can register a match; put the hole in a label in front of a domain of your own, like "https://pr-{digits}.example.com""#,
            ),
        );
        for name in [
            "newtld", "com", "onion", "alt", "arpa", "za", "xn--p1ai", "a", "9z", "co-op",
        ] {
            for dots in ["", "."] {
                assert_spans(&format!("https://*.{name}{dots}"), "public-suffix");
                assert_spans(&format!("https://*.{name}{dots}:*"), "public-suffix");
                assert_no_fixed_domain(&format!("https://{{slug}}.{name}{dots}"));
                assert_no_fixed_domain(&format!("https://a-{{hex}}-z.{name}{dots}:8443"));
            }
            assert_clean(private(&[&format!("https://*.mine.{name}")]));
            assert_clean(private(&[&format!("https://pr-{{digits}}.mine.{name}")]));
        }
    }

    #[test]
    fn networks_of_ones_own_are_none() {
        for name in [
            "localhost",
            "internal",
            "local",
            "test",
            "example",
            "invalid",
            "home",
            "corp",
            "mail",
            "lan",
            "intranet",
            "private",
            "localdomain",
            "home.arpa",
        ] {
            for text in [
                format!("https://*.{name}"),
                format!("https://*.{name}."),
                format!("https://*.{name}:*"),
                format!("https://*.office.{name}"),
                format!("https://{{slug}}.{name}"),
                format!("https://app-{{digits}}.{name}:8443"),
                format!("https://app-{{digits}}.office.{name}"),
            ] {
                assert_clean(private(&[&text]));
                assert_clean(origins(&[&text]));
            }
        }
        // Those that only look like one.
        for name in ["internals", "xlocal", "loc", "arpa", "lan0"] {
            assert_spans(&format!("https://*.{name}"), "public-suffix");
        }
    }
}

mod shared_domains {
    use super::*;

    /// One of a kind each; all of the table are in a test of the library.
    const SHARED: [&str; 8] = [
        "loca.lt",
        "app.github.dev",
        "github.dev",
        "free.beeceptor.com",
        "lhr.life",
        "codesandbox.io",
        "sse.codesandbox.io",
        "cloudworkstations.dev",
    ];

    /// Names below have a region in them, or any number of labels.
    const AT_ANY_DEPTH: [&str; 7] = [
        "sslip.io",
        "nip.io",
        "traefik.me",
        "gitpod.io",
        "devtunnels.ms",
        "webcontainer.io",
        "pinggy.link",
    ];

    #[test]
    fn with_credentials() {
        assert_error(
            private(&["https://*.loca.lt"]),
            &expected(
                "shared-domain",
                r#"pattern "https://*.loca.lt" with credentials: anyone can get a name below "loca.lt"; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
        assert_error(
            private(&["https://*.10.0.0.1.sslip.io"]),
            &expected(
                "shared-domain",
                r#"pattern "https://*.10.0.0.1.sslip.io" with credentials: anyone can get a name below "sslip.io", at different depths; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
    }

    #[test]
    fn without_credentials() {
        assert_warning(
            origins(&["https://3000-{slug}.ws-eu1.gitpod.io"]),
            &expected(
                "shared-domain",
                r#"pattern "https://3000-{slug}.ws-eu1.gitpod.io": anyone can get a name below "gitpod.io", at different depths; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
    }

    #[test]
    fn each_with_and_without_credentials() {
        for name in SHARED.into_iter().chain(AT_ANY_DEPTH) {
            for text in [
                format!("https://*.{name}"),
                format!("https://*.{name}."),
                format!("https://*.{name}:*"),
                format!("https://{{slug}}.{name}"),
                format!("https://mine-{{digits}}.{name}"),
                format!("https://x.mine-{{hex}}.{name}:8443"),
            ] {
                assert_spans(&text, "shared-domain");
            }
            for text in [
                format!("https://{name}"),
                format!("https://mine.{name}"),
                format!("https://a.b.mine.{name}:*"),
                format!("https://*.my{name}"),
                format!("https://*.{name}.example.com"),
                format!("app://*.{name}"),
            ] {
                assert_clean(private(&[&text]));
            }
        }
    }

    #[test]
    fn what_stands_below_one() {
        for name in SHARED {
            assert_clean(private(&[&format!("https://*.mine.{name}")]));
            assert_clean(private(&[&format!("https://{{slug}}.mine.{name}")]));
        }
        for name in AT_ANY_DEPTH {
            for below in ["mine", "10-0-0-1", "10.0.0.1", "a.b.c"] {
                assert_spans(&format!("https://*.{below}.{name}"), "shared-domain");
                assert_spans(&format!("https://{{slug}}.{below}.{name}"), "shared-domain");
            }
        }
    }

    /// The example is in the table that needs no list.
    #[test]
    fn what_stands_above_one() {
        assert_error(
            private(&["https://*.zrok.io"]),
            &expected(
                "above-public-suffixes",
                r#"pattern "https://*.zrok.io" with credentials: below "zrok.io" are domains such as "share.zrok.io", where anyone can register a name; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
            ),
        );
        for name in ["coder.app", "daytona.works", "pipedream.net", "gitlab.dev"] {
            assert_spans(&format!("https://*.{name}"), "above-public-suffixes");
            assert_spans(
                &format!("https://a.{{slug}}.{name}."),
                "above-public-suffixes",
            );
            assert_clean(private(&[&format!("https://{{slug}}.{name}")]));
            assert_clean(private(&[&format!("https://*.mine.{name}")]));
        }
    }
}

/// The text of an entry is the developer's, but the name of a domain may be as long as one likes.
#[test]
fn long_names_cost_no_more_than_their_length() {
    let deep = ["a."; 120].concat();
    for name in ["example.com", "sslip.io"] {
        let text = format!("https://*.{}{name}", &deep[..2 * (120 - name.len() / 2)]);
        let builder = (0..1000).fold(Policy::builder(), |builder, port| {
            builder.allow_origins([format!("{text}:{}", port + 1000)])
        });
        let spans = if name == "sslip.io" { 1000 } else { 0 };
        assert_eq!(codes(builder).len(), spans);
    }
}
