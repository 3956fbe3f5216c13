//! The entry of a policy that is most like an origin that is not allowed, and the difference.

use core::fmt;

use super::{Cure, Reason, ReasonKind};
use crate::{Origin, Policy, Setting};

/// The entry of a policy that is most like an origin, and what the difference is.
///
/// `Display` says it in a clause: `the nearest entry, "https://app.example.com", has another port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    pub(super) entry: usize,
    pub(super) text: String,
    pub(super) difference: Difference,
}

/// What the difference is between an origin and the entry that is most like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// Another scheme.
    Scheme,
    /// Another port, or the scheme's default port spelt out.
    Port,
    /// The origin is a subdomain of the entry's host.
    Subdomain,
    /// The entry's host is a subdomain of the origin's.
    Parent,
    /// `www.` in front of one of the two.
    Www,
    /// One or two letters.
    Typo,
    /// Upper case.
    Case,
    /// A slash at the end.
    TrailingSlash,
    /// A dot at the end of the host.
    TrailingDot,
    /// A path.
    Path,
    /// Another name of this machine: `localhost`, `127.0.0.1`, `[::1]`.
    Loopback,
    /// A wildcard, which does not include its apex.
    Wildcard,
    /// A hole that does not span this text.
    Hole,
}

impl Nearest {
    /// The entry's place among [`Settings::allow_origins`](crate::Settings::allow_origins).
    #[must_use]
    pub fn entry(&self) -> usize {
        self.entry
    }

    /// The entry, as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the difference is.
    #[must_use]
    pub fn difference(&self) -> Difference {
        self.difference
    }
}

impl Difference {
    /// A text that stays the same from release to release.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Port => "port",
            Self::Subdomain => "subdomain",
            Self::Parent => "parent",
            Self::Www => "www",
            Self::Typo => "typo",
            Self::Case => "case",
            Self::TrailingSlash => "trailing-slash",
            Self::TrailingDot => "trailing-dot",
            Self::Path => "path",
            Self::Loopback => "loopback",
            Self::Wildcard => "wildcard",
            Self::Hole => "hole",
        }
    }
}

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the nearest entry, {:?}, ", self.text)?;
        f.write_str(match self.difference {
            Difference::Scheme => "has another scheme",
            Difference::Port => "has another port",
            _ => "is another origin",
        })
    }
}

/// Why an origin is not allowed, with the entry that is most like it.
pub(super) fn reason(_policy: &Policy, origin: &[u8]) -> Reason {
    let canonical = Origin::of(origin);
    Reason {
        cure: canonical.map(|origin| Cure::entry(Setting::AllowOrigins, origin.as_str())),
        kind: ReasonKind::OriginNotAllowed {
            nearest: None,
            is_canonical: canonical.is_some(),
        },
        needs: None,
    }
}
