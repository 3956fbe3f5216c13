//! A text with additions, and what of it is new.

use core::ops::Range;

/// The text of a policy file with additions to a policy, and what differs from the text before.
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Addition, Edited, Format, locate};
///
/// let text = "# the API\n[policies.api]\nallow_headers = [\"content-type\"]\n";
/// let trace = Addition::Entries(vec!["x-trace".to_owned()]);
/// let edited = Edited::of(text, Format::Toml, "api", [(Setting::AllowHeaders, trace)])?;
/// assert_eq!(
///     edited.preview(false),
///     "3 | allow_headers = [\"content-type\", \"x-trace\"]\n  |                                +++++++++++\n"
/// );
/// assert_eq!(&edited.text()[edited.changes()[0].inserted.clone()], ", \"x-trace\"");
///
/// let place = locate(edited.text(), Format::Toml, "api", Setting::AllowHeaders).unwrap();
/// assert_eq!((place.position.line, place.position.column), (3, 1));
/// # Ok::<(), cors_policy_file::NotEdited>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    before: String,
    text: String,
    changes: Vec<Change>,
}

/// A part of a text, and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Change {
    /// What is gone, in bytes of the text before; empty where something was only inserted.
    pub removed: Range<usize>,
    /// What is new, in bytes of the text after; empty where something was only removed.
    pub inserted: Range<usize>,
}

impl Edited {
    /// The text with the additions.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, without a copy.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// What differs, in the order of the text. Everything else is as it was, byte for byte.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub(super) fn before(&self) -> &str {
        &self.before
    }
}

/// A text that is being edited: pieces of what stood there, and what is new between them.
pub(super) struct Pieces<'a> {
    before: &'a str,
    pieces: Vec<Piece>,
}

enum Piece {
    /// A part of the text before.
    Old(Range<usize>),
    New(String),
}

impl<'a> Pieces<'a> {
    pub(super) fn new(before: &'a str) -> Self {
        Self {
            before,
            pieces: vec![Piece::Old(0..before.len())],
        }
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Old(span) => &self.before[span.clone()],
            Piece::New(text) => text,
        });
        parts.collect()
    }

    /// Puts something in the place of a part of the text as it is now.
    pub(super) fn replace(&mut self, span: &Range<usize>, new: &str) {
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2);
        let mut new = Some(new.to_owned());
        let mut at = 0;
        for piece in self.pieces.drain(..) {
            let (start, end) = (at, at + piece.len());
            let within = |place: usize| place.clamp(start, end) - start;
            pieces.push(piece.part(0..within(span.start)));
            if span.start <= end {
                pieces.extend(new.take().map(Piece::New));
            }
            pieces.push(piece.part(within(span.end.max(span.start))..end - start));
            at = end;
        }
        pieces.retain(|piece| piece.len() > 0);
        self.pieces = pieces;
    }

    pub(super) fn finish(self) -> Edited {
        let mut text = String::new();
        let mut changes = Vec::new();
        let mut new = 0;
        let mut old = 0;
        let end = Piece::Old(self.before.len()..self.before.len());
        for piece in self.pieces.into_iter().chain([end]) {
            match piece {
                Piece::New(part) => text.push_str(&part),
                Piece::Old(span) => {
                    if new < text.len() || old < span.start {
                        changes.push(Change {
                            removed: old..span.start,
                            inserted: new..text.len(),
                        });
                    }
                    text.push_str(&self.before[span.clone()]);
                    (old, new) = (span.end, text.len());
                }
            }
        }
        Edited {
            before: self.before.to_owned(),
            text,
            changes,
        }
    }
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Old(span) => span.len(),
            Self::New(text) => text.len(),
        }
    }

    fn part(&self, part: Range<usize>) -> Self {
        match self {
            Self::Old(span) => Self::Old(span.start + part.start..span.start + part.end),
            Self::New(text) => Self::New(text[part].to_owned()),
        }
    }
}
