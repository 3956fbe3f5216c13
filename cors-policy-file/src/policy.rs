//! One policy: from its keys to the builder's methods, and from its problems to their places.

use core::time::Duration;
use std::collections::{HashMap, HashSet};

use cors_core::{Policy, PolicyBuilder, Problem, Setting};

use super::{
    code::Code,
    keys,
    node::{Entry, Node, Span, Value},
    setting::{self, Kind},
    walk::Walk,
};

/// Reads a policy. `broken`: there is a syntax error somewhere in it.
pub(super) fn read(entry: &Entry, broken: bool, walk: &mut Walk<'_>) -> Option<Policy> {
    let entries = match &entry.value.value {
        Value::Map(entries) => entries.clone(),
        Value::Null => Vec::new(),
        Value::Unreadable => return None,
        _ => {
            walk.wrong_type(
                &format!("policy {:?}", entry.key),
                "a table",
                &entry.value,
                None,
            );
            return None;
        }
    };
    let mut draft = Draft {
        walk,
        builder: Policy::builder(),
        header: entry.key_span.clone(),
        keys: HashMap::new(),
        entries: HashMap::new(),
        numbers: HashMap::new(),
        damaged: HashSet::new(),
        broken,
    };
    let place = format!("in policy {:?}", entry.key);
    let keys: Vec<_> = setting::known().map(Setting::as_str).collect();
    for (key, entry) in draft.walk.known(entries, &keys, &place) {
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
    /// Where the entries of each list stand, in the order in which the builder got them.
    entries: HashMap<Setting, Vec<Span>>,
    /// Where the number of each setting stands that the builder got last.
    numbers: HashMap<Setting, Span>,
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
        let meant = match &node.value {
            Value::Boolean(value) => return Some(*value),
            Value::String(text) | Value::Number(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Some(true),
                "false" | "no" | "off" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        let literal = meant.map(|value| value.to_string());
        self.wrong_type(setting, "true or false", node, literal);
        meant
    }

    fn max_age(&mut self, setting: Setting, node: &Node) {
        let (seconds, right) = match &node.value {
            Value::Number(text) => (text.parse::<u64>().ok(), true),
            Value::String(text) => (text.trim().parse::<u64>().ok(), false),
            _ => (None, false),
        };
        if !right || seconds.is_none() {
            let literal = seconds.map(|seconds| seconds.to_string());
            self.wrong_type(
                setting,
                "a whole number of seconds, 0 or more",
                node,
                literal,
            );
        }
        if let Some(seconds) = seconds {
            self.numbers.insert(setting, node.span.clone());
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
            self.numbers.insert(setting, node.span.clone());
            self.update(|builder| builder.preflight_status(status));
        }
    }

    fn list(&mut self, setting: Setting, add: Add, node: &Node) {
        match &node.value {
            Value::String(text) => self.entry(setting, add, text, &node.span),
            Value::List(items) => {
                for item in items {
                    self.item(setting, add, item);
                }
            }
            _ => self.wrong_type(setting, "a string or a list of strings", node, None),
        }
    }

    fn item(&mut self, setting: Setting, add: Add, node: &Node) {
        let origins = setting == Setting::AllowOrigins;
        match &node.value {
            Value::String(text) => self.entry(setting, add, text, &node.span),
            Value::Map(entries) if origins => self.regex(entries.clone(), node),
            _ if origins => {
                let expected = "a string or { regex = \"…\" } in the list";
                self.wrong_type(setting, expected, node, None);
            }
            _ => self.wrong_type(setting, "a string in the list", node, None),
        }
    }

    fn regex(&mut self, entries: Vec<Entry>, node: &Node) {
        let setting = Setting::AllowOrigins;
        let mut missing = true;
        let place = "beside an origin's regex";
        for (known, entry) in self.walk.known(entries, keys::ORIGIN, place) {
            if known.is_none() {
                continue;
            }
            missing = false;
            if let Value::String(regex) = &entry.value.value {
                let add: Add = |builder, regex| builder.allow_origin_regex(regex);
                self.entry(setting, add, regex, &entry.value.span);
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

    fn entry(&mut self, setting: Setting, add: Add, text: &str, span: &Span) {
        let spans = self.entries.entry(setting).or_default();
        spans.push(span.clone());
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
            let span = self.value_at_fault(problem);
            if span.is_none() && (self.broken || self.damaged.contains(&setting)) {
                continue;
            }
            let span = { span.or_else(|| self.keys.get(&setting)) }
                .unwrap_or(&self.header)
                .clone();
            self.walk.problem(problem, setting != Setting::MaxAge, span);
        }
        built.ok()
    }

    fn value_at_fault(&self, problem: &Problem) -> Option<&Span> {
        let entries = self.entries.get(&problem.setting());
        match problem.entry() {
            Some(entry) => entries?.get(entry),
            None => self.numbers.get(&problem.setting()),
        }
    }
}
