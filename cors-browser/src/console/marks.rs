//! Where the rows of the tables stand in a text, and what stands in their holes.

use super::{row::Row, tables::rows, text::Plain};

/// What stands in the holes of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Holes {
    pub(super) origin: Option<String>,
    pub(super) url: Option<String>,
    /// What was asked for first, where redirects led to the URL.
    pub(super) first: Option<String>,
    pub(super) name: Option<String>,
    pub(super) value: Option<String>,
    pub(super) status: Option<u16>,
}

/// A row that was found.
pub(super) struct Mark {
    pub(super) row: &'static Row,
    /// Where what was recognised of it begins and ends.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) holes: Holes,
}

/// Longer than any URL that somebody pastes.
const LONGEST: usize = 8 * 1024;

/// All of them, from the beginning to the end of the text. None overlaps another.
pub(super) fn marks(plain: &Plain) -> Vec<Mark> {
    let lower = plain.lower.as_str();
    let mut signs: Vec<(usize, &'static Row)> = rows()
        .flat_map(|row| lower.match_indices(row.sign).map(move |(at, _)| (at, row)))
        .collect();
    // Of those that begin alike the longest says most.
    signs.sort_by_key(|&(at, row)| (at, core::cmp::Reverse(row.sign.len())));
    let mut end = 0;
    signs.retain(|&(at, row)| {
        let apart = at >= end;
        if apart {
            end = at + row.sign.len();
        }
        apart
    });
    let mut marks: Vec<Mark> = Vec::with_capacity(signs.len());
    for (index, &(at, row)) in signs.iter().enumerate() {
        // Nothing is looked at for more than the two signs that it stands between.
        let from = marks.last().map_or(0, |mark| mark.end);
        let to = signs.get(index + 1).map_or(lower.len(), |&(at, _)| at);
        let mut holes = Holes::default();
        let (left, right) = around_the_sign(row);
        let start = backwards(plain, left, from, at, &mut holes);
        let end = forwards(plain, right, at + row.sign.len(), to, &mut holes);
        marks.push(Mark {
            row,
            start,
            end,
            holes,
        });
    }
    marks
}

/// The template, before its sign and after it.
fn around_the_sign(row: &Row) -> (&'static str, &'static str) {
    let at = row.template.to_ascii_lowercase().find(row.sign);
    let at = at.unwrap_or(row.template.len());
    let end = (at + row.sign.len()).min(row.template.len());
    (&row.template[..at], &row.template[end..])
}

/// Fills the holes before the sign, the last one first. Returns where the row begins.
fn backwards(plain: &Plain, template: &str, from: usize, to: usize, holes: &mut Holes) -> usize {
    let from = from.max(boundary(&plain.text, to.saturating_sub(LONGEST)));
    let mut end = to;
    let mut rest = template;
    while !rest.is_empty() {
        let Some(before) = rest.strip_suffix('}') else {
            let at = rest.rfind('}').map_or(0, |brace| brace + 1);
            let literal = rest[at..].to_ascii_lowercase();
            if !plain.lower[from..end].ends_with(&literal) {
                break;
            }
            end -= literal.len();
            rest = &rest[..at];
            continue;
        };
        let (before, name) = before.rsplit_once('{').unwrap_or((before, ""));
        let literal = &before[before.rfind('}').map_or(0, |brace| brace + 1)..];
        let window = &plain.lower[from..end];
        let found = if literal.is_empty() {
            Some((window.rfind(' ').map_or(0, |blank| blank + 1), 0))
        } else {
            let literal = literal.to_ascii_lowercase();
            // Where redirects led to the URL, a parenthesis ends before this; where the text was cut, it
            // may begin with its first word.
            let others = [
                literal.replacen('\'', "')", 1),
                literal.trim_start_matches(['\'', ' ']).to_owned(),
                literal,
            ];
            let others = others.into_iter().filter(|other| !other.is_empty());
            let found =
                |literal: String| Some((window.rfind(&literal)? + literal.len(), literal.len()));
            others.filter_map(found).max()
        };
        let Some((at, length)) = found else { break };
        if !holes.fill(name, &plain.text[from + at..end]) {
            break;
        }
        end = from + at - length;
        rest = &before[..before.len() - literal.len()];
    }
    end
}

/// Fills the holes after the sign. Returns where what is recognised ends.
fn forwards(plain: &Plain, template: &str, from: usize, to: usize, holes: &mut Holes) -> usize {
    let to = to.min(boundary(&plain.text, from.saturating_add(LONGEST)));
    let mut at = from;
    let mut rest = template;
    while !rest.is_empty() && at < to {
        let window = &plain.lower[at..to];
        let Some(after) = rest.strip_prefix('{') else {
            let literal = rest[..rest.find('{').unwrap_or(rest.len())].to_ascii_lowercase();
            if !window.starts_with(&literal) {
                break;
            }
            at += literal.len();
            rest = &rest[literal.len()..];
            continue;
        };
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let literal = after[..after.find('{').unwrap_or(after.len())].to_ascii_lowercase();
        let length = if matches!(name, "origin" | "url") && literal == "." {
            // Which stands inside of it as well: the last one of the word.
            let word = &window[..window.find(' ').unwrap_or(window.len())];
            word.strip_suffix('.').map(str::len)
        } else if !literal.is_empty() {
            // Where it is missing, the text was cut inside the hole.
            window.find(&literal)
        } else if name == "value" {
            Some(window.len())
        } else {
            Some(window.find(' ').unwrap_or(window.len()))
        };
        let Some(length) = length else { break };
        if !holes.fill(name, &plain.text[at..at + length]) {
            break;
        }
        at += length + literal.len();
        rest = &after[literal.len()..];
    }
    at
}

/// The nearest boundary of a character that is not before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

impl Holes {
    /// Puts what was found into a hole, if it may stand there.
    fn fill(&mut self, name: &str, found: &str) -> bool {
        const LONGEST_VALUE: usize = 1024;

        match name {
            "url" => {
                let (url, first) = found
                    .split_once("' (redirected from '")
                    .map_or((found, None), |(url, first)| (url, Some(first)));
                self.first = first.and_then(url_like).or_else(|| self.first.take());
                self.url = url_like(url);
                self.url.is_some()
            }
            "first" => {
                self.first = url_like(found);
                self.first.is_some()
            }
            "origin" => {
                self.origin = word(found);
                self.origin.is_some()
            }
            "name" => {
                self.name = word(found);
                self.name.is_some()
            }
            "status" => {
                let digits = found
                    .trim_start()
                    .split(|c: char| !c.is_ascii_digit())
                    .next();
                self.status = digits.and_then(|digits| digits.parse().ok());
                // "(null)" is what Firefox writes where there is none.
                self.status.is_some() || found.trim_start().starts_with('(')
            }
            "value" if found.len() <= LONGEST_VALUE => {
                self.value = Some(found.trim().to_owned());
                true
            }
            _ => found.len() <= LONGEST_VALUE,
        }
    }

    /// Takes over what it lacks.
    pub(super) fn complete(&mut self, other: Self) {
        fn complete<T>(mine: &mut Option<T>, others: Option<T>) {
            if mine.is_none() {
                *mine = others;
            }
        }
        complete(&mut self.origin, other.origin);
        complete(&mut self.url, other.url);
        complete(&mut self.first, other.first);
        complete(&mut self.name, other.name);
        complete(&mut self.value, other.value);
        complete(&mut self.status, other.status);
    }
}

fn word(found: &str) -> Option<String> {
    let word = unquoted(found.trim());
    let is_one = !word.is_empty() && !word.contains(' ');
    is_one.then(|| word.to_owned())
}

fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('\'');
    inner.map_or(text, |inner| inner.strip_suffix('\'').unwrap_or(inner))
}

fn url_like(found: &str) -> Option<String> {
    let word = word(found.trim().trim_end_matches(['.', ',', ':']))?;
    let url = word.trim_end_matches(['.', ',', ':']);
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_opaque = ["data", "blob"].contains(&scheme);
    (is_scheme && (is_opaque || url.contains("://"))).then(|| url.to_owned())
}
