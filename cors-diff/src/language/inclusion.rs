//! Whether one list of origins allows all that another one does.

use core::{cmp::Ordering, fmt};
use std::collections::HashSet;

use super::{
    Clause, Language, MAX_ASKED, MAX_EXAMPLES, MAX_STEPS, canonical::Canonical, entry::Entry,
    lazy::Full, machines::Side, search::search,
};

/// What one language has and another has not: nothing where it is included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inclusion {
    /// Origins that are listed by themselves, and one that is not. The shortest comes first.
    pub(crate) beyond: Vec<String>,
    /// Why there may be more, if that can't be told.
    pub(crate) undecided: Option<Undecided>,
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
        return Inclusion::default();
    }
    let is_one = |text: &str| (left.allows)(text) && !(right.allows)(text);
    let mut strangers = STRANGERS.into_iter().filter(|_| left.any);
    if let Some(stranger) = strangers.find(|stranger| is_one(stranger)) {
        return Inclusion {
            beyond: vec![stranger.to_owned()],
            undecided: None,
        };
    }
    let rest = Rest::of(left, right);
    let mut undecided = allows_more.then_some(Undecided::Predicate);
    let mut beyond = Vec::new();
    match not_allowed(&rest.exact, right) {
        Ok(found) => beyond = found,
        Err(reason) => undecided = Some(reason),
    }
    if left.any || !rest.patterns.is_empty() || !rest.regexes.is_empty() {
        match rest_beyond(left, right, &rest) {
            Ok(found) => beyond.extend(found),
            Err(reason) => undecided = Some(reason),
        }
    }
    beyond.sort_unstable();
    beyond.dedup();
    Inclusion {
        beyond: beyond.into_iter().map(|witness| witness.0).collect(),
        undecided,
    }
}

/// The entries of a language that another one does not have.
struct Rest<'a> {
    exact: Vec<&'a str>,
    patterns: Vec<&'a str>,
    regexes: Vec<Clause<'a>>,
}

impl<'a> Rest<'a> {
    fn of(left: &Language<'a>, right: &Language<'_>) -> Self {
        let known: HashSet<_> = right.texts.iter().copied().collect();
        let mut seen = HashSet::new();
        let own = { left.texts.iter().copied() }
            .filter(|text| !known.contains(text) && seen.insert(*text));
        let is_exact = |text: &&str| Entry::parse(text).is_some_and(|entry| entry.is_exact());
        let (exact, patterns) = own.partition(is_exact);
        // Regexes that both have are asked about more where only one side is strict.
        let is_laxer = left.asks_about_insecure && !right.asks_about_insecure;
        let known: HashSet<_> = right.regexes.iter().filter(|_| !is_laxer).collect();
        let regexes = { left.regexes.iter() }.filter(|regex| !known.contains(regex));
        Self {
            exact,
            patterns,
            regexes: regexes.cloned().collect(),
        }
    }
}

/// What the patterns and regexes of the rest allow beyond the other language: an origin at least, and one for each
/// entry where that is cheap.
fn rest_beyond(
    left: &Language<'_>,
    right: &Language<'_>,
    rest: &Rest<'_>,
) -> Result<Vec<Witness>, Undecided> {
    let is_one = |text: &str| (left.allows)(text) && !(right.allows)(text);
    // What is listed by itself has been looked at.
    let texts = [rest.exact.as_slice(), right.texts.as_slice()].concat();
    let mut other = Side::new(right, &texts, &right.regexes)?;
    let mut steps = MAX_STEPS;
    let mut all = Side::new(left, &rest.patterns, &rest.regexes)?;
    let found = search(&mut all, &mut other, &mut steps, is_one)?;
    let mut beyond: Vec<_> = found.into_iter().collect();
    let entries = rest.patterns.len() + rest.regexes.len();
    if beyond.is_empty() || left.any || !(2..=MAX_EXAMPLES).contains(&entries) {
        return Ok(beyond);
    }
    let patterns = rest.patterns.chunks(1).map(|pattern| (pattern, &[][..]));
    let regexes = rest.regexes.chunks(1).map(|regex| (&[][..], regex));
    let mut shared = MAX_STEPS / 10;
    for (pattern, regex) in patterns.chain(regexes) {
        let mut one = Side::new(left, pattern, regex)?;
        // What took too long for one entry is not the end for those after it.
        let most = shared.max(MAX_STEPS / 1_000);
        steps = most;
        beyond.extend(search(&mut one, &mut other, &mut steps, is_one).unwrap_or_default());
        shared = shared.saturating_sub(most - steps);
    }
    Ok(beyond)
}

/// Those of these origins that are not allowed.
fn not_allowed(exact: &[&str], language: &Language<'_>) -> Result<Vec<Witness>, Undecided> {
    let is_not_allowed = |text: &&&str| !(language.allows)(text);
    let witnesses = |texts: &[&str]| {
        let not_allowed = texts.iter().filter(is_not_allowed);
        not_allowed.map(|text| Witness::new(*text)).collect()
    };
    if exact.len().saturating_mul(language.regexes.len()) <= MAX_ASKED {
        return Ok(witnesses(exact));
    }
    // As one machine, many regexes take no longer than one.
    let mut side = Side::new(language, &language.texts, &language.regexes)?;
    let mut machines = side.run();
    let mut read = || -> Result<Vec<&str>, Full> {
        let mut canonical = Canonical::new()?;
        let mut not_allowed = Vec::new();
        for text in exact {
            if !machines.allows_text(&mut canonical, text)? {
                not_allowed.push(*text);
            }
        }
        Ok(not_allowed)
    };
    let not_allowed = read().map_err(|Full| Undecided::TooLarge)?;
    // Only a predicate may allow them all the same. What is not asked about has not been found to be allowed.
    let asked = not_allowed.len().min(MAX_ASKED / language.regexes.len());
    let found: Vec<Witness> = witnesses(&not_allowed[..asked]);
    match asked < not_allowed.len() && found.is_empty() {
        true => Err(Undecided::Predicate),
        false => Ok(found),
    }
}

/// Nobody's origins, to stand for all of them.
const STRANGERS: [&str; 3] = [
    "https://anyone.example",
    "https://anyone.test",
    "https://anyone.invalid",
];
