//! Which origins a policy allows: hash look-ups by the header's bytes, whatever the number of origins.

mod near;

use core::borrow::Borrow;
use core::hash::{Hash, Hasher};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::{
    host::is_labels,
    origin::{Origin, is_special, split_digits},
    pattern::{OriginPattern, Varying},
    settings::Predicate,
};

/// The compiled list of origins.
///
/// `foldhash` hashes an origin in some 70 instructions, where the standard library's hasher takes
/// some 270: 421 instead of some 620 for the whole decision about an allowed origin. Its seed is
/// random, though someone who can measure every look-up may be able to guess it. That does not help
/// them: only names that are in the policy can collide with each other, not what a request says.
#[derive(Default)]
pub(crate) struct Matcher {
    /// Whether there is more than exact origins and `null`.
    has_patterns: bool,
    /// Whether more has to be known of an origin than its bytes.
    is_parsed: bool,
    /// Origins in which nothing varies.
    exact: HashSet<Text, RandomState>,
    /// A bit for each length that these have, modulo 64. Few other origins have one of these lengths,
    /// and one that has none is not hashed: 100 of 340 instructions less where the origin is not
    /// allowed.
    exact_lengths: u64,
    /// Those with any port, by their text without it.
    any_port_exact: HashMap<Text, Arc<str>, RandomState>,
    /// Patterns for hosts, matched against whole origins. They leave no part of an origin unread.
    hosts: HostPatterns,
    /// Patterns for hosts with any port, matched against origins without their port.
    any_port_hosts: HostPatterns,
    /// Each with its place among the entries.
    #[cfg(feature = "regex")]
    regexes: Vec<(usize, regex::Regex)>,
    /// Each with its place among the entries.
    predicates: Vec<(usize, Predicate)>,
    /// Whether regexes and predicates are asked about origins that an attacker in the network can speak
    /// for.
    asks_about_insecure: bool,
    null: bool,
    file: bool,
    /// Whether one of these two is true: asked once about an origin that is not allowed.
    has_opaque: bool,
}

impl Matcher {
    /// Makes room for so many origins. A set that grows would hash them again and again.
    pub(crate) fn reserve(&mut self, exact: usize) {
        self.exact.reserve(exact);
    }

    /// Adds a pattern, unless an equal one is there: then it returns false.
    pub(crate) fn insert(&mut self, pattern: &OriginPattern, text: &Arc<str>) -> bool {
        if pattern.varying() == Varying::Nothing && !pattern.any_port() {
            self.exact_lengths |= length_bit(text.as_bytes());
            return self.exact.insert(Text(Arc::clone(text)));
        }
        self.has_patterns = true;
        self.is_parsed |= pattern.any_port();
        match (pattern.varying(), pattern.any_port()) {
            (Varying::Nothing, _) => {
                let key = Text(pattern.prefix().into());
                let old = self.any_port_exact.insert(key, Arc::clone(text));
                old.is_none()
            }
            (_, false) => self.hosts.insert(pattern, text),
            (_, true) => self.any_port_hosts.insert(pattern, text),
        }
    }

    #[cfg(feature = "regex")]
    pub(crate) fn insert_regex(&mut self, entry: usize, regex: regex::Regex) {
        (self.has_patterns, self.is_parsed) = (true, true);
        self.regexes.push((entry, regex));
    }

    pub(crate) fn insert_predicate(&mut self, entry: usize, predicate: Predicate) {
        (self.has_patterns, self.is_parsed) = (true, true);
        self.predicates.push((entry, predicate));
    }

    pub(crate) fn ask_about_insecure(&mut self) {
        self.asks_about_insecure = true;
    }

    pub(crate) fn allow_null(&mut self) {
        (self.null, self.has_opaque) = (true, true);
    }

    pub(crate) fn allow_file(&mut self) {
        (self.file, self.has_opaque) = (true, true);
    }

    /// Whether the value of an `Origin` header is allowed.
    #[inline]
    pub(crate) fn allows(&self, value: &[u8]) -> bool {
        self.find(value).is_some()
    }

    /// The entry that allows the value of an `Origin` header.
    ///
    /// Costs no more than its length up to [`Origin::MAX_LEN`], and allocates nothing.
    // Always, as `decide` is.
    #[inline(always)]
    pub(crate) fn find(&self, value: &[u8]) -> Option<Matched<'_>> {
        if value.len() > Origin::MAX_LEN {
            return None;
        }
        if let Some(text) = self.find_exact(value) {
            return Some(Matched::Text(text));
        }
        if self.has_patterns
            && let Some(matched) = self.find_pattern(value)
        {
            return Some(matched);
        }
        self.has_opaque.then(|| self.find_opaque(value)).flatten()
    }

    /// Texts that name nobody, each of which has its own flag.
    fn find_opaque(&self, value: &[u8]) -> Option<Matched<'_>> {
        match value {
            b"null" if self.null => Some(Matched::Null),
            b"file://" if self.file => Some(Matched::File),
            _ => None,
        }
    }

    #[inline]
    fn find_exact(&self, value: &[u8]) -> Option<&Arc<str>> {
        if self.exact_lengths & length_bit(value) == 0 {
            return None;
        }
        self.exact.get(value).map(|Text(text)| text)
    }

    fn find_pattern(&self, value: &[u8]) -> Option<Matched<'_>> {
        if let Some(text) = self.hosts.find_map(value, Some) {
            return Some(Matched::Text(text));
        }
        if self.is_parsed {
            return self.find_parsed(value);
        }
        None
    }

    /// Looks for an entry first, since few texts have one. Then checks that the text is canonical,
    /// without which it is not an origin.
    fn find_parsed(&self, value: &[u8]) -> Option<Matched<'_>> {
        let text = core::str::from_utf8(value).ok()?;
        let fitting = self.find_fitting(text);
        if fitting.is_none() && self.predicates.is_empty() {
            return None;
        }
        let origin = Origin::read(text)?;
        if let Some(Matched::Text(_)) = fitting {
            return fitting;
        }
        if origin.is_insecure() && !self.asks_about_insecure {
            return None;
        }
        fitting.or_else(|| {
            let mut predicates = self.predicates.iter();
            let (entry, _) = predicates.find(|(_, predicate)| predicate.admits(&origin))?;
            Some(Matched::At(*entry))
        })
    }

    /// The entry that allows a text on any port or by a regex, if it is canonical.
    fn find_fitting(&self, text: &str) -> Option<Matched<'_>> {
        #[cfg(feature = "regex")]
        if let Some((entry, _)) = self.regexes.iter().find(|(_, regex)| regex.is_match(text)) {
            return Some(Matched::At(*entry));
        }
        let without_port = split_digits(text).0.as_bytes();
        let exact = self.any_port_exact.get(without_port);
        exact
            .or_else(|| self.any_port_hosts.find_map(without_port, Some))
            .map(Matched::Text)
    }

    /// Whether any entry can cover another one.
    pub(crate) fn covers(&self) -> bool {
        !(self.any_port_exact.is_empty() && self.hosts.is_empty() && self.any_port_hosts.is_empty())
    }

    /// An entry other than `pattern` itself that allows all that `pattern` does.
    pub(crate) fn covering(&self, pattern: &OriginPattern) -> Option<Arc<str>> {
        let [first, second] = pattern.witnesses();
        let first = Origin::of(first.as_bytes())?;
        let second = Origin::of(second.as_bytes())?;
        // Only a pattern that is one origin can be one origin on any port.
        if pattern.varying() == Varying::Nothing
            && !pattern.any_port()
            && let Some(text) = self.any_port_exact.get(first.without_port().as_bytes())
        {
            return Some(Arc::clone(text));
        }
        let other = |found: &Arc<str>| **found != *pattern.as_str();
        let with_port = if pattern.any_port() {
            None
        } else {
            self.hosts
                .find(first.as_str().as_bytes(), second.as_str().as_bytes(), other)
        };
        with_port.or_else(|| {
            let [first, second] = [first, second].map(|origin| origin.without_port().as_bytes());
            self.any_port_hosts.find(first, second, other)
        })
    }
}

/// The entry that allows an origin.
#[derive(Clone, Copy)]
pub(crate) enum Matched<'a> {
    /// An origin or a pattern: the settings' own text.
    Text(&'a Arc<str>),
    /// A regex or a predicate, by its place among the entries.
    At(usize),
    /// None of them, but the flag for `null`.
    Null,
    /// None of them, but the flag for `file://`.
    File,
}

fn length_bit(text: &[u8]) -> u64 {
    1 << (text.len() % 64)
}

/// Patterns found by the text before and behind their varying part.
///
/// A candidate is cut only at the lengths that some pattern has. The cost depends on how many distinct
/// lengths fit into the header, and not on the number of patterns.
#[derive(Default)]
struct HostPatterns {
    by_suffix: Lengthwise<Lengthwise<Alike>>,
}

impl HostPatterns {
    fn is_empty(&self) -> bool {
        self.by_suffix.entries.is_empty()
    }

    fn insert(&mut self, pattern: &OriginPattern, text: &Arc<str>) -> bool {
        let by_prefix = self.by_suffix.entry(pattern.suffix());
        let Alike(alike) = by_prefix.entry(pattern.prefix());
        let new = alike.iter().all(|alike| alike.varying != pattern.varying());
        if new {
            alike.push(HostPattern {
                varying: pattern.varying(),
                special: is_special(pattern.scheme()),
                longest: pattern.longest(),
                text: Arc::clone(text),
            });
        }
        new
    }

    /// The first result of `test`, which is called with the patterns that stand for `origin`. That may
    /// be any bytes.
    fn find_map<'a, T>(
        &'a self,
        origin: &[u8],
        mut test: impl FnMut(&'a Arc<str>) -> Option<T>,
    ) -> Option<T> {
        let mut tails = self.by_suffix.tails_of(origin);
        tails.find_map(|(suffix, by_prefix)| {
            let rest = &origin[..origin.len() - suffix];
            let mut heads = by_prefix.heads_of(rest);
            heads.find_map(|(prefix, Alike(patterns))| {
                let middle = &rest[prefix..];
                let mut fitting = patterns
                    .iter()
                    .filter(|pattern| pattern.admits(middle, origin.len()));
                fitting.find_map(|pattern| test(&pattern.text))
            })
        })
    }

    /// The first pattern for which `test` holds and that stands for both texts.
    fn find(
        &self,
        first: &[u8],
        second: &[u8],
        test: impl Fn(&Arc<str>) -> bool,
    ) -> Option<Arc<str>> {
        self.find_map(first, |pattern| {
            let same = |other| Arc::ptr_eq(pattern, other).then_some(());
            let both = test(pattern) && self.find_map(second, same).is_some();
            both.then(|| Arc::clone(pattern))
        })
    }
}

/// Patterns that differ only in the type of their varying part: a handful at most.
#[derive(Default)]
struct Alike(Vec<HostPattern>);

struct HostPattern {
    varying: Varying,
    /// Whether its scheme is special.
    special: bool,
    longest: usize,
    text: Arc<str>,
}

impl HostPattern {
    /// Whether an origin of such a length is canonical with `middle` in the varying part's place.
    ///
    /// The rest of it is the pattern's, which has been read strictly: its scheme and its port, its
    /// labels, and the last of them, which is not a number. Only the varying part is left to look at.
    /// That is half of what it takes to parse the origin.
    fn admits(&self, middle: &[u8], length: usize) -> bool {
        length <= self.longest && self.varying.admits(middle) && is_labels(middle, self.special)
    }
}

/// A map from texts, with the lengths that occur among them.
struct Lengthwise<T> {
    lengths: Vec<usize>,
    entries: HashMap<Box<[u8]>, T, RandomState>,
}

impl<T> Default for Lengthwise<T> {
    fn default() -> Self {
        Self {
            lengths: Vec::new(),
            entries: HashMap::default(),
        }
    }
}

impl<T: Default> Lengthwise<T> {
    fn entry(&mut self, key: &str) -> &mut T {
        if let Err(place) = self.lengths.binary_search(&key.len()) {
            self.lengths.insert(place, key.len());
        }
        self.entries.entry(key.as_bytes().into()).or_default()
    }

    /// The entries that `text` ends with, with their lengths.
    fn tails_of<'a, 't>(
        &'a self,
        text: &'t [u8],
    ) -> impl Iterator<Item = (usize, &'a T)> + use<'a, 't, T> {
        self.cut(text.len(), |length| &text[text.len() - length..])
    }

    /// The entries that `text` begins with, with their lengths.
    fn heads_of<'a, 't>(
        &'a self,
        text: &'t [u8],
    ) -> impl Iterator<Item = (usize, &'a T)> + use<'a, 't, T> {
        self.cut(text.len(), |length| &text[..length])
    }

    fn cut<'a, 't, P>(
        &'a self,
        most: usize,
        piece: P,
    ) -> impl Iterator<Item = (usize, &'a T)> + use<'a, 't, T, P>
    where
        P: Fn(usize) -> &'t [u8],
    {
        let fitting = self.lengths.partition_point(|&length| length <= most);
        self.lengths[..fitting]
            .iter()
            .filter_map(move |&length| Some((length, self.entries.get(piece(length))?)))
    }
}

/// Text that is looked up by bytes, so that a header's need not be checked to be UTF-8 first.
#[derive(PartialEq, Eq)]
struct Text(Arc<str>);

impl Borrow<[u8]> for Text {
    fn borrow(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_bytes().hash(state);
    }
}
