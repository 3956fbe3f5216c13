//! Merge keys of YAML: `<<: *anchor` brings in what a map lacks.

use std::collections::HashSet;

use super::{
    code::Code,
    diagnostics::Diagnostic,
    node::{Entry, Node, Span, Value, Via},
};

/// The map `node` of these entries, with what its merge keys bring in. The map's own entries come
/// first, then those of earlier maps: <https://yaml.org/type/merge.html>.
pub(super) fn into(
    mut entries: Vec<Entry>,
    merged: Vec<(Span, Node)>,
    node: &mut Node,
    flaws: &mut Vec<Diagnostic>,
) -> Value {
    if merged.is_empty() {
        return Value::Map(entries);
    }
    let mut seen: HashSet<_> = entries.iter().map(|entry| entry.key.clone()).collect();
    for (at, (key, value)) in merged.into_iter().enumerate() {
        if at > 0 {
            let message = "duplicate key \"<<\"";
            let mut flaw = Diagnostic::error(Code::DuplicateKey, message, Some(key.clone()));
            flaw.help = Some("merge a list: [*one, *other]".to_owned());
            flaws.push(flaw);
        }
        node.damaged |= value.damaged;
        let maps = match value.value {
            Value::List(items) => items,
            _ => vec![value],
        };
        for map in maps {
            node.damaged |= map.damaged;
            match map.value {
                // The same key twice in one map is said there.
                Value::Map(others) => {
                    let new = others
                        .into_iter()
                        .filter(|entry| seen.insert(entry.key.clone()))
                        .map(|mut entry| {
                            entry.value.via = Some(Via::Merge);
                            entry
                        });
                    entries.extend(new);
                }
                Value::Unreadable => node.damaged = true,
                other => {
                    node.damaged = true;
                    let message = format!("a merge key takes tables, found {}", other.describe());
                    let mut flaw = Diagnostic::error(Code::YamlMerge, message, Some(key.clone()));
                    flaw.help = Some("let the alias name a table".to_owned());
                    flaws.push(flaw);
                    break;
                }
            }
        }
    }
    Value::Map(entries)
}
