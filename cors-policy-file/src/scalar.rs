//! Scalars of YAML: what they stand for, and where exactly they stand.

use saphyr_parser::ScalarStyle;

use super::node::{Span, Value};

/// Where a value stands, without the anchor that the parser counts to it.
pub(super) fn behind_anchor(text: &str, mut span: Span) -> Span {
    if let Some(written) = text.get(span.clone())
        && written.starts_with('&')
        && let Some(end) = written.find(char::is_whitespace)
    {
        let value = written[end..].trim_start();
        span.start = span.end - value.len();
    }
    span
}

/// Where a scalar stands, without the white space and the comment that the parser counts to it.
pub(super) fn place(text: &str, span: Span, style: ScalarStyle) -> Span {
    let Some(written) = text.get(span.clone()) else {
        return span;
    };
    let quoted = match style {
        ScalarStyle::SingleQuoted => quoted(written, |rest| rest.starts_with("''")),
        ScalarStyle::DoubleQuoted => quoted(written, |rest| rest.starts_with('\\')),
        _ => None,
    };
    let length = quoted.unwrap_or_else(|| written.trim_end().len());
    span.start..span.start + length
}

/// The length of a quoted text with its quotes. `escapes`: whether two characters stand for one.
fn quoted(written: &str, escapes: impl Fn(&str) -> bool) -> Option<usize> {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut at = 1;
    loop {
        let rest = written.get(at..)?;
        let next = rest.chars().next()?;
        if escapes(rest) {
            at += next.len_utf8() + rest.chars().nth(1)?.len_utf8();
        } else if next == quote {
            return Some(at + 1);
        } else {
            at += next.len_utf8();
        }
    }
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

    #[test]
    fn scalars_end_where_they_end() {
        for (written, style, scalar) in [
            ("'a' # b", ScalarStyle::SingleQuoted, "'a'"),
            ("'it''s' ", ScalarStyle::SingleQuoted, "'it''s'"),
            ("'\\' ", ScalarStyle::SingleQuoted, "'\\'"),
            ("\"a\\\"é\" # \"", ScalarStyle::DoubleQuoted, "\"a\\\"é\""),
            ("\"a\\\\\"\n", ScalarStyle::DoubleQuoted, "\"a\\\\\""),
            ("a b\n  ", ScalarStyle::Plain, "a b"),
            ("'a", ScalarStyle::SingleQuoted, "'a"),
        ] {
            assert_eq!(&written[place(written, 0..written.len(), style)], scalar);
        }
    }

    #[test]
    fn anchors_are_no_part_of_values() {
        for (written, value) in [
            ("&a b c", "b c"),
            ("&a\n  'b'", "'b'"),
            ("'&a b'", "'&a b'"),
            ("&a", "&a"),
        ] {
            assert_eq!(&written[behind_anchor(written, 0..written.len())], value);
        }
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
