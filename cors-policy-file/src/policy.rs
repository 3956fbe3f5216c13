//! One policy: from its keys to the builder's methods, and from its problems to their places.

use core::time::Duration;
use std::collections::{HashMap, HashSet};

use cors_core::{Policy, PolicyBuilder, Problem, ProblemKind, Setting};

use super::{
    code::Code,
    keys,
    lists::{is_ipv6, list_in_string, only},
    nested,
    node::{Entry, Node, Span, Value},
    seconds,
    setting::{self, Kind},
    walk::{Known, Walk},
};

/// Reads a policy. `broken`: there is a syntax error somewhere in it.
pub(super) fn read(entry: &Entry, broken: bool, walk: &mut Walk<'_>) -> Option<Policy> {
    let (nested, entries) = match &entry.value.value {
        Value::Map(entries) => entries.iter().cloned().partition(nested::is),
        Value::Null => (Vec::new(), Vec::new()),
        Value::Unreadable => return None,
        _ => {
            // What an alias repeats is right where it stands.
            let mut found = entry.value.clone();
            if found.span.start < entry.key_span.start {
                found.span = entry.key_span.clone();
            }
            walk.wrong_type(&format!("policy {:?}", entry.key), "a table", &found, None);
            return None;
        }
    };
    let nested: Vec<Entry> = nested;
    let entries: Vec<Entry> = entries;
    let is_only_part_of_names = entries.is_empty() && !nested.is_empty();
    for nested in &nested {
        walk.nested(entry, nested);
    }
    if is_only_part_of_names {
        return None;
    }
    let mut draft = Draft {
        walk,
        builder: Policy::builder(),
        header: entry.key_span.clone(),
        keys: HashMap::new(),
        entries: HashMap::new(),
        values: HashMap::new(),
        damaged: HashSet::new(),
        broken: broken || entry.value.damaged || !nested.is_empty(),
    };
    let place = format!("in policy {:?}", entry.key);
    let keys: Vec<_> = setting::known().map(Setting::as_str).collect();
    for (known, entry) in draft.walk.known(entries, &keys, &place) {
        let key = match known {
            Known::Key(key) => Some(key),
            Known::Regex => {
                draft.regexes(&entry.value);
                None
            }
            Known::Nothing => None,
            Known::Unknown => {
                draft.broken = true;
                None
            }
        };
        let setting = setting::known().find(|setting| Some(setting.as_str()) == key);
        if let Some((setting, kind)) = setting.and_then(|known| Some((known, Kind::of(known)?))) {
            let span = draft.keys.entry(setting);
            span.or_insert_with(|| entry.key_span.clone());
            draft.setting(setting, kind, &entry.value);
        }
    }
    draft.build()
}

/// Gives the builder an entry of a list.
type Add = fn(PolicyBuilder, &str) -> PolicyBuilder;

/// A policy that is being read.
struct Draft<'r, 't> {
    walk: &'r mut Walk<'t>,
    builder: PolicyBuilder,
    /// Where the policy's name stands.
    header: Span,
    keys: HashMap<Setting, Span>,
    /// Where the entries of each list stand, in the order in which the builder got them, and whether
    /// nothing else stands there.
    entries: HashMap<Setting, Vec<(Span, bool)>>,
    /// Where the number of each setting stands that the builder got last, or its empty list.
    values: HashMap<Setting, Span>,
    /// Keys of which something could not be read.
    damaged: HashSet<Setting>,
    broken: bool,
}

impl Draft<'_, '_> {
    fn setting(&mut self, setting: Setting, kind: Kind, node: &Node) {
        match kind {
            Kind::List(add) => self.list(setting, add, node),
            Kind::Flag(set) => {
                if let Some(value) = self.boolean(setting, node) {
                    self.update(|builder| set(builder, value));
                }
            }
            Kind::Seconds => self.max_age(setting, node),
            Kind::Status => self.status(setting, node),
        }
    }

    fn boolean(&mut self, setting: Setting, node: &Node) -> Option<bool> {
        let meant = match &only(node).value {
            Value::Boolean(value) => Some(*value),
            Value::String(text) | Value::Number(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Some(true),
                "false" | "no" | "off" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if !matches!(node.value, Value::Boolean(_)) {
            let literal = meant.map(|value| value.to_string());
            self.wrong_type(setting, "true or false", node, literal);
        }
        meant
    }

    fn max_age(&mut self, setting: Setting, node: &Node) {
        let whole = match &node.value {
            Value::Number(text) => text.parse::<u64>().ok(),
            _ => None,
        };
        let written = match &only(node).value {
            Value::Number(text) | Value::String(text) => text,
            Value::DateTime => self.walk.text.get(node.span.clone()).unwrap_or_default(),
            _ => "",
        };
        let seconds = whole.or_else(|| seconds::meant(written).map(|meant| meant.min(DAY)));
        if whole.is_none() {
            let literal = seconds.map(|seconds| seconds.to_string());
            let help = match &literal {
                Some(literal) => format!("write the seconds: {literal}"),
                None => "write the seconds, such as 600".to_owned(),
            };
            self.wrong_type(setting, WHOLE_SECONDS, node, literal);
            self.help(node, help);
        }
        if let Some(seconds) = seconds {
            self.values.insert(setting, node.span.clone());
            self.update(|builder| builder.max_age(Duration::from_secs(seconds)));
        }
    }

    fn status(&mut self, setting: Setting, node: &Node) {
        let (status, right) = match &node.value {
            Value::Number(text) => (text.parse::<u16>().ok(), true),
            Value::String(text) => (text.trim().parse::<u16>().ok(), false),
            _ => (None, false),
        };
        if !right || status.is_none() {
            let literal = status.map(|status| status.to_string());
            self.wrong_type(setting, "200 or 204", node, literal);
        }
        if let Some(status) = status {
            self.values.insert(setting, node.span.clone());
            self.update(|builder| builder.preflight_status(status));
        }
    }

    fn list(&mut self, setting: Setting, add: Add, node: &Node) {
        match &node.value {
            Value::String(text) => self.text(setting, add, text, node, Place::Value),
            Value::List(items) => {
                if node.damaged {
                    self.damaged.insert(setting);
                }
                let place = match self.walk.text[node.span.clone()].starts_with('[') {
                    true => Place::Flow,
                    false => Place::Block,
                };
                for item in items {
                    self.item(setting, add, item, place);
                }
                // Of the other lists, an empty one says what none says.
                if items.is_empty() && !node.damaged && setting == Setting::ExpectHosts {
                    self.values.insert(setting, node.span.clone());
                    self.update(|builder| builder.expect_hosts([""; 0]));
                }
            }
            Value::Map(entries) if setting == Setting::AllowOrigins => {
                let written = &self.walk.text[node.span.clone()];
                let literal = written.starts_with('{').then(|| format!("[{written}]"));
                let right = self.walk.regexes_of(entries);
                self.wrong_type(setting, STRINGS, node, literal.filter(|_| right));
                self.regex(entries.clone(), node);
            }
            _ => {
                self.wrong_type(setting, STRINGS, node, None);
                if matches!(node.value, Value::Null) {
                    match setting {
                        Setting::AllowOrigins => {}
                        Setting::ExpectHosts => {
                            self.help(node, "list the hosts, or remove it to expect any");
                        }
                        _ => self.help(node, "write [] for none, or remove it"),
                    }
                }
            }
        }
    }

    fn item(&mut self, setting: Setting, add: Add, node: &Node, place: Place) {
        let origins = setting == Setting::AllowOrigins;
        match &node.value {
            Value::String(text) => self.text(setting, add, text, node, place),
            Value::Map(entries) if origins => self.regex(entries.clone(), node),
            Value::List(items) if setting == Setting::ExpectHosts && is_ipv6(items) => {
                let literal = self.walk.text.get(node.span.clone());
                let literal = literal.map(|written| format!("\"{written}\""));
                self.wrong_type(setting, "a string in the list", node, literal);
            }
            value => {
                let expected = match origins {
                    true => "a string or { regex = \"…\" } in the list",
                    false => "a string in the list",
                };
                self.wrong_type(setting, expected, node, None);
                if matches!(value, Value::List(_)) {
                    self.help(node, "take what it holds out of the inner brackets");
                }
            }
        }
    }

    /// A string, which may be a list to those who know lists of header values.
    fn text(&mut self, setting: Setting, add: Add, text: &str, node: &Node, place: Place) {
        let Some(parts) = list_in_string(setting, text) else {
            return self.entry(setting, add, text, &node.span, true);
        };
        let literals: Vec<_> = parts.iter().map(|part| format!("{part:?}")).collect();
        let list = literals.join(", ");
        let (help, literal) = match place {
            Place::Value => (format!("write [{list}]"), Some(format!("[{list}]"))),
            Place::Flow => (format!("write {list}"), Some(list)),
            Place::Block => (format!("write each in a line of its own: {list}"), None),
        };
        let message = format!("invalid {setting}: {text:?} is a list in one string");
        let found = self
            .walk
            .error(Code::WrongType, message, Some(node.span.clone()));
        found.help = Some(help);
        found.suggestion = literal;
        for part in parts {
            self.entry(setting, add, part, &node.span, false);
        }
    }

    /// What stands where only a list's entries do: what is wrong with the regexes is said as well.
    fn regexes(&mut self, node: &Node) {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => core::slice::from_ref(node),
        };
        for item in items {
            match &item.value {
                Value::String(regex) => {
                    self.entry(Setting::AllowOrigins, REGEX, regex, &item.span, true);
                }
                _ => self.broken = true,
            }
        }
    }

    fn regex(&mut self, entries: Vec<Entry>, node: &Node) {
        let setting = Setting::AllowOrigins;
        // What lacks could not be read, or stands there under another name.
        let mut missing = !node.damaged;
        self.damaged.extend(node.damaged.then_some(setting));
        let place = "beside an origin's regex";
        for (known, entry) in self.walk.known(entries, keys::ORIGIN, place) {
            if !matches!(known, Known::Key(_)) {
                missing &= known != Known::Unknown;
                self.damaged.insert(setting);
                continue;
            }
            missing = false;
            if let Value::String(regex) = &entry.value.value {
                self.entry(setting, REGEX, regex, &entry.value.span, true);
            } else {
                self.wrong_type(setting, "a string as the regex", &entry.value, None);
            }
        }
        if missing {
            self.damaged.insert(setting);
            let message = format!("invalid {setting}: a table in the list needs the key \"regex\"");
            self.walk
                .error(Code::MissingKey, message, Some(node.span.clone()));
        }
    }

    /// `whole`: the text is all that stands there.
    fn entry(&mut self, setting: Setting, add: Add, text: &str, span: &Span, whole: bool) {
        let spans = self.entries.entry(setting).or_default();
        spans.push((span.clone(), whole));
        self.update(|builder| add(builder, text));
    }

    fn update(&mut self, set: impl FnOnce(PolicyBuilder) -> PolicyBuilder) {
        self.builder = set(core::mem::take(&mut self.builder));
    }

    /// `literal` is what was clearly meant, and what is then gone on with: the problems of it are
    /// better known now than after the next run.
    fn wrong_type(
        &mut self,
        setting: Setting,
        expected: &str,
        found: &Node,
        literal: Option<String>,
    ) {
        if literal.is_none() {
            self.damaged.insert(setting);
        }
        if !matches!(found.value, Value::Unreadable) {
            self.walk
                .wrong_type(setting.as_str(), expected, found, literal);
        }
    }

    fn build(mut self) -> Option<Policy> {
        let built = core::mem::take(&mut self.builder).build();
        let problems = match &built {
            Ok(policy) => policy.warnings(),
            Err(error) => error.problems(),
        };
        for problem in problems {
            // What is said of no particular value may be due to what could not be read.
            let setting = problem.setting();
            let value = self.value_at_fault(problem);
            let whole = value.is_none_or(|(_, whole)| whole);
            let span = value.map(|(span, _)| span);
            // Whether an origin of the server's own is missing depends on its hosts.
            let is_of_hosts = matches!(problem.kind(), ProblemKind::OwnOriginMissing { .. })
                && self.damaged.contains(&Setting::ExpectHosts);
            let may_be_due = self.broken || self.damaged.contains(&setting) || is_of_hosts;
            if span.is_none() && may_be_due {
                continue;
            }
            let span = { span.or_else(|| self.keys.get(&setting)) }
                .unwrap_or(&self.header)
                .clone();
            self.walk.problem(problem, setting != Setting::MaxAge, span);
            if !whole {
                self.walk.no_suggestion();
            }
        }
        built.ok()
    }

    fn value_at_fault(&self, problem: &Problem) -> Option<(&Span, bool)> {
        let entries = self.entries.get(&problem.setting());
        match problem.entry() {
            Some(entry) => entries?.get(entry).map(|(span, whole)| (span, *whole)),
            None => Some((self.values.get(&problem.setting())?, true)),
        }
    }

    /// What to do about a value of another type, unless nothing was said of it.
    fn help(&mut self, found: &Node, help: impl Into<String>) {
        if !matches!(found.value, Value::Unreadable) {
            self.walk.help(help);
        }
    }
}

/// Where a string of a list stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the list's place.
    Value,
    /// Between brackets.
    Flow,
    /// In a line of its own, behind a dash.
    Block,
}

const REGEX: Add = |builder, regex| builder.allow_origin_regex(regex);

const STRINGS: &str = "a string or a list of strings";

pub(super) const WHOLE_SECONDS: &str = "a whole number of seconds, 0 or more";

/// No browser caches a preflight for longer.
const DAY: u64 = 86_400;
