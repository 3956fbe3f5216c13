//! The policies that are measured: their origins differ, the rest is the same in all of them.

use core::{fmt, time::Duration};

use crate::named::Named;

/// A kind of policy, by the origins that it allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// So many exact origins.
    Exact(usize),
    /// Ten exact origins, with minimal disclosure: what a preflight asks for is read.
    Minimal,
    /// A hundred patterns of subdomains.
    Subdomains,
    /// A typed hole.
    Hole,
    /// A regular expression.
    Regex,
    /// `*`, without credentials.
    Any,
    /// Ten exact origins, and requests that may change something are guarded.
    Guarded,
    /// Ten exact origins, and so many hosts that requests may be for.
    Hosts(usize),
}

/// What requests are for.
pub const HOST: &str = "api.example.com";
/// Beyond the safelisted ones.
pub const METHODS: [&str; 2] = ["PUT", "DELETE"];
/// Request headers.
pub const HEADERS: [&str; 2] = ["content-type", "x-api-key"];
/// Response headers.
pub const EXPOSED: [&str; 1] = ["x-request-id"];
/// The time for which preflights are cached.
pub const MAX_AGE: Duration = Duration::from_secs(600);

impl Named for PolicyKind {
    const ALL: &'static [Self] = &[
        Self::Exact(1),
        Self::Exact(10),
        Self::Exact(1_000),
        Self::Exact(100_000),
        Self::Minimal,
        Self::Subdomains,
        Self::Hole,
        Self::Regex,
        Self::Any,
        Self::Guarded,
        Self::Hosts(3),
        Self::Hosts(1_000),
    ];
}

impl PolicyKind {
    /// The entries of `allow_origins`; a regular expression stands by itself.
    #[must_use]
    pub fn origins(self) -> Vec<String> {
        match self {
            Self::Exact(count) => (0..count).map(exact).collect(),
            Self::Minimal | Self::Guarded | Self::Hosts(_) => Self::Exact(10).origins(),
            Self::Subdomains => (0..100)
                .map(|n| format!("https://*.region-{n}.example.com"))
                .collect(),
            Self::Hole => vec!["https://pr-{digits}--app.example.com".to_owned()],
            Self::Regex => vec![r"https://pr-[0-9]+\.example\.com".to_owned()],
            Self::Any => vec!["*".to_owned()],
        }
    }

    /// Whether it refuses requests.
    #[must_use]
    pub fn has_guards(self) -> bool {
        matches!(self, Self::Guarded | Self::Hosts(_))
    }

    /// The hosts that requests may be for, the one that they are for in the midst of the others. Any, if
    /// there is none.
    #[must_use]
    pub fn hosts(self) -> Vec<String> {
        let Self::Hosts(count) = self else {
            return Vec::new();
        };
        let host = |n| {
            if n == count / 2 {
                HOST.to_owned()
            } else {
                format!("api-{n}.example.net")
            }
        };
        (0..count).map(host).collect()
    }

    /// Whether credentials are allowed, as they can be.
    #[must_use]
    pub fn credentials(self) -> bool {
        self != Self::Any
    }

    /// An origin that is allowed, in the midst of the others: in each turn another one of the same
    /// length, where there is another one.
    #[must_use]
    pub fn allowed(self, turn: usize) -> String {
        match self {
            // Near the middle, as some search the list from its beginning.
            Self::Exact(count) => exact(count / 2 + turn % (count * 3 / 10).max(1)),
            Self::Minimal | Self::Guarded | Self::Hosts(_) => Self::Exact(10).allowed(turn),
            Self::Subdomains => format!("https://a.region-{}.example.com", 50 + turn),
            Self::Hole => format!("https://pr-{}--app.example.com", 42 + turn),
            Self::Regex => format!("https://pr-{}.example.com", 42 + turn),
            Self::Any => "https://app.example.com".to_owned(),
        }
    }

    /// An origin that is not, where there is any, and looks much like one that is.
    #[must_use]
    pub fn refused(self, turn: usize) -> String {
        format!("{}.evil-{}.test", self.allowed(turn), 50 + turn)
    }
}

/// 39 bytes or less, as tenants' names are.
fn exact(n: usize) -> String {
    format!("https://tenant-{n}.app.example.com")
}

impl fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(1) => f.pad("one origin"),
            Self::Exact(count) => f.pad(&format!("{count} origins")),
            Self::Minimal => f.pad("10 origins, minimal disclosure"),
            Self::Subdomains => f.pad("100 subdomain patterns"),
            Self::Hole => f.pad("typed hole"),
            Self::Regex => f.pad("regex"),
            Self::Any => f.pad("any origin"),
            Self::Guarded => f.pad("10 origins, guarded"),
            Self::Hosts(count) => f.pad(&format!("10 origins, {count} hosts")),
        }
    }
}
