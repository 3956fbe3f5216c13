//! From the tree to the policies, past everything that is wrong on the way.

use std::collections::HashSet;

use cors_core::{Policy, Problem, Setting};

use super::{
    Format,
    code::Code,
    diagnostics::Diagnostic,
    duplicates::{self, Named},
    keys,
    meant::{Meant, is_spelling, meant},
    node::{Entry, Node, Span, Value},
    policy, quote,
};

/// The policies that build, and everything there is to say.
pub(super) fn walk(
    text: &str,
    format: Format,
    root: Node,
    flaws: Vec<Diagnostic>,
    reserved: &[(String, String)],
) -> (Vec<(String, Policy)>, Vec<Diagnostic>) {
    let broken: Vec<_> = { flaws.iter() }
        .filter_map(|flaw| Some(flaw.span.as_ref()?.start))
        .collect();
    // Beyond a syntax error nobody knows what would have stood where; in TOML, a header says it.
    let is_header = |line: &&str| line.trim_start().starts_with('[');
    let header = text.split_inclusive('\n').position(|line| is_header(&line));
    let lines = text
        .split_inclusive('\n')
        .take(header.unwrap_or(usize::MAX));
    let headless: usize = lines.map(str::len).sum();
    let all_broken = flaws.iter().any(|flaw| {
        let place = flaw.span.as_ref().map_or(0, |span| span.start);
        flaw.code == Code::Syntax && (format != Format::Toml || place < headless)
    });
    let mut walk = Walk {
        text,
        format,
        reserved,
        policy: None,
        names: HashSet::new(),
        all_broken,
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
    pub(super) text: &'a str,
    pub(super) format: Format,
    /// Names that no policy can have, with the reasons.
    reserved: &'a [(String, String)],
    /// The policy that is being looked at.
    pub(super) policy: Option<String>,
    /// Whether nothing can be said to be missing from any of them.
    pub(super) all_broken: bool,
    /// The names of all policies.
    pub(super) names: HashSet<String>,
    found: Vec<Diagnostic>,
}

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Key(&'static str),
    /// Regexes among the origins.
    Regex,
    /// Something that has no consequences.
    Nothing,
    /// Something that may be what is missing elsewhere.
    Unknown,
}

impl Walk<'_> {
    pub(super) fn policies(
        &mut self,
        named: Vec<Entry>,
        broken: &[usize],
    ) -> Vec<(String, Policy)> {
        self.duplicates(&named, Named::Policy);
        self.names = named.iter().map(|entry| entry.key.clone()).collect();
        let mut starts: Vec<_> = named.iter().map(|entry| entry.key_span.start).collect();
        starts.sort_unstable();
        // Dotted keys with a dot too few: what they set is missing elsewhere.
        let is_table = |entry: &Entry| matches!(entry.value.value, Value::Map(_) | Value::Null);
        self.all_broken |= self.format == Format::Toml && !named.iter().all(is_table);
        self.all_broken |= named.iter().any(|entry| entry.key.is_empty());
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
            let broken = self.all_broken || broken.iter().any(|at| extent.contains(at));
            if let Some(policy) = policy::read(&entry, broken, self) {
                policies.push((entry.key, policy));
            }
            self.policy = None;
        }
        policies
    }

    /// Each entry with what its key stands for; an unknown key that was clearly meant to be a known
    /// one counts as that, so that what it holds is looked at as well.
    pub(super) fn known(
        &mut self,
        entries: Vec<Entry>,
        known: &[&'static str],
        place: &str,
    ) -> Vec<(Known, Entry)> {
        self.duplicates(&entries, Named::Key);
        let present = { entries.iter() }.map(|entry| entry.key.clone());
        let mut present: HashSet<_> = present.collect();
        let resolve = |entry: Entry| {
            let exact = known.iter().find(|known| **known == entry.key);
            let resolved = match exact {
                Some(key) => Known::Key(key),
                None => self.unknown(&entry, known, place, &present),
            };
            if let Known::Key(key) = resolved {
                present.insert(key.to_owned());
            } else if resolved == Known::Regex {
                present.insert(Setting::AllowOrigins.to_string());
            }
            (resolved, entry)
        };
        entries.into_iter().map(resolve).collect()
    }

    /// Says that a key is unknown, and what was meant. `present`: the keys that are there already.
    pub(super) fn unknown(
        &mut self,
        entry: &Entry,
        known: &[&'static str],
        place: &str,
        present: &HashSet<String>,
    ) -> Known {
        let mut span = entry.key_span.clone();
        let quoted = self.text[span.clone()].starts_with(['"', '\'']);
        let did_you_mean = |key: &str| format!("did you mean {key:?}");
        let mut doubtful = false;
        let (resolved, help, suggestion) = match meant(&entry.key, known) {
            Meant::Key(key) if present.contains(key) => {
                let help = format!("it means {key:?}, which is here already: remove one");
                (Known::Unknown, help, None)
            }
            Meant::Key(key) => {
                // What weakens a policy has to be written out by its author.
                doubtful = key.starts_with("dangerously_") && !is_spelling(&entry.key, key);
                let literal = if quoted {
                    format!("{key:?}")
                } else {
                    key.to_owned()
                };
                (Known::Key(key), did_you_mean(key), Some(literal))
            }
            Meant::Perhaps(key) => (Known::Unknown, did_you_mean(key), None),
            Meant::Regex => {
                let origins = Setting::AllowOrigins.as_str();
                let regexes = self.regexes(&entry.value);
                let example = regexes.as_deref().unwrap_or(match self.format {
                    Format::Json => "[{ \"regex\": \"…\" }]",
                    Format::Toml => "[{ regex = '…' }]",
                    Format::Yaml => "[{ regex: '…' }]",
                });
                let line = self.format.assign(origins, example);
                let free = !present.contains(origins);
                let help = match free {
                    true => format!("write {line}"),
                    false => format!(
                        "add its regex to {origins}: {}",
                        &example[1..example.len() - 1]
                    ),
                };
                let suggestion = regexes.is_some() && free;
                if suggestion {
                    span.end = entry.value.span.end;
                    // There may be comments between the regexes.
                    let replaced = self.text.get(span.clone());
                    doubtful = replaced.is_none_or(|text| text.contains('\n'));
                }
                (Known::Regex, help, suggestion.then_some(line))
            }
            Meant::Any(key) => {
                let help = match entry.value.value {
                    Value::Boolean(false) => "remove it".to_owned(),
                    _ => format!("to allow any, write {}", self.format.assign(key, "\"*\"")),
                };
                (Known::Unknown, help, None)
            }
            Meant::Instead(help) => (Known::Nothing, help.to_owned(), None),
            Meant::Nothing => {
                let help = match known {
                    [only] => format!("the only key is {only:?}"),
                    _ => format!("the keys are {}", known.join(", ")),
                };
                (Known::Unknown, help, None)
            }
        };
        let message = format!("unknown key {:?} {place}", entry.key);
        let found = self.error(Code::UnknownKey, message, Some(span));
        found.help = Some(help);
        found.suggestion = suggestion;
        found.doubtful = doubtful;
        resolved
    }

    /// A list of origins with these regexes, as they are written, if they can stand there.
    fn regexes(&self, node: &Node) -> Option<String> {
        let items = match &node.value {
            Value::String(_) => core::slice::from_ref(node),
            Value::List(items) if !items.is_empty() => items,
            _ => return None,
        };
        let regex = |item: &Node| {
            let Value::String(text) = &item.value else {
                return None;
            };
            let raw = self.text.get(item.span.clone())?;
            let raw = match raw.starts_with(['"', '\'']) {
                true if !raw.contains('\n') => raw.to_owned(),
                false if !text.contains(['\'', '\n']) => format!("'{text}'"),
                _ => return None,
            };
            Some(match self.format {
                Format::Json => format!("{{ \"regex\": {raw} }}"),
                Format::Toml => format!("{{ regex = {raw} }}"),
                Format::Yaml => format!("{{ regex: {raw} }}"),
            })
        };
        let regexes: Option<Vec<_>> = items.iter().map(regex).collect();
        Some(format!("[{}]", regexes?.join(", ")))
    }

    pub(super) fn duplicates(&mut self, entries: &[Entry], what: Named) {
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

    /// What was said last can't be mended by putting a text in its place.
    pub(super) fn no_suggestion(&mut self) {
        self.last().suggestion = None;
    }

    /// Whether a table among the origins is one that can stand there.
    pub(super) fn regexes_of(&self, entries: &[Entry]) -> bool {
        let is_regex = |entry: &Entry| matches!(entry.value.value, Value::String(_));
        matches!(entries, [entry] if entry.key == "regex" && is_regex(entry))
    }

    /// What to do about what was said last.
    pub(super) fn help(&mut self, help: impl Into<String>) {
        self.last().help = Some(help.into());
    }

    /// `quoted`: the value at fault is a string, whose quotes its correction keeps.
    pub(super) fn problem(&mut self, problem: &Problem, quoted: bool, span: Span) {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let suggestion = problem.suggestion().map(|text| match quoted {
            true => quote::like(written, text, self.format),
            false => text.to_owned(),
        });
        self.push(Diagnostic::problem(problem, suggestion, span));
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
