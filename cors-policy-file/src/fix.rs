//! Files in which everything certain is corrected, each fix in its place, and nothing else touched.

use core::ops::Range;
use std::collections::HashSet;

use super::{
    Format,
    code::Code,
    diagnostics::{Diagnostic, Diagnostics},
    reader::Reader,
    source::{Position, line_of},
};

/// A text with every [`Diagnostic::fix`] in its place.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The text. Apart from what was fixed it is the same, byte by byte.
    pub text: String,
    /// What was fixed, in the order in which it was.
    pub applied: Vec<Applied>,
    /// What is wrong with the text now, warnings included.
    pub left: Diagnostics,
    fixed: HashSet<Key>,
}

/// One fix.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// What was wrong.
    pub diagnostic: Diagnostic,
    /// Where it was wrong. Fixes before it may have moved it.
    pub position: Option<Position>,
}

impl Fixed {
    /// Whether this, which was wrong with the text before, is among what was fixed.
    #[must_use]
    pub fn has_fixed(&self, diagnostic: &Diagnostic) -> bool {
        self.fixed.contains(&key(diagnostic))
    }
}

/// Corrects everything certain in a text, which messages call `name`, as [`Reader::fix`] does.
///
/// ```
/// use cors_policy_file::{Format, fix};
///
/// let text = "[policies.shop] # the shop\nallow_origin = 'https://shop.example.com/'\nmax_age = \"10m\"\n";
/// let fixed = fix("cors.toml", text, Format::Toml);
/// assert_eq!(
///     fixed.text,
///     "[policies.shop] # the shop\nallow_origins = 'https://shop.example.com'\nmax_age = 600\n"
/// );
/// assert_eq!(fixed.applied.len(), 3);
/// assert!(fixed.left.is_empty());
/// ```
#[must_use]
pub fn fix(name: &str, text: &str, format: Format) -> Fixed {
    Reader::new().fix(name, text, format)
}

impl Reader {
    /// Corrects everything certain in a text, which messages call `name`, until there is no more to correct:
    /// fixing what was fixed changes nothing.
    ///
    /// A fix is a [`Diagnostic::fix`] in the place of its span. Where the text would be worse to read with it,
    /// or two of them would undo each other, it is left to its author. Comments, layout, line ends and a byte
    /// order mark stay as they are.
    ///
    /// ```
    /// use cors_policy_file::{Format, Reader};
    ///
    /// let text = "policies:\n  a: # no wildcard is made of this\n    allow_origins: https://.example.com\n";
    /// let fixed = Reader::new().fix("cors.yaml", text, Format::Yaml);
    /// assert_eq!(fixed.text, text);
    /// assert_eq!(fixed.left.items()[0].code.as_str(), "origin-empty-label");
    /// ```
    #[must_use]
    pub fn fix(&self, name: &str, text: &str, format: Format) -> Fixed {
        let mark = text.len() - text.trim_start_matches('\u{feff}').len();
        let (mark, written) = text.split_at(mark.min('\u{feff}'.len_utf8()));
        let file = File {
            reader: self,
            name,
            format,
        };
        let mut fixed = file.settled(written);
        // What was declined beside other mistakes may be possible without them.
        for _ in 0..MAX_ROUNDS {
            let again = file.settled(&fixed.text);
            if again.applied.is_empty() {
                fixed.text.insert_str(0, mark);
                return fixed;
            }
            fixed.applied.extend(again.applied);
            fixed.fixed.extend(again.fixed);
            (fixed.text, fixed.left) = (again.text, again.left);
        }
        file.unchanged(text)
    }
}

/// As many times as anything that was fixed shows what was hidden by it.
const MAX_ROUNDS: usize = 16;

/// As many as are tried one by one where all at once don't do, and how many bytes are worth reading for that.
const MAX_SINGLE: usize = 200;
const MAX_WORK: usize = 4 << 20;

/// As many times as fixes are declined before the text is left as it is.
const MAX_TRIES: usize = 16;

/// A diagnostic, wherever it stands.
type Key = (Code, String);

fn key(diagnostic: &Diagnostic) -> Key {
    (diagnostic.code, diagnostic.message.clone())
}

/// What a text is read as.
struct File<'a> {
    reader: &'a Reader,
    name: &'a str,
    format: Format,
}

/// A fix and its place.
struct Change<'a> {
    span: Range<usize>,
    text: &'a str,
    diagnostic: &'a Diagnostic,
}

impl File<'_> {
    /// Round after round, without the fixes that turn out to be none.
    fn settled(&self, text: &str) -> Fixed {
        let mut declined = HashSet::new();
        for _ in 0..MAX_TRIES {
            match self.rounds(text, &declined) {
                Ok(fixed) => return fixed,
                Err(more) => declined.extend(more),
            }
        }
        self.unchanged(text)
    }

    /// The text when nothing more is to be fixed, or else the fixes that have to be declined.
    fn rounds(&self, text: &str, declined: &HashSet<Key>) -> Result<Fixed, Vec<Key>> {
        let mut fixed = self.unchanged(text);
        // Each text that there was, and what was fixed in it.
        let mut rounds: Vec<(String, Vec<Key>)> = Vec::new();
        loop {
            let changes = changes(&fixed.left, declined);
            if changes.is_empty() {
                fixed.fixed = fixed
                    .applied
                    .iter()
                    .map(|one| key(&one.diagnostic))
                    .collect();
                return Ok(fixed);
            }
            let keys: Vec<_> = changes
                .iter()
                .map(|change| key(change.diagnostic))
                .collect();
            let Some((next, left)) = self.put(&fixed, &changes) else {
                return Err(self.impossible(&fixed, &changes));
            };
            rounds.push((core::mem::replace(&mut fixed.text, next), keys));
            let again = rounds.iter().position(|(text, _)| *text == fixed.text);
            let circle = match again {
                Some(start) => Some(start),
                None => (rounds.len() == MAX_ROUNDS).then_some(0),
            };
            if let Some(start) = circle {
                let keys = rounds.drain(start..).flat_map(|(_, keys)| keys);
                return Err(keys.collect());
            }
            let applied = changes.iter().map(|change| Applied {
                diagnostic: change.diagnostic.clone(),
                position: fixed.left.position(change.diagnostic),
            });
            fixed.applied.extend(applied);
            fixed.left = left;
        }
    }

    /// Which of the changes can't be made, by itself or beside the others.
    fn impossible(&self, fixed: &Fixed, changes: &[Change<'_>]) -> Vec<Key> {
        let tries = (MAX_WORK / fixed.text.len().max(1)).clamp(1, MAX_SINGLE);
        let single = changes.iter().take(tries);
        let impossible: Vec<_> = single
            .filter(|change| self.put(fixed, core::slice::from_ref(*change)).is_none())
            .map(|change| key(change.diagnostic))
            .collect();
        match impossible.is_empty() {
            true => changes
                .iter()
                .map(|change| key(change.diagnostic))
                .collect(),
            false => impossible,
        }
    }

    /// The text with these changes, and what is wrong with it then; `None` if it is no better.
    fn put(&self, fixed: &Fixed, changes: &[Change<'_>]) -> Option<(String, Diagnostics)> {
        let mut text = String::with_capacity(fixed.text.len());
        let mut places = Vec::with_capacity(changes.len());
        let mut at = 0;
        for change in changes {
            text.push_str(fixed.text.get(at..change.span.start)?);
            let start = text.len();
            text.push_str(change.text);
            places.push(start..text.len());
            at = change.span.end;
        }
        text.push_str(fixed.text.get(at..)?);
        let left = self.diagnose(&text);
        let (before, after) = (broken(&fixed.left), broken(&left));
        // What was hidden by a mistake in the syntax may be as broken, elsewhere.
        let is_syntax = changes
            .iter()
            .any(|change| change.diagnostic.code == Code::Syntax);
        if !is_syntax && after.len() > before.len() {
            return None;
        }
        // Sorted by their places, as all diagnostics are.
        let items = left.items();
        for (change, place) in changes.iter().zip(&places) {
            let was = among(&before, &line_of(&fixed.text, &change.span));
            if among(&after, &line_of(&text, place)) > was {
                return None;
            }
            let start = |item: &Diagnostic| item.span.as_ref().map_or(0, |span| span.start);
            let first = items.partition_point(|item| start(item) < place.start);
            let is_same = |item: &Diagnostic| key(item) == key(change.diagnostic);
            let here = items[first..]
                .iter()
                .take_while(|item| start(item) <= place.end);
            if here.into_iter().any(is_same) {
                return None;
            }
        }
        Some((text, left))
    }

    fn diagnose(&self, text: &str) -> Diagnostics {
        match self.reader.parse(self.name, text, self.format) {
            Ok(file) => file.warnings,
            Err(diagnostics) => diagnostics,
        }
    }

    fn unchanged(&self, text: &str) -> Fixed {
        Fixed {
            text: text.to_owned(),
            applied: Vec::new(),
            left: self.diagnose(text),
            fixed: HashSet::new(),
        }
    }
}

/// What is to be changed at once: no two of them overlap, and mistakes in the syntax come first.
fn changes<'a>(left: &'a Diagnostics, declined: &HashSet<Key>) -> Vec<Change<'a>> {
    let wanted = left.items().iter().filter_map(|diagnostic| {
        let (text, span) = (diagnostic.fix()?, diagnostic.span.clone()?);
        let change = Change {
            span,
            text,
            diagnostic,
        };
        (!declined.contains(&key(diagnostic))).then_some(change)
    });
    let wanted: Vec<_> = wanted.collect();
    let is_syntax = |change: &Change<'_>| change.diagnostic.code == Code::Syntax;
    let has_syntax = wanted.iter().any(is_syntax);
    let mut end = 0;
    let mut changes = wanted;
    changes.retain(|change| {
        let is_free = change.span.start >= end && is_syntax(change) == has_syntax;
        if is_free {
            end = change.span.end;
        }
        is_free
    });
    changes
}

/// Where the text says something twice or can't be read, in order.
fn broken(diagnostics: &Diagnostics) -> Vec<usize> {
    let is_broken = |item: &&Diagnostic| {
        matches!(
            item.code,
            Code::Syntax
                | Code::TooDeep
                | Code::NoPolicy
                | Code::DuplicatePolicy
                | Code::DuplicateKey
                | Code::YamlDocuments
                | Code::YamlKey
                | Code::YamlAlias
                | Code::YamlMerge
                | Code::YamlTag
        )
    };
    let broken = diagnostics.items().iter().filter(is_broken);
    broken
        .map(|item| item.span.as_ref().map_or(0, |span| span.start))
        .collect()
}

fn among(sorted: &[usize], range: &Range<usize>) -> usize {
    let below = |limit: usize| sorted.partition_point(|at| *at < limit);
    below(range.end + 1) - below(range.start)
}
