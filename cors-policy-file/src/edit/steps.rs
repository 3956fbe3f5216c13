//! What has to be replaced in a text for an addition to a setting, as far as all formats have it in common.

use core::ops::Range;

use cors_core::Setting;

use super::{
    addition::Addition,
    brackets::Brackets,
    dashes,
    expected::is_text,
    layout::{Step, assignment},
    literal::{self, Quotes, is_own},
    not_edited::NotEdited,
    place::POLICIES,
    toml,
};
use crate::{
    Format,
    node::{Entry, Node, Value, Via},
};

/// A text that was read, and the policy in it that is edited.
pub(super) struct Site<'t> {
    text: &'t str,
    format: Format,
    root: &'t Node,
    name: &'t str,
    /// The value of the policy.
    policy: &'t Node,
    /// Whether an alias stands in its place, or in that of all policies.
    is_repeated: bool,
}

impl<'t> Site<'t> {
    /// # Errors
    ///
    /// If there is no such policy, or two.
    pub(super) fn new(
        text: &'t str,
        format: Format,
        root: &'t Node,
        name: &'t str,
    ) -> Result<Self, NotEdited> {
        let policies = only(root, POLICIES)?.ok_or(NotEdited::NoPolicy)?;
        let policy = only(&policies.value, name)?.ok_or(NotEdited::NoPolicy)?;
        if !matches!(policy.value.value, Value::Map(_)) {
            return Err(NotEdited::NoPolicy);
        }
        Ok(Self {
            text,
            format,
            root,
            name,
            policy: &policy.value,
            is_repeated: policies.value.via.is_some() || policy.value.via.is_some(),
        })
    }

    /// What adds to a setting; nothing where the policy says it already.
    pub(super) fn add(
        &self,
        setting: Setting,
        addition: &Addition,
    ) -> Result<Vec<Step>, NotEdited> {
        let old = only(self.policy, setting.as_str())?;
        let value = old.map(|old| &old.value);
        let entries = addition.entries().map(|entries| missing(entries, value));
        let is_said = match (value.map(|value| &value.value), &entries) {
            (None, _) => false,
            (Some(Value::String(_) | Value::List(_)), Some(missing)) => missing.is_empty(),
            (Some(_), Some(_)) | (Some(Value::List(_) | Value::Map(_)), None) => {
                return Err(NotEdited::WrongType(setting));
            }
            (Some(Value::Boolean(flag)), None) => *addition == Addition::Flag(*flag),
            (Some(Value::Number(number)), None) => *number == addition.scalar(),
            (Some(_), None) => false,
        };
        if is_said {
            return Ok(Vec::new());
        }
        if self.is_repeated {
            return Err(NotEdited::Shared(setting));
        }
        let is_shared = value.is_some_and(|value| value.via.is_some());
        let steps = match (old, entries) {
            (Some(_), Some(_)) if is_shared => return Err(NotEdited::Shared(setting)),
            (Some(old), Some(missing)) => self.extend(old, &missing),
            (Some(old), None) if is_own(&old.value) => self.replace(old, &addition.scalar()),
            // What a merge key brings in is said again.
            (_, None) => self.insert(setting.as_str(), &addition.scalar()),
            (None, Some(entries)) => {
                let quotes = self.quotes(None);
                let is_minified = self.format == Format::Json && !self.text.contains(": ");
                let comma = if is_minified { "," } else { ", " };
                let list = literal::list(&entries, self.format, quotes, comma);
                self.insert(setting.as_str(), &list)
            }
        };
        steps.ok_or(NotEdited::Unusual(setting))
    }

    /// What takes `*` out of the origins, if it stands beside others and may not.
    pub(super) fn without_wildcard(&self) -> Result<Vec<Step>, NotEdited> {
        let setting = Setting::AllowOrigins;
        let is_true = |flag: &Setting| {
            let flag = only(self.policy, flag.as_str());
            matches!(flag, Ok(Some(flag)) if matches!(flag.value.value, Value::Boolean(true)))
        };
        let Some(origins) = only(self.policy, setting.as_str())?.map(|origins| &origins.value)
        else {
            return Ok(Vec::new());
        };
        let Value::List(items) = &origins.value else {
            return Ok(Vec::new());
        };
        let place = items.iter().position(|item| is_text(item, "*"));
        let others = items.iter().any(|item| !is_text(item, "*"));
        let Some(at) = place.filter(|_| others && TRUSTING.iter().any(is_true)) else {
            return Ok(Vec::new());
        };
        if self.is_repeated || origins.via.is_some() {
            return Err(NotEdited::Shared(setting));
        }
        let steps = match Brackets::new(self.text, self.format, &origins.span) {
            Some(brackets) => {
                let before = at.checked_sub(1).and_then(|before| end(&items[before]));
                place_of(&items[at]).and_then(|item| brackets.remove(&item, before))
            }
            None => place_of(&items[at])
                .and_then(|item| dashes::remove(self.text, &item))
                .map(|step| vec![step]),
        };
        steps.ok_or(NotEdited::Unusual(setting))
    }

    /// What puts entries at the end of a list, or makes a list of a bare string.
    fn extend(&self, old: &Entry, missing: &[String]) -> Option<Vec<Step>> {
        let list = &old.value;
        let quotes = self.quotes(Some(list));
        let literal = |entry: &String| literal::string(entry, self.format, quotes);
        let literals = missing.iter().map(literal);
        let Value::List(items) = &list.value else {
            let others: String = literals.map(|entry| format!(", {entry}")).collect();
            return self.enclose(list, &others);
        };
        if let Some(brackets) = Brackets::new(self.text, self.format, &list.span) {
            let literals: Vec<_> = literals.collect();
            return brackets.append(last_of(items)?.as_ref(), &literals);
        }
        let starts = items.iter().map(|item| item.span.start);
        let first = { starts }.find_map(|start| dashes::dash(self.text, start))?;
        let column = dashes::column(self.text, first);
        let is_indented = column > dashes::column(self.text, old.key_span.start);
        let lines: Vec<_> = literals.map(|literal| format!("- {literal}")).collect();
        let step = dashes::append(self.text, &list.span, column, is_indented, &lines);
        Some(vec![step])
    }

    /// The quotes of what is nearest to an entry.
    fn quotes(&self, list: Option<&Node>) -> Quotes {
        let nodes = list.into_iter().chain([self.policy, self.root]);
        let mut known = nodes
            .map(|node| Quotes::of(self.text, node))
            .filter(|quotes| *quotes != Quotes::Unknown);
        known.next().unwrap_or_else(|| match self.policy.value {
            Value::Map(ref entries) => Quotes::of_keys(self.text, entries),
            _ => Quotes::Unknown,
        })
    }

    /// What makes a list of a bare string.
    fn enclose(&self, bare: &Node, others: &str) -> Option<Vec<Step>> {
        let Value::String(value) = &bare.value else {
            return None;
        };
        let span = &bare.span;
        let written = &self.text[span.clone()];
        if self.format == Format::Yaml && !written.starts_with(['"', '\'']) {
            // Between brackets, less may stand without quotes.
            let again = literal::string(value, self.format, Quotes::Plain);
            if again != *value {
                return Some(vec![(span.clone(), format!("[{again}{others}]"))]);
            }
        }
        Some(vec![
            (span.start..span.start, "[".to_owned()),
            (span.end..span.end, format!("{others}]")),
        ])
    }

    /// What puts a number or a flag in the place of what is there.
    fn replace(&self, old: &Entry, scalar: &str) -> Option<Vec<Step>> {
        let is_empty =
            old.value.via.is_none() && self.text[old.value.span.clone()].trim().is_empty();
        if is_empty || self.text[old.value.span.clone()].starts_with([',', '}']) {
            // Nothing stands there, which YAML allows.
            let after = &self.text[old.key_span.end..];
            let colon = after
                .find(':')
                .filter(|at| after[..*at].trim().is_empty())?;
            let at = old.key_span.end + colon + 1;
            return Some(vec![(at..at, format!(" {scalar}"))]);
        }
        Some(vec![(place_of(&old.value)?, scalar.to_owned())])
    }

    /// What puts a setting at the end of the policy.
    fn insert(&self, key: &str, value: &str) -> Option<Vec<Step>> {
        if self.format == Format::Toml {
            return toml::insert(self.text, self.name, key, value);
        }
        let Value::Map(entries) = &self.policy.value else {
            return None;
        };
        let own = entries.iter().filter(|entry| is_own(&entry.value));
        let last = own.max_by_key(|entry| entry.key_span.start);
        let written = last.and_then(|last| {
            let value = place_of(&last.value)?;
            self.text.get(last.key_span.end..value.start)
        });
        let quote = last.and_then(|last| self.text[last.key_span.clone()].chars().next());
        let line = match (self.format, quote) {
            (Format::Yaml, Some(quote @ ('"' | '\''))) => format!("{quote}{key}{quote}: {value}"),
            (Format::Yaml, _) => format!("{key}: {value}"),
            _ => {
                let is_minified = last.is_none() && !self.text.contains(": ");
                let usual: &[_] = if is_minified {
                    &[":"]
                } else {
                    &[": ", ":", " : "]
                };
                let colon = assignment(written, usual);
                format!("\"{key}\"{colon}{value}")
            }
        };
        let span = &self.policy.span;
        if let Some(brackets) = Brackets::new(self.text, self.format, span) {
            let last = match last {
                Some(last) => Some(last.key_span.start..end(&last.value)?),
                None => None,
            };
            return brackets.append(last.as_ref(), &[line]);
        }
        let column = dashes::column(self.text, span.start);
        Some(vec![dashes::append(self.text, span, column, true, &[line])])
    }
}

/// Settings with which only origins that are named will do.
const TRUSTING: [Setting; 4] = [
    Setting::AllowCredentials,
    Setting::GuardUnsafeMethods,
    Setting::GuardSafeMethods,
    Setting::GuardWebsockets,
];

/// The entry of a map with this key.
fn only<'n>(node: &'n Node, key: &str) -> Result<Option<&'n Entry>, NotEdited> {
    let Value::Map(entries) = &node.value else {
        return Ok(None);
    };
    let mut found = entries.iter().filter(|entry| entry.key == key);
    let first = found.next();
    match found.next() {
        None => Ok(first),
        Some(_) => Err(NotEdited::Twice),
    }
}

/// The entries that a value does not have.
fn missing(entries: &[String], value: Option<&Node>) -> Vec<String> {
    let has = |text: &String| match value.map(|value| &value.value) {
        Some(Value::List(items)) => items.iter().any(|item| is_text(item, text)),
        Some(Value::String(bare)) => bare == text,
        _ => false,
    };
    let mut missing = Vec::new();
    for entry in entries {
        if !has(entry) && !missing.contains(entry) {
            missing.push(entry.clone());
        }
    }
    missing
}

/// Where a value stands, or its alias.
fn place_of(node: &Node) -> Option<Range<usize>> {
    match &node.via {
        None => Some(node.span.clone()),
        Some(Via::Alias(span)) => Some(span.clone()),
        Some(Via::Merge) => None,
    }
}

fn end(node: &Node) -> Option<usize> {
    place_of(node).map(|place| place.end)
}

/// Where the last item stands. The outer `None`: somewhere that is not known.
fn last_of(items: &[Node]) -> Option<Option<Range<usize>>> {
    match items.last() {
        None => Some(None),
        Some(last) => place_of(last).map(Some),
    }
}
