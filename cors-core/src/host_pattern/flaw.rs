//! What can be wrong with the text of an expected host, and how it is said.

use core::fmt;

use crate::OriginFlaw;

/// Why a text is not a host that a policy can expect.
///
/// Each has a stable [code](Self::code) and, in its `Display`, half a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostFlaw {
    /// There is no host in the text: it is empty, or only a port.
    Empty,
    /// White space or a control character, within or around.
    WhiteSpace,
    /// Several hosts in one text.
    Several,
    /// A word of other programs' settings: `any`, `all`, `none`, `true`, `null`. A host that has such a name is
    /// written with its port, or with `:*`.
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
    /// `*`, which would stand for every host.
    Wildcard,
    /// A `*` that is neither in front of the first dot nor in place of the port.
    MisplacedWildcard,
    /// `*.` in front of an IP address.
    WildcardBeforeIp,
    /// A hole such as `{digits}`, which only origins have.
    Hole,
    /// A scheme: `https://api.example.com`.
    Scheme,
    /// User name or password.
    UserInfo,
    /// A path, which may be only `/`.
    Path,
    /// A query.
    Query,
    /// A fragment.
    Fragment,
    /// Upper-case letters.
    Case,
    /// Letters outside ASCII, in whose place hosts have Punycode.
    Punycode,
    /// An IPv6 address without its brackets.
    Ipv6Brackets,
    /// Not an IP address, or not the canonical form of one.
    NonCanonicalIp,
    /// A port that is not a number from 1 to 65535 without leading zeros.
    InvalidPort,
    /// A label between two dots that is empty.
    EmptyLabel,
    /// A label of more than 63 bytes, or a domain of more than 253.
    TooLong,
    /// A character that host names cannot have.
    Invalid,
}

impl HostFlaw {
    /// What an origin's flaw is where a host was expected.
    pub(super) const fn of(flaw: OriginFlaw) -> Self {
        match flaw {
            OriginFlaw::Empty | OriginFlaw::NoHost => Self::Empty,
            OriginFlaw::WhiteSpace => Self::WhiteSpace,
            OriginFlaw::SeveralOrigins => Self::Several,
            OriginFlaw::Quoted => Self::Quoted,
            OriginFlaw::Placeholder => Self::Placeholder,
            OriginFlaw::Regex => Self::Regex,
            OriginFlaw::AddressRange => Self::AddressRange,
            OriginFlaw::Invisible => Self::Invisible,
            OriginFlaw::LookAlike => Self::LookAlike,
            OriginFlaw::UserInfo => Self::UserInfo,
            OriginFlaw::Path => Self::Path,
            OriginFlaw::Query => Self::Query,
            OriginFlaw::Fragment => Self::Fragment,
            OriginFlaw::UpperCase => Self::Case,
            OriginFlaw::Unicode => Self::Punycode,
            OriginFlaw::EmptyLabel => Self::EmptyLabel,
            OriginFlaw::TooLong => Self::TooLong,
            OriginFlaw::NonCanonicalIp => Self::NonCanonicalIp,
            OriginFlaw::InvalidPort | OriginFlaw::DefaultPort => Self::InvalidPort,
            OriginFlaw::MisplacedWildcard => Self::MisplacedWildcard,
            OriginFlaw::WildcardBeforeIp => Self::WildcardBeforeIp,
            OriginFlaw::UnknownHole | OriginFlaw::SeveralHoles | OriginFlaw::NoFixedDomain => {
                Self::Hole
            }
            OriginFlaw::NoScheme
            | OriginFlaw::InvalidScheme
            | OriginFlaw::OpaqueScheme
            | OriginFlaw::WebSocketScheme
            | OriginFlaw::FtpScheme
            | OriginFlaw::MistypedScheme => Self::Scheme,
            OriginFlaw::Keyword | OriginFlaw::Null => Self::Keyword,
            OriginFlaw::InvalidHost => Self::Invalid,
        }
    }

    /// A stable, unique name: `host-path`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "host-empty",
            Self::WhiteSpace => "host-white-space",
            Self::Several => "host-several",
            Self::Keyword => "host-keyword",
            Self::Quoted => "host-quoted",
            Self::Placeholder => "host-placeholder",
            Self::Regex => "host-regex",
            Self::AddressRange => "host-address-range",
            Self::Invisible => "host-invisible",
            Self::LookAlike => "host-look-alike",
            Self::Wildcard => "host-wildcard",
            Self::MisplacedWildcard => "host-misplaced-wildcard",
            Self::WildcardBeforeIp => "host-wildcard-before-ip",
            Self::Hole => "host-hole",
            Self::Scheme => "host-scheme",
            Self::UserInfo => "host-user-info",
            Self::Path => "host-path",
            Self::Query => "host-query",
            Self::Fragment => "host-fragment",
            Self::Case => "host-case",
            Self::Punycode => "host-punycode",
            Self::Ipv6Brackets => "host-ipv6-brackets",
            Self::NonCanonicalIp => "host-non-canonical-ip",
            Self::InvalidPort => "host-invalid-port",
            Self::EmptyLabel => "host-empty-label",
            Self::TooLong => "host-too-long",
            Self::Invalid => "host-invalid",
        }
    }

    const fn reason(self) -> &'static str {
        match self {
            Self::Empty => "there is no host in it",
            Self::WhiteSpace => "a host has no white space and no control characters",
            Self::Several => "this is a list",
            Self::Keyword => "this is a word and not a host",
            Self::Quoted => "the quotes are part of the text",
            Self::Placeholder => "this is a placeholder, and nothing is substituted",
            Self::Regex => "this is a regex",
            Self::AddressRange => "this is a range of addresses, which no entry stands for",
            Self::Invisible => "it contains an invisible character",
            Self::LookAlike => "it contains a character that only looks like ASCII",
            Self::Wildcard => "every host would be expected",
            Self::MisplacedWildcard => "\"*\" stands for whole labels in front, or for the port",
            Self::WildcardBeforeIp => "an IP address has no subdomains",
            Self::Hole => "only origins have holes",
            Self::Scheme => "a host has no scheme",
            Self::UserInfo => "a host has no user name and no password",
            Self::Path => "a host has no path",
            Self::Query => "a host has no query",
            Self::Fragment => "a host has no fragment",
            Self::Case => "hosts are written in lower case",
            Self::Punycode => "hosts are written in ASCII",
            Self::Ipv6Brackets => "an IPv6 address is written in brackets",
            Self::NonCanonicalIp => "IP addresses are written in canonical form",
            Self::InvalidPort => "a port is a number from 1 to 65535 without leading zeros",
            Self::EmptyLabel => "a label of the host is empty",
            Self::TooLong => "a domain has at most 253 bytes, and each of its labels at most 63",
            Self::Invalid => "the host contains a character that host names cannot have",
        }
    }

    /// What to do where no corrected literal can be given.
    pub(super) const fn cure(self) -> &'static str {
        match self {
            Self::Empty => "write one such as \"api.example.com\", or remove the entry",
            Self::Several => "give each host its own entry",
            Self::Keyword => "list the names of this server",
            Self::Quoted => "leave out the quotes",
            Self::Placeholder => "write the value itself, or fill it in before the policy reads it",
            Self::Regex => "list each host, or write \"*.example.com\" for all names below one",
            Self::AddressRange | Self::WildcardBeforeIp => "list each address",
            Self::Invisible => "delete it",
            Self::LookAlike => "type it again",
            Self::Wildcard => {
                "list the names of this server, or leave out expect_hosts to expect any"
            }
            Self::MisplacedWildcard => "write it like \"*.example.com\" or \"localhost:*\"",
            Self::Hole => "list each host",
            Self::Scheme => {
                "list the names by which this server is reached, like \"api.example.com\""
            }
            Self::Ipv6Brackets => "write it like \"[2001:db8::1]\", or \"[2001:db8::1]:8080\"",
            Self::NonCanonicalIp => "write it like \"192.0.2.1\" or \"[2001:db8::1]\"",
            Self::InvalidPort => "write one like \"localhost:8080\", or \":*\" for any",
            Self::TooLong => "shorten it to a name that resolves",
            _ => "write it like \"api.example.com\"",
        }
    }
}

impl fmt::Display for HostFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}
