//! TOML, every syntax error that its parser recovers from included.

use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

use super::{
    Format, bare,
    diagnostics::Diagnostic,
    duplicates, escape,
    node::{Entry, Node, Parsed, Span, Value, whole},
    statement,
};

/// Reads what can be read: whatever has a syntax error is reported and left out, then the rest is
/// read again. What the parser makes of a text beyond its first error is guesswork.
pub(super) fn parse(text: &str) -> Parsed {
    let mut rest = text.to_owned();
    let mut flaws = Vec::new();
    let mut repaired = Vec::new();
    let mut rounds = (MAX_WORK / text.len().max(1)).clamp(1, MAX_ROUNDS);
    loop {
        let (table, errors) = DeTable::parse_recoverable(&rest);
        let span = table.span();
        let mut root = Node::new(span, map(table.into_inner()));
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
            repaired.sort_unstable();
            root.damage(&repaired);
            return Parsed { root, flaws };
        };
        if rounds == 0 {
            flaws.extend(
                errors
                    .into_iter()
                    .map(|(message, span)| flaw(message, span)),
            );
            return Parsed {
                root: Node::new(0..0, Value::Unreadable),
                flaws,
            };
        }
        let string = || unclosed(&rest, &root).filter(|(open, _)| *open <= span.start);
        let list = statement::unclosed(&rest, span.start).map(|open| (open, UNCLOSED_LIST));
        let open = list.or_else(string);
        // What the parser says of a later statement is due to this one.
        let is_later = open.is_some_and(|(open, _)| span.start >= statement::next(text, open));
        if !is_later && let Some(flaw) = repair(text, &mut rest, &message, &span) {
            repaired.extend(flaw.span.as_ref().map(|span| span.start));
            flaws.push(flaw);
            continue;
        }
        let (flaw, whole) = match open {
            Some((open, unclosed)) => {
                let flaw = match is_later {
                    false => flaw(message, span.clone()),
                    true => Diagnostic::syntax(unclosed, open..open + 1),
                };
                let start = statement::line_start(text, open);
                (flaw, start..statement::next(text, open))
            }
            None => (
                flaw(message, span.clone()),
                statement::around(text, span.start),
            ),
        };
        flaws.push(flaw);
        rest = without(rest, span.start, whole);
    }
}

const UNCLOSED_LIST: &str = "unclosed array, expected `]`";

/// Leaves out a statement, or only the line of it that has an error if that is all that is wrong.
fn without(text: String, at: usize, whole: Span) -> String {
    let start = statement::line_start(&text, at);
    let line = start..statement::next_line(&text, at, |_| true);
    let is_header = statement::was_header(&text[line.clone()]);
    let is_part = line != whole && line.start >= whole.start && line.end <= whole.end;
    let mut without = text.clone();
    blank(&mut without, whole);
    if is_part && !is_header {
        let mut rest = text;
        blank(&mut rest, line);
        if errors(&rest) <= errors(&without) {
            return rest;
        }
    }
    without
}

/// How many errors a text has that are not only duplicates.
fn errors(text: &str) -> usize {
    let (_, errors) = DeTable::parse_recoverable(text);
    let is_syntax = |error: &&Error| error.message() != duplicates::TOML_MESSAGE;
    errors.iter().filter(is_syntax).count()
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
    Node::new(span, value)
}

fn located(text: &str, error: &Error) -> (String, Span) {
    (
        error.message().to_owned(),
        whole(text, error.span().unwrap_or(0..0)),
    )
}

/// What is wrong with a value by itself, in whose place something is put that can be read: what
/// stands around it has nothing to do with it.
fn repair(text: &str, rest: &mut String, message: &str, span: &Span) -> Option<Diagnostic> {
    if message.starts_with("string values must be quoted") && !span.is_empty() {
        bare::fill(rest, span);
        return Some(bare::toml(text, span));
    }
    let backslash = span.start.checked_sub(1)?;
    let is_escape = text.as_bytes()[backslash] == b'\\';
    let string = escape::string_around(rest, backslash).filter(|_| is_escape)?;
    // What was repaired once is no string of the text.
    escape::repair(text, &string, Format::Toml, rest)
}

fn flaw(message: String, span: Span) -> Diagnostic {
    // What it says of nothing.
    let missing = message.starts_with("string values must be quoted") && span.is_empty();
    let message = if missing {
        "expected a value".to_owned()
    } else {
        message
    };
    Diagnostic::syntax(message, span)
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
            Some((node.span.start, UNCLOSED_LIST))
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

/// Leaves lines and places as they are.
fn blank(text: &mut String, span: Span) {
    let blank: String = text[span.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(span, &blank);
}
