//! Where a setting of a policy stands.

use core::ops::Range;

use cors_core::Setting;

use crate::{
    Format, Position,
    node::{Entry, Node, Value},
    reader,
    source::Source,
};

/// Where a setting of a policy stands in the text of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// From the key to the end of the value, in bytes of the text.
    pub span: Range<usize>,
    /// The line and the column of the key.
    pub position: Position,
}

/// Where a setting of a policy stands; absent if it is not there, or the text can't be read.
///
/// Where it would go, the text with an addition says: see [`Edited`](crate::Edited).
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Format, locate};
///
/// let text = "policies:\n  api:\n    allow_origins: https://app.example.com\n";
/// let place = locate(text, Format::Yaml, "api", Setting::AllowOrigins).unwrap();
/// assert_eq!((place.position.line, place.position.column), (3, 5));
/// assert_eq!(&text[place.span], "allow_origins: https://app.example.com");
/// assert_eq!(locate(text, Format::Yaml, "api", Setting::MaxAge), None);
/// ```
#[must_use]
pub fn locate(text: &str, format: Format, policy: &str, setting: Setting) -> Option<Place> {
    let read = without_mark(text);
    let root = reader::tree(read, format).root;
    let policies = &entry(&root, POLICIES)?.value;
    let entry = entry(&entry(policies, policy)?.value, setting.as_str())?;
    let start = entry.key_span.start;
    let span = start..entry.value.span.end.max(entry.key_span.end);
    let mark = text.len() - read.len();
    Some(Place {
        position: Source::new("", read.to_owned()).position(start),
        span: span.start + mark..span.end + mark,
    })
}

/// The table of policies.
pub(super) const POLICIES: &str = "policies";

/// The text that a parser takes, without a byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
        _ => None,
    }
}
