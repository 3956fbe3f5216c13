//! Lists and tables in brackets, of any format: what is put at their end, and what is taken out.

use core::ops::Range;

use super::layout::{Step, blank, indentation, line_break, line_end, line_start, unit};
use crate::Format;

/// A list or a table in brackets.
pub(super) struct Brackets<'t> {
    text: &'t str,
    format: Format,
    /// Where the first bracket is, and the last.
    open: usize,
    close: usize,
}

impl<'t> Brackets<'t> {
    /// `None` if there are no brackets at the ends of the span.
    pub(super) fn new(text: &'t str, format: Format, span: &Range<usize>) -> Option<Self> {
        let written = text.get(span.clone())?;
        let is_list = written.starts_with('[') && written.ends_with(']');
        let is_table = written.starts_with('{') && written.ends_with('}');
        (written.len() > 1 && (is_list || is_table)).then(|| Self {
            text,
            format,
            open: span.start,
            close: span.end - 1,
        })
    }

    /// What puts items at the end, after `last`.
    pub(super) fn append(&self, last: Option<&Range<usize>>, new: &[String]) -> Option<Vec<Step>> {
        let Some(last) = last else {
            return self.fill(new);
        };
        let rest = self.rest(last.end)?;
        let lines = indentation(self.text, last.start)
            .filter(|_| line_start(self.text, last.start) > self.open);
        let Some(indentation) = lines else {
            let comma = self.comma();
            let new: String = new.iter().map(|new| format!("{comma}{new}")).collect();
            return Some(vec![(last.end..last.end, new)]);
        };
        // What stands after it in lines of its own may have comments.
        if !rest.is_all {
            return None;
        }
        // In TOML, where there is a line for each, each has its comma.
        let closes_below = self.text[rest.end..self.close].contains('\n');
        let is_toml_list = self.format == Format::Toml && self.text[self.open..].starts_with('[');
        let after = match rest.comma.is_some() || (is_toml_list && closes_below) {
            true => ",",
            false => "",
        };
        let line_break = line_break(self.text, last.end);
        let lines: Vec<_> = { new.iter() }
            .map(|new| format!("{line_break}{indentation}{new}"))
            .collect();
        let lines = format!("{}{after}", lines.join(","));
        let comma = if rest.comma.is_none() { "," } else { "" };
        Some(match rest.end == last.end {
            true => vec![(last.end..last.end, format!("{comma}{lines}"))],
            false => vec![
                (last.end..last.end, comma.to_owned()),
                (rest.end..rest.end, lines),
            ],
        })
    }

    /// What puts something where there is nothing.
    fn fill(&self, new: &[String]) -> Option<Vec<Step>> {
        let start = self.open + 1;
        let inner = &self.text[start..self.close];
        let rest = self.rest(start).filter(|rest| rest.comma.is_none())?;
        if !inner.contains('\n') {
            let is_toml_table =
                self.format == Format::Toml && self.text[self.open..].starts_with('{');
            let new = new.join(self.comma());
            let new = match (inner.is_empty(), is_toml_table) {
                (true, true) => format!(" {new} "),
                (true, false) => new,
                (false, _) => format!("{inner}{new}"),
            };
            return Some(vec![(start..start, new)]);
        }
        let own = indentation(self.text, self.close).unwrap_or_default();
        let comment = self.text[start..rest.end].rfind('#');
        let above = comment.and_then(|at| indentation(self.text, start + at));
        let indentation = match above {
            Some(above) => above.to_owned(),
            None => format!("{own}{}", unit(self.text)),
        };
        let line_break = line_break(self.text, rest.end);
        let is_list = self.text[self.open..].starts_with('[');
        let comma = if self.format == Format::Toml && is_list {
            ","
        } else {
            ""
        };
        let lines: Vec<_> = { new.iter() }
            .map(|new| format!("{line_break}{indentation}{new}"))
            .collect();
        let lines = format!("{}{comma}", lines.join(","));
        Some(vec![(rest.end..rest.end, lines)])
    }

    /// What takes out an item that stands between others, or after one that ends at `before`.
    pub(super) fn remove(&self, item: &Range<usize>, before: Option<usize>) -> Option<Vec<Step>> {
        let rest = self.rest(item.end)?;
        let is_commented = |gap: Range<usize>| self.has_comments() && self.text[gap].contains('#');
        let (first, second) = match rest.comma {
            // The comma before goes too.
            None => {
                let comma = self.rest(before?)?.comma?;
                match is_commented(comma..item.start) {
                    true => (comma..comma + 1, self.around(item)),
                    false => (comma..item.end, item.end..item.end),
                }
            }
            Some(comma) if is_commented(item.end..comma) => (item.clone(), comma..comma + 1),
            Some(comma) => (self.around(&(item.start..comma + 1)), comma + 1..comma + 1),
        };
        Some(vec![(first, String::new()), (second, String::new())])
    }

    /// With the white space around that would be too much without it.
    fn around(&self, span: &Range<usize>) -> Range<usize> {
        if let Some(line) = self.line_of(span) {
            return line;
        }
        let blank = [' ', '\t'];
        let after = &self.text[span.end..self.close];
        let rest = after.trim_start_matches(blank);
        if rest.starts_with(['\n', '\r']) && indentation(self.text, span.start).is_none() {
            // Nothing is left at the end of the line.
            return self.text[..span.start].trim_end_matches(blank).len()..span.end;
        }
        span.start..span.end + after.len() - rest.len()
    }

    /// The whole line, if there is nothing else in it.
    fn line_of(&self, span: &Range<usize>) -> Option<Range<usize>> {
        indentation(self.text, span.start)?;
        let end = line_end(self.text, span.end);
        let is_end = self.text[span.end..end].trim().is_empty() && end < self.close;
        let next = end + self.text[end..].find('\n')? + 1;
        is_end.then(|| line_start(self.text, span.start)..next)
    }

    /// What stands between the end of an item and the next one, or the end.
    fn rest(&self, from: usize) -> Option<Rest> {
        let mut comma = None;
        let mut at = from;
        loop {
            let (blanks, _) = blank(&self.text[at..self.close], self.has_comments());
            at += blanks;
            if comma.is_none() && self.text[at..self.close].starts_with(',') {
                comma = Some(at);
                at += 1;
                continue;
            }
            let end = from + self.text[from..at].trim_end().len();
            let is_all = at == self.close;
            // Where there is no comma, there is nothing else.
            return (comma.is_some() || is_all).then_some(Rest { comma, end, is_all });
        }
    }

    const fn has_comments(&self) -> bool {
        !matches!(self.format, Format::Json)
    }

    /// A comma, with a blank unless others have none.
    fn comma(&self) -> &'static str {
        let inner = self.text[self.open + 1..self.close].trim_end();
        let mut commas = inner.trim_end_matches(',').match_indices(',').peekable();
        let is_minified = self.format == Format::Json && !self.text.contains(": ");
        let is_dense = match commas.peek() {
            None => is_minified,
            Some(_) => commas.all(|(at, _)| !inner[at + 1..].starts_with(char::is_whitespace)),
        };
        if is_dense { "," } else { ", " }
    }
}

/// What stands after an item.
struct Rest {
    comma: Option<usize>,
    /// Where that ends, comments included and white space not.
    end: usize,
    /// Whether the bracket comes next.
    is_all: bool,
}
