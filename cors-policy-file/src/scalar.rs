//! Values of YAML: which scalar stands for what, and where exactly each value stands.

use saphyr_parser::{Event, ScalarStyle};

use super::node::{Span, Value};

/// Where the value of an event stands, without the anchor and the tag before it, and without the comment
/// that the parser counts to a scalar in quotes.
pub(super) fn value(text: &str, span: Span, event: &Event<'_>) -> Span {
    let style = match event {
        Event::Scalar(_, style, ..) => Some(*style),
        Event::SequenceStart(..) | Event::MappingStart(..) => None,
        _ => return span,
    };
    let start = span.start + properties(&text[span.clone()]);
    let written = &text[start..span.end];
    let length = match style {
        Some(ScalarStyle::SingleQuoted) => quoted(written, '\''),
        Some(ScalarStyle::DoubleQuoted) => quoted(written, '"'),
        Some(ScalarStyle::Plain) => Some(written.trim_end().len()),
        _ => None,
    };
    start..length.map_or(span.end, |length| start + length)
}

/// Where a list or a table ends that begins at `start`, if its end is at `end`: after its bracket, which the
/// parser leaves out after a comma, and to which it counts a comment.
pub(super) fn closed(text: &str, start: usize, end: &Span) -> usize {
    let bracket = match text[start..].chars().next() {
        Some('[') => ']',
        Some('{') => '}',
        _ => return end.end,
    };
    let skipped = |letter: char| letter.is_whitespace() || letter == ',';
    let mut rest = text[end.start..].trim_start_matches(skipped);
    while rest.starts_with('#') {
        let next = rest.split_once('\n').map_or("", |(_, next)| next);
        rest = next.trim_start_matches(skipped);
    }
    match rest.starts_with(bracket) {
        true => text.len() - rest.len() + 1,
        false => end.end,
    }
}

/// The length of the anchor and the tag before a value, and of what separates them from it.
fn properties(written: &str) -> usize {
    let mut rest = written;
    while rest.starts_with(['&', '!']) {
        let Some(end) = rest.find(char::is_whitespace) else {
            // There is no value.
            return written.len();
        };
        rest = rest[end..].trim_start();
        while rest.starts_with('#') {
            rest = rest
                .split_once('\n')
                .map_or("", |(_, rest)| rest)
                .trim_start();
        }
    }
    written.len() - rest.len()
}

/// The length of a scalar in quotes.
fn quoted(written: &str, quote: char) -> Option<usize> {
    let mut letters = written.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            // Twice, it stands for itself between single ones.
            let again = letters.next_if(|(_, next)| quote == '\'' && *next == quote);
            if again.is_none() {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Whether what stands at `start` is the text of a block, below its `|` or `>`: no other scalar can be put
/// in its place.
pub(super) fn is_in_block(text: &str, start: usize) -> bool {
    let above = text.get(..start).unwrap_or_default().trim_end_matches(' ');
    let Some(above) = above.strip_suffix(['\n', '\r']) else {
        return false;
    };
    let header = above.trim_end().lines().last().unwrap_or_default();
    let header = header.split(" #").next().unwrap_or_default().trim_end();
    let header = header.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    header.ends_with(['|', '>'])
}

/// The core schema: <https://yaml.org/spec/1.2.2/#103-core-schema>.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Boolean(true),
        "false" | "False" | "FALSE" => return Value::Boolean(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Number(text.to_owned()),
        _ => {}
    }
    let radix = |digits, radix| i128::from_str_radix(digits, radix).ok();
    let integer = match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(digits), _) if !digits.starts_with(['+', '-']) => radix(digits, 8),
        (_, Some(digits)) if !digits.starts_with(['+', '-']) => radix(digits, 16),
        _ => radix(text, 10),
    };
    if let Some(integer) = integer {
        return Value::Number(integer.to_string());
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && text.parse::<f64>().is_ok();
    if number || matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Value::Number(text.to_owned());
    }
    Value::String(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, reader};

    #[test]
    fn a_value_is_neither_its_anchor_nor_a_comment() {
        let text = "a: 'x''y' # one\nb: &b \"\\\"z\" # two\nc: &c # three\n  - &d w\n  - &e\nf: &f [v] # four\ng: {h: [w] # five\n, # six\n} # seven\n";
        let Value::Map(entries) = reader::tree(text, Format::Yaml).root.value else {
            panic!("no map");
        };
        let written: Vec<_> = { entries.iter() }
            .flat_map(|entry| match &entry.value.value {
                Value::List(items) => items.iter().collect(),
                _ => vec![&entry.value],
            })
            .map(|node| text[node.span.clone()].trim_end())
            .collect();
        assert_eq!(written[..5], ["'x''y'", "\"\\\"z\"", "w", "", "v"]);
        let table = &entries[4].value;
        assert_eq!(&text[table.span.clone()], "{h: [w] # five\n, # six\n}");
        let starts = entries.iter().map(|entry| &text[entry.value.span.start..]);
        let starts: Vec<_> = starts.map(|rest| &rest[..1]).collect();
        assert_eq!(starts, ["'", "\"", "-", "[", "{"]);
    }

    #[test]
    fn blocks_are_known_by_their_headers() {
        let is_in_block = |text: &str| is_in_block(text, text.find('x').unwrap());
        assert!(is_in_block("a: |\n  x"));
        assert!(is_in_block("a:\n  - >2- # b\n\n    x"));
        assert!(!is_in_block("a: x"));
        assert!(!is_in_block("a: # b |\n  x"));
        assert!(!is_in_block("a: |\n  b\nc: x"));
    }
}
