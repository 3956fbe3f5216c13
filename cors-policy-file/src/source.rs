//! The text of a policy file, and its lines and columns.

use core::ops::Range;

/// A place in the text of a policy file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A text, its name, and where its lines start.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
    lines: Vec<usize>,
}

/// The whole lines around a place, the last one's end not included.
pub(super) fn line_of(text: &str, place: &Range<usize>) -> Range<usize> {
    let start = text[..place.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[place.end..].find('\n');
    start..end.map_or(text.len(), |end| place.end + end)
}

impl Source {
    pub(super) fn new(name: &str, text: String) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = core::iter::once(0).chain(starts).collect();
        Self {
            name: name.to_owned(),
            text,
            lines,
        }
    }

    /// The place of a byte. One of another text has a place as well, if not a sensible one.
    pub(super) fn position(&self, byte: usize) -> Position {
        let line = self.lines.partition_point(|&start| start <= byte);
        let before = self.text.get(self.lines[line - 1]..byte);
        Position {
            line,
            column: before.unwrap_or_default().chars().count() + 1,
        }
    }

    /// The line's extent without its end.
    pub(super) fn line(&self, line: usize) -> Range<usize> {
        let start = self.lines[line - 1];
        let end = self
            .lines
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') {
            end - 1
        } else {
            end
        };
        start..end
    }
}
