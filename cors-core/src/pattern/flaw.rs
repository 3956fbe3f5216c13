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
    /// Several origins in one text.
    SeveralOrigins,
    /// A word of another library's settings, or an unset variable's: `any`, `'self'`, `undefined`.
    Keyword,
    /// Quotes around the text, or at one of its ends.
    Quoted,
    /// What a template or a shell would replace: `${NAME}`, `{{ name }}`.
    Placeholder,
    /// A regex.
    Regex,
    /// A range of addresses: `10.1.0.0/16`, `192.168.1.*`.
    AddressRange,
    /// A character that nobody sees: a zero-width space, a byte order mark.
    Invisible,
    /// A character that only looks like ASCII: a Cyrillic `а`.
    LookAlike,
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
    /// `ftp`: browsers no longer show its pages.
    FtpScheme,
    /// A scheme that is `http` or `https` except for a letter or two.
    MistypedScheme,
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
            Self::Keyword => "origin-keyword",
            Self::Quoted => "origin-quoted",
            Self::Placeholder => "origin-placeholder",
            Self::Regex => "origin-regex",
            Self::AddressRange => "origin-address-range",
            Self::Invisible => "origin-invisible",
            Self::LookAlike => "origin-look-alike",
            Self::Null => "origin-null",
            Self::NoScheme => "origin-no-scheme",
            Self::InvalidScheme => "origin-invalid-scheme",
            Self::OpaqueScheme => "origin-opaque-scheme",
            Self::WebSocketScheme => "origin-websocket-scheme",
            Self::FtpScheme => "origin-ftp-scheme",
            Self::MistypedScheme => "origin-mistyped-scheme",
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

    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::WhiteSpace => "an origin has no white space and no control characters",
            Self::SeveralOrigins => "this is a list",
            Self::Keyword => "this is a word and not an origin",
            Self::Quoted => "the quotes are part of the text",
            Self::Placeholder => "this is a placeholder, and nothing is substituted",
            Self::Regex => "this is a regex",
            Self::AddressRange => "this is a range of addresses, which no pattern stands for",
            Self::Invisible => "it contains an invisible character",
            Self::LookAlike => "it contains a character that only looks like ASCII",
            Self::Null => "every sandboxed frame and local file has this origin",
            Self::NoScheme => "an origin starts with its scheme",
            Self::InvalidScheme => {
                "a scheme is a letter followed by letters, digits, \"+\", \"-\" and \".\", at most 64 characters"
            }
            Self::OpaqueScheme => "pages of this scheme have the origin \"null\" in browsers",
            Self::WebSocketScheme => "the page that opens a WebSocket has an http or https origin",
            Self::FtpScheme => "browsers no longer show pages over FTP",
            Self::MistypedScheme => "no page has this scheme, which is almost http or https",
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
    pub(super) const fn cure(self) -> &'static str {
        match self {
            Self::Empty => "write one such as \"https://app.example.com\", or remove the entry",
            Self::SeveralOrigins => "give each origin its own entry",
            Self::Keyword => "list the origins",
            Self::Quoted => "leave out the quotes",
            Self::Placeholder => "write the value itself, or fill it in before the policy reads it",
            Self::Regex => {
                "give it to allow_origin_regex, or write { regex = '…' } in a policy file; it has to match the whole origin"
            }
            Self::AddressRange => "list each address, or allow a regex",
            Self::Invisible => "delete it",
            Self::LookAlike => "type it again",
            Self::FtpScheme => "allow the http or https origin of the page, or remove it",
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
