//! The entry of a policy that is most like an origin that is not allowed, and the difference.

mod asked;
mod clause;
mod owner;
mod rank;
mod search;
mod typo;

use core::fmt;

pub(super) use self::{clause::Clause, search::Search};
use crate::{Origin, OriginEntry, Policy, matcher::Matched, shown::shown};

/// The entry of a policy that is most like an origin, and what the difference is.
///
/// `Display` says it in a clause: `the nearest entry, "https://app.example.com", has another port`.
///
/// Entries are ranked by what people most likely meant: another scheme comes first, then another port, a
/// dot at the end of the host, a wildcard's apex, `www.`, another name of this machine, a hole that does not
/// span the text, a subdomain, a parent, one letter, two letters. Of those alike, the first entry is
/// taken. An entry that differs in scheme or port and in one thing more counts too, with both differences in
/// the sentence. A look-alike that an attacker would register, such as `https://app.example.com.evil.test`
/// or `https://evilexample.com`, is like no entry. Nor is a host that somebody else can register below or
/// beside one: `https://b.github.io` where `https://github.io` is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    entry: usize,
    text: String,
    kind: EntryKind,
    clause: Clause,
    second: Option<Clause>,
    /// What a regex or a predicate allows: it can't be read like a pattern.
    allows: Option<String>,
    /// Whether anyone can have the origin, as far as the entry tells.
    is_anyones: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryKind {
    Text,
    Regex,
    Predicate,
}

/// What the difference is between an origin and the entry that is most like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// Another scheme, or none.
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
    /// The entry at a place.
    pub(super) fn at(
        policy: &Policy,
        entry: usize,
        clause: Clause,
        second: Option<Clause>,
        allows: &str,
    ) -> Option<Self> {
        let found = policy.settings().allow_origins().nth(entry)?;
        let text = words(found);
        let kind = match found {
            OriginEntry::Text(_) => EntryKind::Text,
            OriginEntry::Regex(_) => EntryKind::Regex,
            OriginEntry::Predicate => EntryKind::Predicate,
        };
        Some(Self {
            entry,
            text: text.to_owned(),
            kind,
            clause,
            second,
            allows: (kind != EntryKind::Text).then(|| allows.to_owned()),
            is_anyones: false,
        })
    }

    /// The same, where it is known whether anyone can have this origin.
    fn judged(mut self, origin: Origin<'_>) -> Self {
        let clauses = [Some(&self.clause), self.second.as_ref()];
        self.is_anyones = clauses.into_iter().flatten().any(|clause| match clause {
            Clause::Typo { .. } => true,
            Clause::Hole { .. } => !owner::owner_fills_hole(origin, &self.text),
            _ => false,
        });
        self
    }

    /// Whether anyone can have the origin, as far as the entry tells.
    pub(super) fn is_anyones(&self) -> bool {
        self.is_anyones
    }

    /// The entry's place among [`Settings::allow_origins`](crate::Settings::allow_origins).
    #[must_use]
    pub fn entry(&self) -> usize {
        self.entry
    }

    /// The entry, as it was written. `a predicate` for one of these.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the difference is. If there are two, the first of them.
    #[must_use]
    pub fn difference(&self) -> Difference {
        self.clause.difference()
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
        let text = shown(&self.text);
        match self.kind {
            EntryKind::Text => write!(f, "the nearest entry, {text}, ")?,
            EntryKind::Regex => write!(f, "the nearest entry, the regex {text}, ")?,
            EntryKind::Predicate => f.write_str("the nearest entry, a predicate, ")?,
        }
        if let Some(allows) = &self.allows {
            return write!(f, "allows {}", shown(allows));
        }
        match &self.second {
            None => write!(f, "{}", self.clause),
            Some(second) => {
                let (first, second) = (self.clause.to_string(), second.to_string());
                // "has another scheme and another port"
                let second = match (first.starts_with("has "), second.strip_prefix("has ")) {
                    (true, Some(rest)) => rest,
                    _ => &second,
                };
                write!(f, "{first} and {second}")
            }
        }
    }
}

/// An entry as it was written, in so far as it can be shown.
pub(super) fn words(entry: OriginEntry<'_>) -> &str {
    match entry {
        OriginEntry::Text(text) | OriginEntry::Regex(text) => text,
        OriginEntry::Predicate => "a predicate",
    }
}

/// The place of the entry that allows an origin.
pub(super) fn place_of(policy: &Policy, matched: Matched<'_>) -> Option<usize> {
    match matched {
        Matched::Text(text) => place_of_text(policy, text),
        Matched::At(place) => Some(place),
        Matched::Null | Matched::File => None,
    }
}

/// The place of an entry by its text, which is shared with the matcher.
fn place_of_text(policy: &Policy, text: &str) -> Option<usize> {
    let mut entries = policy.settings().allow_origins();
    entries
        .position(|entry| matches!(entry, OriginEntry::Text(found) if core::ptr::eq(found, text)))
}

#[cfg(test)]
mod tests;
