//! What a file has to say after an edit, whatever its format: nobody gets a text that says anything else.

use std::collections::HashMap;

use cors_core::Setting;

use super::{addition::Addition, place::POLICIES};
use crate::node::{Entry, Node, Value};

/// What the file says with an addition to a policy.
pub(super) fn with(root: &Node, policy: &str, setting: Setting, addition: &Addition) -> Node {
    let mut root = root.clone();
    let Some(Value::Map(entries)) = self::policy(&mut root, policy) else {
        return root;
    };
    let key = setting.as_str();
    let value = match addition.entries() {
        None if matches!(addition, Addition::Flag(_)) => {
            Value::Boolean(*addition == Addition::Flag(true))
        }
        None => Value::Number(addition.scalar()),
        Some(added) => {
            let old = entries.iter().find(|entry| entry.key == key);
            let mut items = match old.map(|old| &old.value) {
                Some(Node {
                    value: Value::List(items),
                    ..
                }) => items.clone(),
                Some(bare) => vec![bare.clone()],
                None => Vec::new(),
            };
            for text in added {
                if !items.iter().any(|item| is_text(item, text)) {
                    items.push(Node::new(0..0, Value::String(text.clone())));
                }
            }
            Value::List(items)
        }
    };
    match entries.iter_mut().find(|entry| entry.key == key) {
        Some(entry) => entry.value.value = value,
        None => entries.push(Entry {
            key: key.to_owned(),
            key_span: 0..0,
            value: Node::new(0..0, value),
        }),
    }
    root
}

/// What the file says without `*` among the origins of a policy.
pub(super) fn without_wildcard(root: &Node, policy: &str) -> Node {
    let mut root = root.clone();
    if let Some(Value::Map(entries)) = self::policy(&mut root, policy) {
        let key = Setting::AllowOrigins.as_str();
        let origins = entries.iter_mut().find(|entry| entry.key == key);
        if let Some(Value::List(items)) = origins.map(|origins| &mut origins.value.value) {
            items.retain(|item| !is_text(item, "*"));
        }
    }
    root
}

/// Whether two trees say the same, wherever it stands.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) | (Value::DateTime, Value::DateTime) => true,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Number(one), Value::Number(other)) => one == other,
        (Value::String(one), Value::String(other)) => one == other,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let mut values = HashMap::new();
            for entry in other {
                values.entry(&entry.key).or_insert(&entry.value);
            }
            let is_there = |entry: &Entry| {
                let value = values.get(&entry.key);
                value.is_some_and(|value| is_same(&entry.value, value))
            };
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => false,
    }
}

/// Whether two trees say the same of everything except one policy.
pub(super) fn is_same_elsewhere(one: &Node, other: &Node, policy: &str) -> bool {
    let rest = |root: &Node| {
        let mut root = root.clone();
        if let Some(value) = self::policy(&mut root, policy) {
            *value = Value::Null;
        }
        root
    };
    is_same(&rest(one), &rest(other))
}

/// Whether it is this string.
pub(super) fn is_text(node: &Node, text: &str) -> bool {
    matches!(&node.value, Value::String(value) if value == text)
}

fn policy<'n>(root: &'n mut Node, policy: &str) -> Option<&'n mut Value> {
    let mut value = &mut root.value;
    for key in [POLICIES, policy] {
        let Value::Map(entries) = value else {
            return None;
        };
        let entry = entries.iter_mut().find(|entry| entry.key == key)?;
        value = &mut entry.value.value;
    }
    Some(value)
}
