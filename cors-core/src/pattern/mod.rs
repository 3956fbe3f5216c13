//! The developer's origins: what a policy allows, parsed strictly and once.

mod advice;
mod flaw;
mod invalid;
mod lookalike;
mod near_scheme;
mod parse;
mod placeholder;
mod punycode;
mod reading;
mod regex_text;
mod repair;

use core::{fmt, str::FromStr};
use std::{borrow::Cow, sync::Arc};

pub use self::{flaw::OriginFlaw, invalid::InvalidOrigin};
/// What the list of hosts reads as well.
pub(crate) use self::{
    lookalike::{
        as_ascii, is_blank_beyond_ascii, is_invisible, is_lookalike, place_of, without_invisible,
    },
    near_scheme::meant as meant_scheme,
    parse::{read_authority, read_characters, read_host},
    placeholder::is_placeholder,
    reading::{Keyword, address_range, elements, is_list, keyword, unquoted},
    regex_text::is_regex,
    repair::{mend_host, written_scheme},
};
use crate::{
    host::{HostKind, MAX_DOMAIN, is_labels},
    origin::{Origin, is_special},
};

/// One entry of a policy's list of origins: an origin, or a pattern for several.
///
/// # Syntax
///
/// An origin as browsers serialise it, with at most one varying part in its host, and with a
/// port that may vary:
///
/// - `https://app.example.com`: this origin
/// - `https://*.example.com`: one or more labels below `example.com`, not `example.com` itself
/// - `https://pr-{digits}.example.com`: a typed hole inside one label, standing for one or more
///   characters: `{digits}` for `0-9`, `{hex}` for `0-9a-f`, `{slug}` for `a-z0-9-`
/// - `http://localhost:*`: any port, the scheme's default included
///
/// Under schemes such as `chrome-extension`, a hole may be the whole host: `chrome-extension://{slug}`
/// is any extension, and the policy warns of it. In such hosts `*`, `{`, `}` and `,` keep their
/// meaning for patterns, though hosts may have them.
///
/// Anything else is an error, since browsers would never send it: a path, upper case, Unicode, a
/// default port, and so on ([`OriginFlaw`] lists them all). The error suggests the corrected literal
/// if there is one. `"*"`, any origin, is not a pattern: only policies take it.
///
/// # Example
///
/// ```
/// # use cors_core::{Origin, OriginPattern};
/// let pattern = OriginPattern::parse("https://*.example.com")?;
/// let matches = |origin: &str| pattern.matches(&Origin::parse(origin).unwrap());
/// assert!(matches("https://eu.app.example.com"));
/// assert!(!matches("https://example.com"));
/// assert!(!matches("https://evilexample.com"));
///
/// let error = OriginPattern::parse("https://app.example.com/").unwrap_err();
/// assert_eq!(error.suggestion(), Some("https://app.example.com"));
/// # Ok::<(), cors_core::InvalidOrigin>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OriginPattern {
    text: Arc<str>,
    scheme_end: usize,
    host_end: usize,
    /// Where the varying part of the host begins; without one, the end of the host.
    prefix_end: usize,
    /// Where it ends.
    suffix_start: usize,
    varying: Varying,
    any_port: bool,
}

impl OriginPattern {
    /// Reads an origin or a pattern; `FromStr` and `TryFrom` do the same.
    ///
    /// # Errors
    ///
    /// The first flaw of the text, and the corrected literal if there is one.
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        Self::read(&text.into())
    }

    /// As [`parse`](Self::parse), without a copy of the text.
    pub(crate) fn read(text: &Arc<str>) -> Result<Self, InvalidOrigin> {
        parse::read(text).map_err(|first| {
            let (flaw, suggestion) = reading::diagnose(text, first);
            InvalidOrigin::new(text, flaw, suggestion)
        })
    }

    /// The text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether this pattern stands for `origin`.
    #[must_use]
    pub fn matches(&self, origin: &Origin<'_>) -> bool {
        let text = if self.any_port {
            origin.without_port()
        } else {
            origin.as_str()
        };
        let middle = text
            .strip_prefix(self.prefix())
            .and_then(|rest| rest.strip_suffix(self.suffix()));
        middle.is_some_and(|middle| self.admits(middle.as_bytes()))
    }

    /// Whether `middle`, cut out of a canonical origin, may stand in the varying part's place. What
    /// `*.` stands for is split into labels, which opaque hosts need not have.
    fn admits(&self, middle: &[u8]) -> bool {
        let special = is_special(self.scheme());
        self.varying.admits(middle)
            && (self.varying != Varying::Subdomains || is_labels(middle, special))
    }

    /// The text before the varying part, from the scheme on.
    pub(crate) fn prefix(&self) -> &str {
        &self.text[..self.prefix_end]
    }

    /// The text behind the varying part, including a fixed port.
    pub(crate) fn suffix(&self) -> &str {
        &self.without_any_port()[self.suffix_start..]
    }

    fn without_any_port(&self) -> &str {
        let end = self.text.len() - if self.any_port { ":*".len() } else { 0 };
        &self.text[..end]
    }

    pub(crate) fn varying(&self) -> Varying {
        self.varying
    }

    pub(crate) fn any_port(&self) -> bool {
        self.any_port
    }

    pub(crate) fn scheme(&self) -> &str {
        &self.text[..self.scheme_end]
    }

    /// The host as it is written, including the varying part.
    fn host(&self) -> &str {
        &self.text[self.scheme_end + "://".len()..self.host_end]
    }

    /// The length of the longest origin that this pattern may stand for, without its port if the
    /// pattern takes any.
    pub(crate) fn longest(&self) -> usize {
        let name = self.host().strip_suffix('.').unwrap_or_else(|| self.host());
        self.without_any_port().len() - name.len() + MAX_DOMAIN
    }

    /// The labels that stand fixed behind the varying ones: `example.com` of `*.example.com`.
    /// `None` where nothing varies.
    pub(crate) fn fixed_domain(&self) -> Option<&str> {
        match self.varying {
            Varying::Nothing => None,
            Varying::Subdomains => self.host().strip_prefix("*."),
            Varying::Hole(_) => {
                let (_, rest) = self.host().split_once('}')?;
                Some(rest.split_once('.').map_or("", |(_, parents)| parents))
            }
        }
    }

    /// Whether fixed labels stand in front of the one with the hole: `www.{slug}.example.com`.
    pub(crate) fn has_label_before_hole(&self) -> bool {
        let before = &self.text[self.scheme_end + "://".len()..self.prefix_end];
        before.contains('.')
    }

    /// Whether an attacker in the network can speak for a matching origin.
    pub(crate) fn is_insecure(&self) -> bool {
        self.scheme() == "http" && !self.is_of_loopback_server()
    }

    /// Whether its pages come from a server on the visitor's own machine.
    pub(crate) fn is_of_loopback_server(&self) -> bool {
        let host = self.fixed_domain().unwrap_or_else(|| self.host());
        matches!(self.scheme(), "http" | "https")
            && HostKind::of(host, true).is_some_and(|kind| kind.is_loopback(host))
    }

    /// Two origins that this pattern matches. Another pattern matches both only if it matches
    /// everything that this one does: where it varies, the two begin and end differently, so that no
    /// fixed text fits both, and they use every kind of character that may stand there.
    pub(crate) fn witnesses(&self) -> [Cow<'_, str>; 2] {
        let middles = match self.varying {
            // Of many patterns most: nothing has to be made up.
            Varying::Nothing => return [self.without_any_port(); 2].map(Cow::from),
            Varying::Subdomains => ["a-9.z", "9.-.a"],
            Varying::Hole(Hole::Digits) => ["0", "1"],
            Varying::Hole(Hole::Hex) => ["0f", "f0"],
            Varying::Hole(Hole::Slug) => ["0-z", "z-0"],
        };
        middles.map(|middle| [self.prefix(), middle, self.suffix()].concat().into())
    }
}

impl FromStr for OriginPattern {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for OriginPattern {
    type Error = InvalidOrigin;

    fn try_from(text: &str) -> Result<Self, InvalidOrigin> {
        Self::parse(text)
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OriginPattern({:?})", self.text)
    }
}

/// What varies in the host of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Varying {
    Nothing,
    /// `*.`: one label or more.
    Subdomains,
    Hole(Hole),
}

impl Varying {
    /// Whether `middle`, cut out of a canonical origin, may stand in the varying part's place.
    pub(crate) fn admits(self, middle: &[u8]) -> bool {
        match self {
            Self::Nothing => middle.is_empty(),
            // Between "://" and a dot, in a canonical origin: only whole labels fit.
            Self::Subdomains => !middle.is_empty(),
            Self::Hole(hole) => !middle.is_empty() && middle.iter().all(|&b| hole.admits(b)),
        }
    }
}

/// A typed hole inside one label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Hole {
    Digits,
    Hex,
    Slug,
}

impl Hole {
    fn named(name: &str) -> Option<Self> {
        match name {
            "digits" => Some(Self::Digits),
            "hex" => Some(Self::Hex),
            "slug" => Some(Self::Slug),
            _ => None,
        }
    }

    pub(crate) fn admits(self, byte: u8) -> bool {
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            Self::Slug => matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'-'),
        }
    }
}
