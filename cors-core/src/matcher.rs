//! Which origins a policy allows: hash lookups on the header's bytes, whatever their number.

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
/// random, though not beyond guessing for someone who can measure every lookup; and only names that
/// are in the policy can collide with each other, not what a request says.
#[derive(Default)]
pub(crate) struct Matcher {
    /// Whether there is more than exact origins and `null`.
    has_patterns: bool,
    /// Whether more has to be known of an origin than its bytes.
    is_parsed: bool,
    /// Origins in which nothing varies.
    exact: HashSet<Text, RandomState>,
    /// A bit for each length that these have, modulo 64. Few others have one of them, and what has
    /// none is not hashed: a hundred instructions less of 340 for the decision to refuse.
    exact_lengths: u64,
    /// Those with any port, without it.
    any_port_exact: HashSet<Text, RandomState>,
    /// Patterns for hosts, matched against whole origins, of which they leave nothing unread.
    hosts: HostPatterns,
    /// Patterns for hosts with any port, matched against origins without their port.
    any_port_hosts: HostPatterns,
    #[cfg(feature = "regex")]
    regexes: Vec<regex::Regex>,
    predicates: Vec<Predicate>,
    null: bool,
}

impl Matcher {
    /// Makes room for so many origins, which a set that grows would have to hash again and again.
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
            (Varying::Nothing, _) => self.any_port_exact.insert(Text(pattern.prefix().into())),
            (_, false) => self.hosts.insert(pattern, text),
            (_, true) => self.any_port_hosts.insert(pattern, text),
        }
    }

    #[cfg(feature = "regex")]
    pub(crate) fn insert_regex(&mut self, regex: regex::Regex) {
        (self.has_patterns, self.is_parsed) = (true, true);
        self.regexes.push(regex);
    }

    pub(crate) fn insert_predicate(&mut self, predicate: Predicate) {
        (self.has_patterns, self.is_parsed) = (true, true);
        self.predicates.push(predicate);
    }

    pub(crate) fn allow_null(&mut self) {
        self.null = true;
    }

    /// Whether the value of an `Origin` header is allowed.
    ///
    /// Costs no more than its length up to [`Origin::MAX_LEN`], and allocates nothing.
    #[inline]
    pub(crate) fn allows(&self, value: &[u8]) -> bool {
        value.len() <= Origin::MAX_LEN
            && (self.allows_exactly(value)
                || (self.has_patterns && self.matches_some(value))
                || (self.null && value == b"null"))
    }

    #[inline]
    fn allows_exactly(&self, value: &[u8]) -> bool {
        self.exact_lengths & length_bit(value) != 0 && self.exact.contains(value)
    }

    fn matches_some(&self, value: &[u8]) -> bool {
        self.hosts.any(value, |_| true) || (self.is_parsed && self.matches_parsed(value))
    }

    /// Looks for an entry first, and then at what few others fit: whether it is canonical, without
    /// which nothing is an origin.
    fn matches_parsed(&self, value: &[u8]) -> bool {
        let Ok(text) = core::str::from_utf8(value) else {
            return false;
        };
        let fits = self.fits(text);
        (fits || !self.predicates.is_empty())
            && Origin::read(text)
                .is_some_and(|origin| fits || self.predicates.iter().any(|p| p.admits(&origin)))
    }

    /// Whether a text is allowed on any port or by a regex, if it is canonical.
    fn fits(&self, text: &str) -> bool {
        #[cfg(feature = "regex")]
        if self.regexes.iter().any(|regex| regex.is_match(text)) {
            return true;
        }
        let without_port = split_digits(text).0.as_bytes();
        self.any_port_exact.contains(without_port)
            || self.any_port_hosts.any(without_port, |_| true)
    }

    /// Whether an entry may allow all that another one does.
    pub(crate) fn covers(&self) -> bool {
        !(self.any_port_exact.is_empty() && self.hosts.is_empty() && self.any_port_hosts.is_empty())
    }

    /// An entry that allows all that `pattern` does, `pattern` itself left out.
    pub(crate) fn covering(&self, pattern: &OriginPattern) -> Option<Arc<str>> {
        let [first, second] = pattern.witnesses();
        let first = Origin::parse(first.as_bytes())?;
        let second = Origin::parse(second.as_bytes())?;
        // Only a pattern that is one origin can be one origin on any port.
        if pattern.varying() == Varying::Nothing
            && !pattern.any_port()
            && self
                .any_port_exact
                .contains(first.without_port().as_bytes())
        {
            return Some(format!("{}:*", first.without_port()).into());
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

fn length_bit(text: &[u8]) -> u64 {
    1 << (text.len() % 64)
}

/// Patterns found by the text before and behind their varying part.
///
/// A candidate is cut at the few lengths that some pattern has: so the cost depends on the
/// distinct lengths, at most those of the header, and not on the number of patterns.
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

    /// Whether `test` holds for a pattern that stands for `origin`, which may be any bytes.
    fn any(&self, origin: &[u8], mut test: impl FnMut(&Arc<str>) -> bool) -> bool {
        self.by_suffix.tails_of(origin).any(|(suffix, by_prefix)| {
            let rest = &origin[..origin.len() - suffix];
            by_prefix.heads_of(rest).any(|(prefix, Alike(patterns))| {
                let middle = &rest[prefix..];
                patterns
                    .iter()
                    .any(|pattern| pattern.admits(middle, origin.len()) && test(&pattern.text))
            })
        })
    }

    /// The first pattern that stands for both texts, of those for which `test` holds.
    fn find(
        &self,
        first: &[u8],
        second: &[u8],
        test: impl Fn(&Arc<str>) -> bool,
    ) -> Option<Arc<str>> {
        let mut found = None;
        self.any(first, |pattern| {
            if test(pattern) && self.any(second, |other| Arc::ptr_eq(pattern, other)) {
                found = Some(Arc::clone(pattern));
            }
            found.is_some()
        });
        found
    }
}

/// Patterns that differ in the type of their varying part alone: a handful at most.
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
    /// The rest of it is the pattern's, and that has been read strictly: its scheme and its port,
    /// its labels, and the last of them, which is no number. So what varies is all that is left to
    /// look at: half of what it takes to parse the origin.
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
    fn tails_of<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, &'a T)> {
        self.cut(text.len(), |length| &text[text.len() - length..])
    }

    /// The entries that `text` begins with, with their lengths.
    fn heads_of<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, &'a T)> {
        self.cut(text.len(), |length| &text[..length])
    }

    fn cut<'a>(
        &'a self,
        most: usize,
        piece: impl Fn(usize) -> &'a [u8] + 'a,
    ) -> impl Iterator<Item = (usize, &'a T)> {
        let fitting = self.lengths.partition_point(|&length| length <= most);
        self.lengths[..fitting]
            .iter()
            .filter_map(move |&length| Some((length, self.entries.get(piece(length))?)))
    }
}

/// Text that is looked up by bytes: the header's need not be checked to be UTF-8 first.
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
