//! TOML, every syntax error that its parser recovers from included.

use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

use super::{
    diagnostics::Diagnostic,
    duplicates,
    node::{Entry, Node, Parsed, Span, Value, whole},
};

/// Reads what can be read: whatever has a syntax error is reported and left out, then the rest is
/// read again. What the parser makes of a text beyond its first error is guesswork.
pub(super) fn parse(text: &str) -> Parsed {
    let mut rest = text.to_owned();
    let mut flaws = Vec::new();
    let mut rounds = (MAX_WORK / text.len().max(1)).clamp(1, MAX_ROUNDS);
    loop {
        let (table, errors) = DeTable::parse_recoverable(&rest);
        let span = table.span();
        let root = Node {
            span,
            value: map(table.into_inner()),
        };
        let (again, mut errors): (Vec<_>, Vec<_>) = errors
            .iter()
            .map(|error| located(text, error))
            .partition(|(message, _)| message == duplicates::TOML_MESSAGE);
        errors.sort_by_key(|(_, span)| span.start);
        rounds -= 1;
        let Some((message, span)) = errors.first().cloned() else {
            flaws.extend(
                again
                    .into_iter()
                    .map(|(_, span)| duplicates::of_toml(text, span)),
            );
            return Parsed { root, flaws };
        };
        if rounds == 0 {
            flaws.extend(
                errors
                    .into_iter()
                    .map(|(message, span)| flaw(text, message, span)),
            );
            return Parsed {
                root: Node {
                    span: 0..0,
                    value: Value::Unreadable,
                },
                flaws,
            };
        }
        let (flaw, lost) = match unclosed(&rest, &root) {
            Some((open, unclosed)) if open <= span.start => {
                let line = line_start(text, open);
                let flaw = if line == line_start(text, span.start) {
                    flaw(text, message, span)
                } else {
                    Diagnostic::syntax(unclosed, open..open + 1)
                };
                (flaw, line..next_statement(text, open))
            }
            _ => {
                let line = line_start(text, span.start);
                let lost = line..end_of_flawed(text, span.start);
                (flaw(text, message, span), lost)
            }
        };
        flaws.push(flaw);
        blank(&mut rest, lost);
    }
}

/// As many readings as there are errors in what a person has typed.
const MAX_ROUNDS: usize = 100;

/// How many bytes are worth reading for the sake of further errors.
const MAX_WORK: usize = 1 << 20;

fn map(table: DeTable<'_>) -> Value {
    let mut entries: Vec<_> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: key.span(),
            key: key.into_inner().into_owned(),
            value: node(value),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Value::Map(entries)
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(number) => Value::Number(
            i128::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| number.to_string(), |number| number.to_string()),
        ),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(boolean) => Value::Boolean(boolean),
        DeValue::Datetime(_) => Value::DateTime,
        DeValue::Array(array) => Value::List(array.into_iter().map(node).collect()),
        DeValue::Table(table) => map(table),
    };
    Node { span, value }
}

fn located(text: &str, error: &Error) -> (String, Span) {
    (
        error.message().to_owned(),
        whole(text, error.span().unwrap_or(0..0)),
    )
}

fn flaw(text: &str, message: String, span: Span) -> Diagnostic {
    let help = match &text[span.clone()] {
        "yes" | "on" | "True" | "TRUE" => Some("write true"),
        "no" | "off" | "False" | "FALSE" => Some("write false"),
        _ => None,
    };
    Diagnostic {
        help: help.map(str::to_owned),
        ..Diagnostic::syntax(message, span)
    }
}

/// Where the first list or string over several lines starts that has no end, and what it is.
fn unclosed(text: &str, node: &Node) -> Option<(usize, &'static str)> {
    let written = text.get(node.span.clone()).unwrap_or_default();
    let opens = |quotes| {
        let rest = written.strip_prefix(quotes);
        rest.is_some_and(|rest| !rest.ends_with(quotes))
    };
    match &node.value {
        Value::List(_) if written.starts_with('[') && !written.ends_with(']') => {
            Some((node.span.start, "unclosed array, expected `]`"))
        }
        Value::String(_) if opens("\"\"\"") || opens("'''") => {
            Some((node.span.start, "unclosed multi-line string"))
        }
        Value::List(items) => items.iter().filter_map(|item| unclosed(text, item)).min(),
        Value::Map(entries) => entries
            .iter()
            .filter_map(|entry| unclosed(text, &entry.value))
            .min(),
        _ => None,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The start of the first line after that of `at` that is a header or sets a key.
fn next_statement(text: &str, at: usize) -> usize {
    next_line(text, at, |line| is_header(line) || sets_key(line))
}

/// Where to go on reading: a line is left out, and with a header all that is below it, which
/// would count as the table's before it.
fn end_of_flawed(text: &str, at: usize) -> usize {
    let line = text[line_start(text, at)..]
        .lines()
        .next()
        .unwrap_or_default();
    if is_header(line) {
        next_line(text, at, is_header)
    } else {
        next_line(text, at, |_| true)
    }
}

fn next_line(text: &str, at: usize, wanted: impl Fn(&str) -> bool) -> usize {
    let first = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let mut start = first;
    for line in text[first..].split_inclusive('\n') {
        if wanted(line) {
            return start;
        }
        start += line.len();
    }
    text.len()
}

fn is_header(line: &str) -> bool {
    let name = line.trim_start().strip_prefix('[');
    name.is_some_and(|name| {
        name.trim_start()
            .starts_with(|first: char| first.is_alphabetic())
    })
}

fn sets_key(line: &str) -> bool {
    let is_bare =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b' ');
    let key = line.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| !key.is_empty() && key.bytes().all(is_bare))
}

/// Leaves lines and places as they are.
fn blank(text: &mut String, span: Span) {
    let blank: String = text[span.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(span, &blank);
}
