//! One policy: from its keys to the builder's methods, and from its problems to their places.

use core::time::Duration;
use std::collections::{HashMap, HashSet};

use cors_core::{Policy, PolicyBuilder, Problem, Setting};

use super::{
    keys,
    node::{Entry, Node, Span, Value},
    walk::Report,
};

/// Reads a policy. `broken`: there is a syntax error somewhere in it.
pub(super) fn read(entry: &Entry, broken: bool, report: &mut Report<'_>) -> Option<Policy> {
    let entries = match &entry.value.value {
        Value::Map(entries) => entries.clone(),
        Value::Null => Vec::new(),
        Value::Unreadable => return None,
        _ => {
            report.wrong_type(
                &format!("policy {:?}", entry.key),
                "a table",
                &entry.value,
                None,
            );
            return None;
        }
    };
    let mut reader = Reader {
        report,
        builder: Policy::builder(),
        header: entry.key_span.clone(),
        keys: HashMap::new(),
        entries: HashMap::new(),
        max_age: None,
        damaged: HashSet::new(),
        broken,
    };
    let place = format!("in policy {:?}", entry.key);
    let keys: Vec<_> = Setting::ALL
        .iter()
        .map(|setting| setting.as_str())
        .collect();
    for (known, entry) in reader.report.known(entries, &keys, &place) {
        if let Some(key) = known {
            reader
                .keys
                .entry(key)
                .or_insert_with(|| entry.key_span.clone());
            reader.setting(key, &entry.value);
        }
    }
    reader.build()
}

struct Reader<'r, 't> {
    report: &'r mut Report<'t>,
    builder: PolicyBuilder,
    /// Where the policy's name stands.
    header: Span,
    keys: HashMap<&'static str, Span>,
    /// Where the entries of each list stand, in the order in which the builder got them.
    entries: HashMap<&'static str, Vec<Span>>,
    /// Where the max-age stands that the builder got last.
    max_age: Option<Span>,
    /// Keys of which something could not be read.
    damaged: HashSet<&'static str>,
    broken: bool,
}

impl Reader<'_, '_> {
    fn setting(&mut self, key: &'static str, node: &Node) {
        type Boolean = fn(PolicyBuilder, bool) -> PolicyBuilder;
        let booleans: [(Setting, Boolean); 5] = [
            (Setting::AllowCredentials, PolicyBuilder::allow_credentials),
            (
                Setting::MinimalDisclosure,
                PolicyBuilder::minimal_disclosure,
            ),
            (
                Setting::DangerouslyAllowInsecureOrigins,
                PolicyBuilder::dangerously_allow_insecure_origins,
            ),
            (
                Setting::DangerouslyAllowPublicSuffixes,
                PolicyBuilder::dangerously_allow_public_suffixes,
            ),
            (
                Setting::DangerouslyAllowNullOrigin,
                PolicyBuilder::dangerously_allow_null_origin,
            ),
        ];
        if key == Setting::MaxAge.as_str() {
            self.max_age(key, node);
        } else if let Some((_, set)) = booleans.iter().find(|(setting, _)| setting.as_str() == key)
        {
            if let Some(value) = self.boolean(key, node) {
                self.update(|builder| set(builder, value));
            }
        } else {
            self.list(key, node);
        }
    }

    fn boolean(&mut self, key: &'static str, node: &Node) -> Option<bool> {
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
        self.wrong_type(key, "true or false", node, literal);
        meant
    }

    fn max_age(&mut self, key: &'static str, node: &Node) {
        let (seconds, right) = match &node.value {
            Value::Number(text) => (text.parse::<u64>().ok(), true),
            Value::String(text) => (text.trim().parse::<u64>().ok(), false),
            _ => (None, false),
        };
        if !right || seconds.is_none() {
            let literal = seconds.map(|seconds| seconds.to_string());
            self.wrong_type(key, "a whole number of seconds, 0 or more", node, literal);
        }
        if let Some(seconds) = seconds {
            self.max_age = Some(node.span.clone());
            self.update(|builder| builder.max_age(Duration::from_secs(seconds)));
        }
    }

    fn list(&mut self, key: &'static str, node: &Node) {
        match &node.value {
            Value::String(text) => self.text(key, text, &node.span),
            Value::List(items) => {
                for item in items {
                    self.item(key, item);
                }
            }
            _ => self.wrong_type(key, "a string or a list of strings", node, None),
        }
    }

    fn item(&mut self, key: &'static str, node: &Node) {
        let origins = key == Setting::AllowOrigins.as_str();
        match &node.value {
            Value::String(text) => self.text(key, text, &node.span),
            Value::Map(entries) if origins => self.regex(key, entries.clone(), node),
            _ if origins => {
                self.wrong_type(key, "a string or { regex = \"…\" } in the list", node, None);
            }
            _ => self.wrong_type(key, "a string in the list", node, None),
        }
    }

    fn regex(&mut self, key: &'static str, entries: Vec<Entry>, node: &Node) {
        let mut missing = true;
        for (known, entry) in self
            .report
            .known(entries, keys::ORIGIN, "beside an origin's regex")
        {
            if known.is_none() {
                continue;
            }
            missing = false;
            if let Value::String(regex) = &entry.value.value {
                self.place(key, &entry.value.span);
                self.update(|builder| builder.allow_origin_regex(regex));
            } else {
                self.wrong_type(key, "a string as the regex", &entry.value, None);
            }
        }
        if missing {
            self.damaged.insert(key);
            let message = format!("invalid {key}: a table in the list needs the key \"regex\"");
            self.report
                .error("missing-key", message, Some(node.span.clone()));
        }
    }

    fn text(&mut self, key: &'static str, text: &str, span: &Span) {
        self.place(key, span);
        self.update(|builder| match key {
            "allow_origins" => builder.allow_origins([text]),
            "allow_methods" => builder.allow_methods([text]),
            "allow_headers" => builder.allow_headers([text]),
            _ => builder.expose_headers([text]),
        });
    }

    fn update(&mut self, set: impl FnOnce(PolicyBuilder) -> PolicyBuilder) {
        self.builder = set(core::mem::take(&mut self.builder));
    }

    fn place(&mut self, key: &'static str, span: &Span) {
        self.entries.entry(key).or_default().push(span.clone());
    }

    /// `literal` is what was clearly meant, and what is then gone on with: the problems of it are
    /// better known now than after the next run.
    fn wrong_type(
        &mut self,
        key: &'static str,
        expected: &str,
        found: &Node,
        literal: Option<String>,
    ) {
        if literal.is_none() {
            self.damaged.insert(key);
        }
        if !matches!(found.value, Value::Unreadable) {
            self.report.wrong_type(key, expected, found, literal);
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
            let key = problem.setting().as_str();
            let span = self.value_at_fault(problem);
            if span.is_none() && (self.broken || self.damaged.contains(key)) {
                continue;
            }
            let span = { span.or_else(|| self.keys.get(key)) }
                .unwrap_or(&self.header)
                .clone();
            self.report
                .problem(problem, key != Setting::MaxAge.as_str(), span);
        }
        built.ok()
    }

    fn value_at_fault(&self, problem: &Problem) -> Option<&Span> {
        let entries = self.entries.get(problem.setting().as_str());
        match problem.entry() {
            Some(entry) => entries?.get(entry),
            None if problem.setting() == Setting::MaxAge => self.max_age.as_ref(),
            None => None,
        }
    }
}
