//! Where an expectation comes from: a standard, an RFC, or a rule of the suite or of the guards.

use core::fmt;

/// Where a case's expectation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Citation {
    /// An anchor in the Fetch standard, with its `#`.
    Fetch(&'static str),
    /// An anchor in Fetch Metadata, with its `#`.
    FetchMetadata(&'static str),
    /// An RFC and its section.
    Rfc(&'static str),
    /// One of [`RULES`].
    Rule(&'static Rule),
    /// One of [`GUARDS`].
    Guard(&'static Rule),
}

/// What the standard leaves to the server, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    name: &'static str,
    text: &'static str,
}

impl Citation {
    /// Reads `#anchor`, `Fetch Metadata, #anchor`, `RFC 9110, 12.5.5`, `rule: name` or `guard: name`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let found = if let Some(name) = text.strip_prefix("rule: ") {
            RULES.iter().find(|rule| rule.name == name).map(Self::Rule)
        } else if let Some(name) = text.strip_prefix("guard: ") {
            GUARDS
                .iter()
                .find(|rule| rule.name == name)
                .map(Self::Guard)
        } else if let Some(text) = text.strip_prefix("Fetch Metadata, ") {
            METADATA_ANCHORS
                .iter()
                .find(|anchor| **anchor == text)
                .map(|anchor| Self::FetchMetadata(anchor))
        } else if text.starts_with("RFC ") {
            RFCS.iter()
                .find(|rfc| **rfc == text)
                .map(|rfc| Self::Rfc(rfc))
        } else {
            ANCHORS
                .iter()
                .find(|anchor| **anchor == text)
                .map(|anchor| Self::Fetch(anchor))
        };
        found.ok_or_else(|| {
            format!(
                "fetch = {text:?} is not a known anchor, RFC section or rule; \
                 new ones are added to src/citation.rs"
            )
        })
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(anchor) => write!(f, "https://fetch.spec.whatwg.org/{anchor}"),
            Self::FetchMetadata(anchor) => {
                write!(f, "https://w3c.github.io/webappsec-fetch-metadata/{anchor}")
            }
            Self::Rfc(section) => f.write_str(section),
            Self::Rule(rule) => write!(f, "rule {}: {}", rule.name, rule.text),
            Self::Guard(rule) => write!(f, "guard {}: {}", rule.name, rule.text),
        }
    }
}

/// The anchors in use, so that a misspelt one is an error.
const ANCHORS: &[&str] = &[
    "#cors-check",
    "#cors-non-wildcard-request-header-name",
    "#cors-preflight-fetch",
    "#cors-preflight-request",
    "#cors-protocol-and-credentials",
    "#cors-protocol-and-http-caches",
    "#cors-safelisted-method",
    "#cors-safelisted-request-header",
    "#http-access-control-allow-credentials",
    "#http-access-control-allow-headers",
    "#http-access-control-allow-methods",
    "#http-access-control-allow-origin",
    "#http-access-control-expose-headers",
    "#http-access-control-max-age",
    "#http-access-control-request-headers",
    "#http-access-control-request-method",
    "#http-new-header-syntax",
    "#http-redirect-fetch",
    "#http-responses",
    "#methods",
    "#origin-header",
    "#serializing-a-request-origin",
    "#use-cors-preflight-flag",
];

/// The same of <https://w3c.github.io/webappsec-fetch-metadata/>.
const METADATA_ANCHORS: &[&str] = &["#sec-fetch-mode-header", "#sec-fetch-site-header"];

const RFCS: &[&str] = &[
    "RFC 6454, 7.1",
    "RFC 6455, 4.1",
    "RFC 6455, 4.2.2",
    "RFC 8441, 4",
    "RFC 9110, 4.2.3",
    "RFC 9110, 5.3",
    "RFC 9110, 5.6.1",
    "RFC 9110, 7.2",
    "RFC 9110, 7.4",
    "RFC 9110, 9.2.1",
    "RFC 9110, 9.3.2",
    "RFC 9110, 9.3.7",
    "RFC 9110, 12.5.5",
    "RFC 9110, 15.5.20",
    "RFC 9112, 3.2",
    "RFC 9112, 3.2.2",
    "RFC 9113, 8.3.1",
];

/// Listed with their texts in the crate's documentation, in this order.
const RULES: &[Rule] = &[
    Rule {
        name: "whole-policy",
        text: "the answer to an allowed origin's preflight is the whole policy, whatever was \
               asked for",
    },
    Rule {
        name: "echo",
        text: "where `*` is a literal because of credentials, the answer echoes what was asked for",
    },
    Rule {
        name: "minimal-disclosure",
        text: "a policy of minimal disclosure names only what was asked for",
    },
    Rule {
        name: "preflight-not-allowed",
        text: "a preflight that is not allowed gets 403, `Vary` and nothing else",
    },
    Rule {
        name: "handler-runs",
        text: "an actual request runs the handler, allowed or not",
    },
    Rule {
        name: "every-response",
        text: "errors, 404, 405, caught panics and streams are decorated like any response",
    },
    Rule {
        name: "policy-prevails",
        text: "no response grants more than the policy, whatever the handler set",
    },
    Rule {
        name: "reads-little",
        text: "only the method, `Origin` and `Access-Control-Request-*` are read",
    },
    Rule {
        name: "canonical-origin",
        text: "no policy allows an `Origin` that no browser would serialise",
    },
    Rule {
        name: "patterns",
        text: "what the forms of origin in a policy match",
    },
    Rule {
        name: "bounded",
        text: "no request header costs more than a bounded pass",
    },
    Rule {
        name: "no-private-network",
        text: "the private network access headers are left out",
    },
    Rule {
        name: "scope",
        text: "a policy guards what is below its path, and nothing else",
    },
];

/// What guards do, as `cors-core`'s documentation says it. Listed in the crate's documentation, too.
const GUARDS: &[Rule] = &[
    Rule {
        name: "listed",
        text: "an `Origin` that the policy allows passes, whatever else is said",
    },
    Rule {
        name: "same-origin",
        text: "`Sec-Fetch-Site` of `same-origin` or `none` passes, whatever the `Origin`",
    },
    Rule {
        name: "other-site",
        text: "`Sec-Fetch-Site` of `same-site` or `cross-site` is refused",
    },
    Rule {
        name: "no-origin",
        text: "without `Origin` and without `Sec-Fetch-Site` it was no browser, and passes; a value of `Sec-Fetch-Site` that says nothing does not",
    },
    Rule {
        name: "own",
        text: "an `Origin` that is the server's own passes",
    },
    Rule {
        name: "rest",
        text: "what nothing speaks for is refused",
    },
    Rule {
        name: "own-origin",
        text: "the server's own origin has the scheme `http` or `https`, and the host and port that the request is for; a port that is left out is the default of the origin's scheme",
    },
    Rule {
        name: "https-twin",
        text: "where the policy allows `https://HOST`, `http://HOST` is not the server's own, unless HOST is loopback",
    },
    Rule {
        name: "known-host",
        text: "nobody knows the host of a request that names none, several, a malformed one, or two that differ: no origin is its own",
    },
    Rule {
        name: "expected-hosts",
        text: "a request for a host that is not expected is refused, before everything else",
    },
    Rule {
        name: "covers",
        text: "a guard covers certain methods or handshakes, and no others",
    },
    Rule {
        name: "navigations",
        text: "where reads are guarded, links from elsewhere still lead here",
    },
    Rule {
        name: "preflights",
        text: "preflights are answered by CORS, guard or not",
    },
    Rule {
        name: "refusal",
        text: "a refusal has one line of text, `Vary`, and no `Access-Control-*`; no handler runs",
    },
    Rule {
        name: "passes",
        text: "what passes is answered as if there were no guard",
    },
    Rule {
        name: "reads-little",
        text: "forwarded hosts, `Referer`, cookies, content types and method overrides are not read",
    },
    Rule {
        name: "exempt",
        text: "a guard is its policy's alone",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ANCHORS, Citation, GUARDS, METADATA_ANCHORS, RFCS, RULES};
    use crate::Suite;

    #[test]
    fn every_rule_is_in_the_documentation_word_for_word() {
        let documentation = include_str!("lib.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//! "))
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ");
        for (kind, rules) in [("rule", RULES), ("guard", GUARDS)] {
            for rule in rules {
                let entry = format!("- `{kind}: {}`: {}", rule.name, rule.text);
                assert!(documentation.contains(&entry), "{entry}");
            }
        }
    }

    #[test]
    fn everything_that_can_be_cited_is() {
        let suite = Suite::builtin();
        let cited: BTreeSet<_> = suite.cases().iter().map(|case| case.citation()).collect();
        let rules = RULES.iter().map(Citation::Rule);
        let every = rules
            .chain(GUARDS.iter().map(Citation::Guard))
            .chain(ANCHORS.iter().map(|anchor| Citation::Fetch(anchor)))
            .chain(
                METADATA_ANCHORS
                    .iter()
                    .map(|anchor| Citation::FetchMetadata(anchor)),
            )
            .chain(RFCS.iter().map(|section| Citation::Rfc(section)));
        for citation in every {
            assert!(cited.contains(&citation.to_string()), "{citation}");
        }
    }

    #[test]
    fn prints_as_something_to_look_up() {
        let shown = |text| Citation::parse(text).unwrap().to_string();
        assert_eq!(
            shown("#cors-check"),
            "https://fetch.spec.whatwg.org/#cors-check"
        );
        assert_eq!(
            shown("Fetch Metadata, #sec-fetch-site-header"),
            "https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header"
        );
        assert_eq!(
            shown("guard: own"),
            "guard own: an `Origin` that is the server's own passes"
        );
        assert_eq!(shown("RFC 9110, 12.5.5"), "RFC 9110, 12.5.5");
        assert_eq!(
            shown("rule: handler-runs"),
            "rule handler-runs: an actual request runs the handler, allowed or not"
        );
    }
}
