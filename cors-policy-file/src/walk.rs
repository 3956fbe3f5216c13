//! From the tree to the policies, past everything that is wrong on the way.

use std::collections::HashSet;

use cors_core::{Policy, Problem};

use super::{
    code::Code,
    diagnostics::Diagnostic,
    duplicates::{self, Named},
    keys,
    node::{Entry, Node, Span, Value},
    policy,
};

/// The policies that build, and everything there is to say.
pub(super) fn walk(
    text: &str,
    root: Node,
    flaws: Vec<Diagnostic>,
    reserved: &[(String, String)],
) -> (Vec<(String, Policy)>, Vec<Diagnostic>) {
    let broken: Vec<_> = { flaws.iter() }
        .filter_map(|flaw| Some(flaw.span.as_ref()?.start))
        .collect();
    let mut walk = Walk {
        text,
        reserved,
        policy: None,
        found: flaws,
    };
    let omitted = walk.found.len().saturating_sub(MAX_FLAWS);
    if omitted > 0 {
        walk.found.truncate(MAX_FLAWS);
        let message = format!("{omitted} further syntax errors are left out");
        let end = text.len()..text.len();
        walk.found.push(Diagnostic::syntax(message, end));
    }

    let entries = match root.value {
        Value::Map(entries) => entries,
        Value::Null => Vec::new(),
        Value::Unreadable => return (Vec::new(), walk.found),
        other => {
            let message = format!("expected policies, found {}", other.describe());
            walk.error(Code::WrongType, message, Some(root.span));
            return (Vec::new(), walk.found);
        }
    };
    let policies = walk.file(entries, &broken);
    (policies, walk.found)
}

/// What is more is a file of another kind.
const MAX_FLAWS: usize = 100;

/// Everything found so far.
pub(super) struct Walk<'a> {
    text: &'a str,
    /// Names that no policy can have, with the reasons.
    reserved: &'a [(String, String)],
    /// The policy that is being looked at.
    pub(super) policy: Option<String>,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn file(&mut self, entries: Vec<Entry>, broken: &[usize]) -> Vec<(String, Policy)> {
        let mut named = Vec::new();
        let mut place = None;
        for (known, entry) in self.known(entries, keys::FILE, "in a policy file") {
            if known.is_none() {
                continue;
            }
            place.get_or_insert(entry.key_span);
            match entry.value.value {
                Value::Map(entries) => named.extend(entries),
                Value::Null => {}
                Value::Unreadable => return Vec::new(),
                other => {
                    let message = format!(
                        "invalid policies: expected a table, found {}",
                        other.describe()
                    );
                    self.error(Code::WrongType, message, Some(entry.value.span));
                    return Vec::new();
                }
            }
        }
        if named.is_empty() && broken.is_empty() {
            let message = "there is no policy: a file needs at least one".to_owned();
            self.error(Code::NoPolicy, message, place);
        }
        self.policies(named, broken)
    }

    fn policies(&mut self, named: Vec<Entry>, broken: &[usize]) -> Vec<(String, Policy)> {
        self.duplicates(&named, Named::Policy);
        let mut starts: Vec<_> = named.iter().map(|entry| entry.key_span.start).collect();
        starts.sort_unstable();
        let mut policies = Vec::new();
        for entry in named {
            let start = entry.key_span.start;
            let next = starts.partition_point(|&other| other <= start);
            let extent = start..starts.get(next).copied().unwrap_or(usize::MAX);
            self.policy = Some(entry.key.clone());
            if let Some(flaw) = keys::name_flaw(&entry.key, self.reserved) {
                let message = format!("invalid policy name {:?}: {flaw}", entry.key);
                self.error(Code::PolicyName, message, Some(entry.key_span.clone()));
            }
            let broken = broken.iter().any(|at| extent.contains(at));
            if let Some(policy) = policy::read(&entry, broken, self) {
                policies.push((entry.key, policy));
            }
            self.policy = None;
        }
        policies
    }

    /// Each entry with the known key that it stands for; an unknown key that was clearly meant to
    /// be a known one counts as that, so that what it holds is looked at as well.
    pub(super) fn known(
        &mut self,
        entries: Vec<Entry>,
        known: &[&'static str],
        place: &str,
    ) -> Vec<(Option<&'static str>, Entry)> {
        self.duplicates(&entries, Named::Key);
        let present: HashSet<_> = entries.iter().map(|entry| entry.key.clone()).collect();
        let resolve = |entry: Entry| {
            if let Some(key) = known.iter().find(|known| **known == entry.key) {
                return (Some(*key), entry);
            }
            let nearest = keys::nearest(&entry.key, known);
            let message = format!("unknown key {:?} {place}", entry.key);
            let span = entry.key_span.clone();
            let found = self.error(Code::UnknownKey, message, Some(span.clone()));
            found.help = Some(match nearest {
                Some(key) => format!("did you mean {key:?}"),
                None => match known {
                    [only] => format!("the only key is {only:?}"),
                    _ => format!("the keys are {}", known.join(", ")),
                },
            });
            let quoted = self.text[span].starts_with(['"', '\'']);
            self.last().suggestion = nearest.map(|key| match quoted {
                true => format!("{key:?}"),
                false => key.to_owned(),
            });
            (nearest.filter(|key| !present.contains(*key)), entry)
        };
        entries.into_iter().map(resolve).collect()
    }

    fn duplicates(&mut self, entries: &[Entry], what: Named) {
        for found in duplicates::of_entries(entries, what) {
            self.push(found);
        }
    }

    pub(super) fn error(
        &mut self,
        code: Code,
        message: String,
        span: Option<Span>,
    ) -> &mut Diagnostic {
        self.push(Diagnostic::error(code, message, span))
    }

    /// A setting that is not what it has to be; `literal` is what its author may have meant.
    pub(super) fn wrong_type(
        &mut self,
        key: &str,
        expected: &str,
        found: &Node,
        literal: Option<String>,
    ) {
        let message = format!(
            "invalid {key}: expected {expected}, found {}",
            found.value.describe()
        );
        let diagnostic = self.error(Code::WrongType, message, Some(found.span.clone()));
        diagnostic.help = literal.as_ref().map(|literal| format!("write {literal}"));
        diagnostic.suggestion = literal;
    }

    pub(super) fn problem(&mut self, problem: &Problem, quoted: bool, span: Span) {
        self.push(Diagnostic::problem(problem, quoted, span));
    }

    fn push(&mut self, mut found: Diagnostic) -> &mut Diagnostic {
        found.policy.clone_from(&self.policy);
        self.found.push(found);
        self.last()
    }

    fn last(&mut self) -> &mut Diagnostic {
        self.found.last_mut().expect("it was just pushed")
    }
}
