//! Sets of origins that no policy says.

use core::{cell::RefCell, error::Error, fmt};
use std::collections::HashSet;

use cors_core::{Origin, OriginPattern, Policy};

use crate::{
    Change,
    language::{Clause, Language, Reader, expressions, is_exact, malformed},
    origins::{compare_languages, has_predicates, language},
};

/// The origins that something else than a policy allows: texts, and regexes. Built to be
/// [compared](crate::diff_origins).
///
/// ```
/// use cors_core::Policy;
/// use cors_diff::{Kind, OriginSet};
///
/// let policy = Policy::builder().allow_origins(["https://*.example.com"]).build()?;
/// let mut gateway = OriginSet::default();
/// gateway.allow_regexes([r"https://.*\.example\.com"]);
/// assert!(cors_diff::diff_origins(&policy, &gateway).is_empty());
/// assert_eq!(gateway.malformed(), Ok(Some("https://.example.com".to_owned())));
///
/// gateway.allow_text("null");
/// let changes = cors_diff::diff_origins(&policy, &gateway);
/// assert_eq!(changes[0].kind(), Kind::Widens);
/// assert_eq!(changes[0].witness(), Some("null"));
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OriginSet {
    any: bool,
    texts: Vec<String>,
    patterns: Vec<OriginPattern>,
    clauses: Vec<Vec<String>>,
}

impl OriginSet {
    /// Adds every text.
    pub fn allow_any(&mut self) {
        self.any = true;
    }

    /// Adds a text, in these bytes.
    pub fn allow_text(&mut self, text: impl Into<String>) {
        self.texts.push(text.into());
    }

    /// Adds the origins of an entry of a policy. What a policy lists as well costs nothing to compare.
    ///
    /// ```
    /// use cors_core::{OriginPattern, Policy};
    /// use cors_diff::OriginSet;
    ///
    /// let policy = Policy::builder().allow_origins(["https://*.example.com:*"]).build()?;
    /// let mut gateway = OriginSet::default();
    /// gateway.allow_pattern(OriginPattern::parse("https://*.example.com:*")?);
    /// assert!(cors_diff::diff_origins(&policy, &gateway).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn allow_pattern(&mut self, pattern: OriginPattern) {
        self.patterns.push(pattern);
    }

    /// Adds the texts that all of these regexes match as a whole, in the syntax of the crate `regex`.
    pub fn allow_regexes<T: Into<String>>(&mut self, all: impl IntoIterator<Item = T>) {
        self.clauses.push(all.into_iter().map(Into::into).collect());
    }

    /// The shortest text of printable ASCII in this set that no browser sends as an `Origin`: neither an origin nor
    /// `null` or `file://`. `None` if there is none. Lengths are not looked at, and what
    /// [`allow_any`](Self::allow_any) adds is passed over.
    ///
    /// # Errors
    ///
    /// If the regexes are too large for an answer.
    pub fn malformed(&self) -> Result<Option<String>, TooLarge> {
        let is_malformed =
            |text: &&String| !SPECIAL.contains(&text.as_str()) && Origin::parse(*text).is_err();
        let texts = self.texts.iter().filter(is_malformed).cloned();
        let found = malformed(&self.clauses(), &SPECIAL).map_err(|_| TooLarge)?;
        let all = texts.chain(found);
        Ok(all.min_by(|one, other| (one.len(), one).cmp(&(other.len(), other))))
    }

    fn clauses(&self) -> Vec<Clause<'_>> {
        let clauses = self.clauses.iter();
        clauses
            .map(|clause| clause.iter().map(String::as_str).collect())
            .collect()
    }
}

/// What browsers send besides origins.
const SPECIAL: [&str; 2] = ["null", "file://"];

/// The regexes of a set are too large to be looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the regexes are too large to be looked through")
    }
}

impl Error for TooLarge {}

pub(crate) fn compare(old: &Policy, new: &OriginSet) -> Vec<Change> {
    let allows_old = |origin: &str| old.allows_origin(origin);
    let before = language(old, &allows_old);
    let mut clauses = new.clauses();
    // What looks like a pattern is no pattern here.
    let is_readable = |text: &&String| is_exact(text) && Origin::parse(*text).is_ok();
    let (texts, others): (Vec<_>, Vec<_>) = new.texts.iter().partition(is_readable);
    let others: Vec<_> = { others.into_iter() }
        .filter(|text| Origin::parse(*text).is_ok())
        .map(|text| regex_syntax::escape(text))
        .collect();
    clauses.extend(others.iter().map(|regex| vec![regex.as_str()]));
    let mut listed: Vec<_> = texts.into_iter().map(String::as_str).collect();
    listed.extend(new.patterns.iter().map(OriginPattern::as_str));
    let is_of_pattern = |text: &str| {
        let mut patterns = new.patterns.iter();
        Origin::parse(text).is_ok_and(|origin| patterns.any(|pattern| pattern.matches(&origin)))
    };
    let known: HashSet<_> = new.texts.iter().map(String::as_str).collect();
    let machine = expressions(&clauses);
    // Where there is no machine, there is none for the comparison either, which says so.
    let reader = RefCell::new(machine.as_ref().ok().map(Reader::new));
    let matches = |text: &str| {
        let mut reader = reader.borrow_mut();
        reader
            .as_mut()
            .is_some_and(|reader| reader.matches(text) == Ok(true))
    };
    let allows_new =
        |text: &str| new.any || known.contains(text) || is_of_pattern(text) || matches(text);
    let after = Language {
        any: new.any,
        texts: listed,
        regexes: clauses,
        asks_about_insecure: true,
        allows: &allows_new,
    };
    compare_languages(&before, &after, false, has_predicates(old))
}
