//! Where an expectation comes from: the standard, an RFC, or a rule of the suite.

use core::fmt;

/// Where a case's expectation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Citation {
    /// An anchor in the Fetch standard, with its `#`.
    Fetch(&'static str),
    /// An RFC and its section.
    Rfc(&'static str),
    /// One of [`RULES`].
    Rule(&'static Rule),
}

/// What the standard leaves to the server, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    name: &'static str,
    text: &'static str,
}

impl Citation {
    /// Reads `#anchor`, `RFC 9110, 12.5.5` or `rule: name`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let found = if let Some(name) = text.strip_prefix("rule: ") {
            RULES.iter().find(|rule| rule.name == name).map(Self::Rule)
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
            Self::Rfc(section) => f.write_str(section),
            Self::Rule(rule) => write!(f, "rule {}: {}", rule.name, rule.text),
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

const RFCS: &[&str] = &[
    "RFC 9110, 5.3",
    "RFC 9110, 5.6.1",
    "RFC 9110, 9.3.7",
    "RFC 9110, 12.5.5",
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

#[cfg(test)]
mod tests {
    use super::{Citation, RULES};

    #[test]
    fn every_rule_is_in_the_documentation_word_for_word() {
        let documentation = include_str!("lib.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//! "))
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ");
        for rule in RULES {
            let entry = format!("- `rule: {}`: {}", rule.name, rule.text);
            assert!(documentation.contains(&entry), "{entry}");
        }
    }

    #[test]
    fn prints_as_something_to_look_up() {
        let shown = |text| Citation::parse(text).unwrap().to_string();
        assert_eq!(
            shown("#cors-check"),
            "https://fetch.spec.whatwg.org/#cors-check"
        );
        assert_eq!(shown("RFC 9110, 12.5.5"), "RFC 9110, 12.5.5");
        assert_eq!(
            shown("rule: handler-runs"),
            "rule handler-runs: an actual request runs the handler, allowed or not"
        );
    }
}
