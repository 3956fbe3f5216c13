//! What a policy file says, whatever its format: values that know where they stand.

use core::ops::Range;

use super::diagnostics::Diagnostic;

/// Where something stands in the text, in bytes.
pub(super) type Span = Range<usize>;

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
    /// Whether something of it could not be read, so that nothing can be said to be missing.
    pub(super) damaged: bool,
    /// What brings it here, if it stands elsewhere in the text.
    pub(super) via: Option<Via>,
}

/// What repeats a value of YAML.
#[derive(Clone, Debug)]
pub(super) enum Via {
    /// An alias, and its place.
    Alias(Span),
    /// A merge key.
    Merge,
}

impl Node {
    pub(super) const fn new(span: Span, value: Value) -> Self {
        Self {
            span,
            value,
            damaged: false,
            via: None,
        }
    }
}

impl Node {
    /// Makes what stands around one of these places unreadable, and what holds it damaged.
    /// `places` are in order.
    pub(super) fn damage(&mut self, places: &[usize]) -> bool {
        let is_in = |span: &Span| {
            let first = places.partition_point(|place| *place < span.start);
            places.get(first).is_some_and(|place| *place < span.end)
        };
        let holds = is_in(&self.span);
        match &mut self.value {
            Value::List(items) => {
                for item in items {
                    self.damaged |= item.damage(places);
                }
                false
            }
            Value::Map(entries) => {
                let all = entries.len();
                entries.retain(|entry| !is_in(&entry.key_span));
                self.damaged |= entries.len() < all;
                for entry in entries {
                    self.damaged |= entry.value.damage(places);
                }
                false
            }
            value => {
                if holds {
                    *value = Value::Unreadable;
                }
                holds
            }
        }
    }
}

/// The values of TOML, JSON and YAML alike.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Something that a syntax error has already been reported about.
    Unreadable,
    Null,
    Boolean(bool),
    /// A number as decimal text.
    Number(String),
    DateTime,
    String(String),
    List(Vec<Node>),
    /// In the order of the file, duplicates included.
    Map(Vec<Entry>),
}

/// One key of a map and what it is set to.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) value: Node,
}

impl Value {
    /// What stands there, as a part of a sentence.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Unreadable => "something unreadable".to_owned(),
            Self::Null => "nothing".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Number(text) => format!("the number {text}"),
            Self::DateTime => "a date or a time".to_owned(),
            Self::String(text) => format!("the string {text:?}"),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "a table".to_owned(),
        }
    }
}

/// What a front end makes of a text: as much of a tree as it could read, and what it could not.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) flaws: Vec<Diagnostic>,
}

/// `span` within `text`, widened to whole characters.
pub(super) fn whole(text: &str, span: Span) -> Span {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
