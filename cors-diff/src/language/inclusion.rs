//! Whether one list of origins allows all that another one does.

use core::{cmp::Ordering, fmt};
use std::collections::HashSet;

use super::{
    Language, MAX_ASKED,
    entry::Entry,
    search::{Side, search},
};

/// Whether everything that is in one language is in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inclusion {
    Holds,
    /// An origin that is not.
    Fails(String),
    Undecided(Undecided),
}

/// Why it can't be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undecided {
    /// What a predicate allows is known only of the origins that it is asked about.
    Predicate,
    /// The machines would take too much room or time.
    TooLarge,
    /// What the machines let through is too long, or allowed by a predicate.
    NoExample,
    /// An entry has a syntax of a later version.
    Unreadable,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Predicate => "a predicate is code, and code can't be compared",
            Self::TooLarge => "the patterns and regexes are too large to be compared",
            Self::NoExample => "every example is too long for an origin, or a predicate allows it",
            Self::Unreadable => "an entry has a syntax that is not known here",
        })
    }
}

/// An example. The first of two is of the web's, shorter, or the first in the alphabet, in this order. Digits and
/// signs come behind letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Witness(String);

impl Witness {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_web(&self) -> bool {
        ["http://", "https://"]
            .iter()
            .any(|web| self.0.starts_with(web))
    }

    fn rank(&self) -> (bool, usize) {
        (!self.is_web(), self.0.len())
    }

    fn letters(&self) -> impl Iterator<Item = (bool, bool, u8)> {
        let bytes = self.0.bytes();
        bytes.map(|byte| (!byte.is_ascii_lowercase(), !byte.is_ascii_digit(), byte))
    }
}

impl Ord for Witness {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = self.rank().cmp(&other.rank());
        rank.then_with(|| self.letters().cmp(other.letters()))
    }
}

impl PartialOrd for Witness {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether `right` allows all origins that `left` does.
///
/// Entries that both have are passed over. Single origins are looked up, and only what is left of `left`,
/// patterns and regexes, becomes machines.
///
/// `allows_more`: whether `left` may allow more than its entries say.
pub(crate) fn inclusion(left: &Language<'_>, right: &Language<'_>, allows_more: bool) -> Inclusion {
    if right.any {
        return Inclusion::Holds;
    }
    match decide(left, right) {
        Ok(Some(witness)) => Inclusion::Fails(witness.0),
        Ok(None) if allows_more => Inclusion::Undecided(Undecided::Predicate),
        Ok(None) => Inclusion::Holds,
        Err(reason) => Inclusion::Undecided(reason),
    }
}

fn decide(left: &Language<'_>, right: &Language<'_>) -> Result<Option<Witness>, Undecided> {
    let is_one = |text: &str| (left.allows)(text) && !(right.allows)(text);
    if left.any
        && let Some(stranger) = STRANGERS.into_iter().find(|stranger| is_one(stranger))
    {
        return Ok(Some(Witness::new(stranger)));
    }
    let known: HashSet<_> = right.texts.iter().copied().collect();
    let own = left
        .texts
        .iter()
        .copied()
        .filter(|text| !known.contains(text));
    let is_exact = |text: &&str| Entry::parse(text).is_some_and(|entry| entry.is_exact());
    let (exact, patterns): (Vec<&str>, Vec<&str>) = own.partition(is_exact);
    // Regexes that both have are asked about more where only one side is strict.
    let is_laxer = left.asks_about_insecure && !right.asks_about_insecure;
    let known: HashSet<_> = right.regexes.iter().filter(|_| !is_laxer).collect();
    let regexes = left.regexes.iter().filter(|regex| !known.contains(regex));
    let regexes: Vec<_> = regexes.copied().collect();

    let is_asked = exact.len().saturating_mul(right.regexes.len()) <= MAX_ASKED;
    let asked = exact.iter().filter(|_| is_asked);
    let not_allowed = asked.filter(|text| !(right.allows)(text));
    let best = not_allowed.map(|text| Witness::new(*text)).min();
    let is_rest = left.any || !patterns.is_empty() || !regexes.is_empty();
    let found = if is_rest {
        let mut left = Side::new(left, &patterns, &regexes)?;
        let mut right = Side::new(right, &right.texts, &right.regexes)?;
        search(&mut left, &mut right, best, is_one)?
    } else {
        best
    };
    match found {
        None if !is_asked => Err(Undecided::TooLarge),
        found => Ok(found),
    }
}

/// Nobody's origins, to stand for all of them.
const STRANGERS: [&str; 3] = [
    "https://anyone.example",
    "https://anyone.test",
    "https://anyone.invalid",
];
