//! Where a setting goes that a policy of a TOML file does not have: below a header, beside dotted keys, or
//! between braces.

use core::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

use super::{
    brackets::Brackets,
    layout::{Step, assignment, indentation, line_break, line_end, line_start},
    place::POLICIES,
};
use crate::Format;

/// What puts `key` into the table of a policy.
pub(super) fn insert(text: &str, policy: &str, key: &str, value: &str) -> Option<Vec<Step>> {
    let document = Document::parse(text).ok()?;
    let policies = document.get(POLICIES)?;
    let item = policies.as_table_like()?.get(policy)?;
    let table = item.as_table_like()?;
    let last = last(table);
    let written = last
        .as_ref()
        .and_then(|last| text.get(last.key.end..last.value.start));
    let equals = assignment(written, &[" = ", "=", " =", "= "]);
    let line = format!("{key}{equals}{value}");
    let is_dotted = table.is_dotted();
    // A dotted key between braces belongs to the table that they make.
    let braces = match (item, policies) {
        (Item::Value(Value::InlineTable(table)), _) if !is_dotted => table.span(),
        (_, Item::Value(Value::InlineTable(policies))) => policies.span(),
        _ => None,
    };
    if let Some(span) = braces {
        let brackets = Brackets::new(text, Format::Toml, &span)?;
        let prefix = match (is_dotted, &last) {
            (true, Some(last)) => prefix(text, last.key.start),
            _ => "",
        };
        let last = last.map(|last| last.key.start - prefix.len()..last.value.end);
        return brackets.append(last.as_ref(), &[format!("{prefix}{line}")]);
    }
    let (at, prefix) = match (last, item) {
        (Some(last), _) if is_dotted => (last.value.end, prefix(text, last.key.start)),
        (Some(last), _) => (last.value.end, ""),
        (None, Item::Table(header)) if !header.is_implicit() => (header.span()?.end, ""),
        _ => return None,
    };
    let end = line_end(text, at);
    let first = line_start(text, at);
    let margin = text[first..].len() - text[first..].trim_start_matches([' ', '\t']).len();
    let margin = indentation(text, first + margin).unwrap_or_default();
    let line_break = line_break(text, end);
    Some(vec![(
        end..end,
        format!("{line_break}{margin}{prefix}{line}"),
    )])
}

/// The key and the value of a setting.
struct Entry {
    key: Range<usize>,
    value: Range<usize>,
}

/// The last setting of a table that stands right there, and not below a header of its own.
fn last(table: &dyn TableLike) -> Option<Entry> {
    let entries = table.iter().filter_map(|(key, item)| {
        let key = table.key(key)?.span()?;
        match item {
            Item::Value(Value::InlineTable(dotted)) if dotted.is_dotted() => last(dotted),
            Item::Table(dotted) if dotted.is_dotted() => last(dotted),
            Item::Value(value) => Some(Entry {
                key,
                value: value.span()?,
            }),
            _ => None,
        }
    });
    entries.max_by_key(|entry| entry.value.end)
}

/// What stands before the last part of a dotted key.
fn prefix(text: &str, at: usize) -> &str {
    let start = text[..at]
        .rfind(['\n', '{', ','])
        .map_or(0, |before| before + 1);
    text[start..at].trim_start()
}
