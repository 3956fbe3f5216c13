//! Strings and lists as they are written in each format, with the quotes that stand around them.

use crate::{
    Format,
    node::{Entry, Node, Value, Via},
    scalar,
};

/// The quotes that others of the kind have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    Double,
    Single,
    /// None, as YAML allows.
    Plain,
    /// There is no other.
    Unknown,
}

impl Quotes {
    /// Those of the last string in a value that stands in the text.
    pub(super) fn of(text: &str, node: &Node) -> Self {
        if node.via.is_some() {
            return Self::Unknown;
        }
        let known = |found: &Self| *found != Self::Unknown;
        match &node.value {
            Value::String(_) => Self::of_written(&text[node.span.clone()]),
            Value::List(items) => {
                let mut quotes = items.iter().rev().map(|item| Self::of(text, item));
                quotes.find(known).unwrap_or(Self::Unknown)
            }
            Value::Map(entries) => {
                let own = entries.iter().rev().map(|entry| &entry.value);
                let mut quotes = own.map(|value| Self::of(text, value));
                quotes.find(known).unwrap_or(Self::Unknown)
            }
            _ => Self::Unknown,
        }
    }

    /// Those of a string as it stands in a text.
    pub(crate) fn of_written(written: &str) -> Self {
        match written.chars().next() {
            Some('"') => Self::Double,
            Some('\'') => Self::Single,
            _ => Self::Plain,
        }
    }

    /// Those of the first key.
    pub(super) fn of_keys(text: &str, entries: &[Entry]) -> Self {
        let own = entries.iter().find(|entry| is_own(&entry.value));
        match own.and_then(|own| text[own.key_span.clone()].chars().next()) {
            Some('"') => Self::Double,
            Some('\'') => Self::Single,
            _ => Self::Unknown,
        }
    }
}

/// A list in brackets.
pub(super) fn list(entries: &[String], format: Format, quotes: Quotes, comma: &str) -> String {
    let entries = entries.iter().map(|entry| string(entry, format, quotes));
    format!("[{}]", entries.collect::<Vec<_>>().join(comma))
}

/// A string, between the quotes that are wanted if it can stand there.
pub(crate) fn string(text: &str, format: Format, quotes: Quotes) -> String {
    let is_single = quotes == Quotes::Single && !text.chars().any(is_odd);
    match format {
        Format::Toml if is_single && !text.contains('\'') => format!("'{text}'"),
        Format::Toml => toml_edit::Value::from(text).to_string(),
        Format::Json => double(text, char::is_control),
        Format::Yaml if is_single => format!("'{}'", text.replace('\'', "''")),
        Format::Yaml if quotes != Quotes::Double && needs_no_quotes(text) => text.to_owned(),
        Format::Yaml => double(text, is_odd),
    }
}

/// Between double quotes, with the escapes that JSON and YAML share.
fn double(text: &str, escaped: impl Fn(char) -> bool) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            _ if escaped(letter) => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    written.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => written.push(letter),
        }
    }
    written.push('"');
    written
}

/// What no format lets stand as it is, or no person can see.
fn is_odd(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether YAML takes it for this string without quotes, of whatever version and between brackets too.
fn needs_no_quotes(text: &str) -> bool {
    // Numbers, dates and times begin with a digit or a sign.
    let is_inner = |b: u8| b.is_ascii_alphanumeric() || b"-_./:".contains(&b);
    let is_text = matches!(scalar::plain(text), Value::String(_));
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(is_inner)
        && !text.ends_with(':')
        && is_text
        && !OTHER_BOOLEANS
            .iter()
            .any(|other| text.eq_ignore_ascii_case(other))
}

/// What is true or false to parsers of YAML 1.1: <https://yaml.org/type/bool.html>.
const OTHER_BOOLEANS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Whether a value stands here and nowhere else.
pub(super) const fn is_own(node: &Node) -> bool {
    !matches!(node.via, Some(Via::Merge))
}
