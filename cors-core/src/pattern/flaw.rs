//! What can be wrong with the text of an origin, and how it is said.

use core::fmt;

/// Why a text is not an origin that a policy can allow.
///
/// Each has a stable [code](Self::code) and, in its `Display`, half a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OriginFlaw {
    /// The text is empty.
    Empty,
    /// White space or a control character, within or around.
    WhiteSpace,
    /// Several origins in one text, separated by commas.
    SeveralOrigins,
    /// `null`, the serialisation of every opaque origin.
    Null,
    /// No `scheme://` at the beginning.
    NoScheme,
    /// Characters or a length that no scheme has.
    InvalidScheme,
    /// A scheme whose pages have opaque origins: `file`, `data`, `blob`, `about`, `javascript`.
    OpaqueScheme,
    /// `ws` or `wss`: the page that opens a WebSocket has an `http` or `https` origin.
    WebSocketScheme,
    /// User name or password.
    UserInfo,
    /// A path, which may be only `/`.
    Path,
    /// A query.
    Query,
    /// A fragment.
    Fragment,
    /// No host.
    NoHost,
    /// Upper-case letters in scheme or host.
    UpperCase,
    /// A host with letters outside ASCII.
    Unicode,
    /// A character that host names cannot have.
    InvalidHost,
    /// A label between two dots that is empty.
    EmptyLabel,
    /// A label of more than 63 bytes, or a domain of more than 253.
    TooLong,
    /// Not an IP address, or not the canonical form of one.
    NonCanonicalIp,
    /// A port that is not a number from 1 to 65535 without leading zeros.
    InvalidPort,
    /// The scheme's default port, which browsers leave out.
    DefaultPort,
    /// A `*` that is neither in front of the host's first dot nor in place of the port.
    MisplacedWildcard,
    /// `*.` in front of an IP address.
    WildcardBeforeIp,
    /// A hole that is none of `{digits}`, `{hex}` and `{slug}`.
    UnknownHole,
    /// More than one hole, or a hole beside `*.`.
    SeveralHoles,
    /// A hole that leaves no fixed registrable domain: whoever registers a name matches.
    NoFixedDomain,
}

impl OriginFlaw {
    /// A stable, unique name: `origin-path`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "origin-empty",
            Self::WhiteSpace => "origin-white-space",
            Self::SeveralOrigins => "origin-several",
            Self::Null => "origin-null",
            Self::NoScheme => "origin-no-scheme",
            Self::InvalidScheme => "origin-invalid-scheme",
            Self::OpaqueScheme => "origin-opaque-scheme",
            Self::WebSocketScheme => "origin-websocket-scheme",
            Self::UserInfo => "origin-user-info",
            Self::Path => "origin-path",
            Self::Query => "origin-query",
            Self::Fragment => "origin-fragment",
            Self::NoHost => "origin-no-host",
            Self::UpperCase => "origin-upper-case",
            Self::Unicode => "origin-unicode",
            Self::InvalidHost => "origin-invalid-host",
            Self::EmptyLabel => "origin-empty-label",
            Self::TooLong => "origin-too-long",
            Self::NonCanonicalIp => "origin-non-canonical-ip",
            Self::InvalidPort => "origin-invalid-port",
            Self::DefaultPort => "origin-default-port",
            Self::MisplacedWildcard => "origin-misplaced-wildcard",
            Self::WildcardBeforeIp => "origin-wildcard-before-ip",
            Self::UnknownHole => "origin-unknown-hole",
            Self::SeveralHoles => "origin-several-holes",
            Self::NoFixedDomain => "origin-no-fixed-domain",
        }
    }

    const fn reason(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::WhiteSpace => "an origin has no white space and no control characters",
            Self::SeveralOrigins => "this is a list",
            Self::Null => "every sandboxed frame and local file has this origin",
            Self::NoScheme => "an origin starts with its scheme",
            Self::InvalidScheme => {
                "a scheme is a letter followed by letters, digits, \"+\", \"-\" and \".\", at most 64 characters"
            }
            Self::OpaqueScheme => "pages of this scheme have the origin \"null\"",
            Self::WebSocketScheme => "the page that opens a WebSocket has an http or https origin",
            Self::UserInfo => "an origin has no user name and no password",
            Self::Path => "an origin has no path",
            Self::Query => "an origin has no query",
            Self::Fragment => "an origin has no fragment",
            Self::NoHost => "it has no host",
            Self::UpperCase => "browsers send scheme and host in lower case",
            Self::Unicode => "browsers send hosts in ASCII",
            Self::InvalidHost => "the host contains a character that host names cannot have",
            Self::EmptyLabel => "a label of the host is empty",
            Self::TooLong => "a domain has at most 253 bytes, and each of its labels at most 63",
            Self::NonCanonicalIp => "browsers send IP addresses in canonical form",
            Self::InvalidPort => "a port is a number from 1 to 65535 without leading zeros",
            Self::DefaultPort => "browsers leave out the scheme's default port",
            Self::MisplacedWildcard => "\"*\" stands for whole labels in front, or for the port",
            Self::WildcardBeforeIp => "an IP address has no subdomains",
            Self::UnknownHole => "the holes are {digits}, {hex} and {slug}",
            Self::SeveralHoles => "an origin has at most one hole, and none beside \"*.\"",
            Self::NoFixedDomain => {
                "the hole leaves no fixed registrable domain, so anyone can register a match"
            }
        }
    }

    /// What to do where no corrected literal can be given.
    const fn cure(self) -> &'static str {
        match self {
            Self::Empty => "write one such as \"https://app.example.com\", or remove the entry",
            Self::SeveralOrigins => "give each origin its own entry",
            Self::Null => {
                "remove it, or allow it with dangerously_allow_null_origin, without credentials"
            }
            Self::OpaqueScheme => {
                "serve the page over http from localhost and allow \"http://localhost:*\""
            }
            Self::NonCanonicalIp => "write it like \"192.0.2.1\" or \"[2001:db8::1]\"",
            Self::MisplacedWildcard => {
                "write it like \"https://*.example.com\" or \"http://localhost:*\""
            }
            Self::WildcardBeforeIp => "list each address",
            Self::UnknownHole => "write one of them, or allow a regex",
            Self::SeveralHoles => "cover the varying part with one {slug}, or allow a regex",
            Self::NoFixedDomain => {
                "put the hole in a label in front of a domain of your own, like \"https://pr-{digits}.example.com\""
            }
            Self::InvalidPort => {
                "write one like \"https://app.example.com:8443\", or \":*\" for any"
            }
            Self::TooLong => "shorten it to a name that resolves",
            _ => "write it like \"https://app.example.com\"",
        }
    }
}

impl fmt::Display for OriginFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

/// A text that no policy can allow as an origin, why, and the corrected literal where there is one.
///
/// # Example
///
/// ```
/// # use cors_core::{OriginFlaw, OriginPattern};
/// let invalid = OriginPattern::parse("HTTPS://App.example.com:443").unwrap_err();
/// assert_eq!(invalid.input(), "HTTPS://App.example.com:443");
/// assert_eq!(invalid.flaw(), OriginFlaw::UpperCase);
/// assert_eq!(invalid.suggestion(), Some("https://app.example.com"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvalidOrigin {
    input: String,
    flaw: OriginFlaw,
    suggestion: Option<String>,
}

impl InvalidOrigin {
    pub(crate) fn new(input: &str, flaw: OriginFlaw, suggestion: Option<String>) -> Self {
        Self {
            input: input.to_owned(),
            flaw,
            suggestion,
        }
    }

    /// The text as it was written.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The first thing that is wrong with it.
    #[must_use]
    pub fn flaw(&self) -> OriginFlaw {
        self.flaw
    }

    /// The origin or pattern that was meant, with every flaw corrected.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    pub(crate) fn message(&self) -> String {
        format!("invalid origin {:?}: {}", self.input, self.flaw)
    }

    pub(crate) fn cure(&self) -> String {
        match &self.suggestion {
            Some(corrected) => format!("write {corrected:?}"),
            None => self.flaw.cure().to_owned(),
        }
    }
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.cure())
    }
}

impl core::error::Error for InvalidOrigin {}
