//! The top of a policy file: the table of policies, and policies that stand elsewhere.

use cors_core::Policy;

use super::{
    Format,
    code::Code,
    duplicates::Named,
    keys,
    node::{Entry, Node, Span, Value},
    walk::{Known, Walk},
};

impl Walk<'_> {
    /// The policies of the file. `broken`: where the syntax errors are.
    pub(super) fn file(&mut self, entries: Vec<Entry>, broken: &[usize]) -> Vec<(String, Policy)> {
        self.duplicates(&entries, Named::Key);
        let has_policies = entries.iter().any(|entry| entry.key == POLICIES);
        let mut top = Top {
            named: Vec::new(),
            place: None,
            // Where something is wrong, there may be policies in it.
            excused: !broken.is_empty(),
            is_nameless_known: false,
            is_split: false,
            is_renamed: has_policies,
        };
        for entry in entries {
            if !self.top(entry, &mut top) {
                return Vec::new();
            }
        }
        let Top {
            named,
            place,
            excused,
            ..
        } = top;
        if named.is_empty() && !excused {
            let message = "there is no policy: a file needs at least one".to_owned();
            self.error(Code::NoPolicy, message, place);
        }
        self.policies(named, broken)
    }

    /// Whether there is any use in reading on.
    fn top(&mut self, entry: Entry, top: &mut Top) -> bool {
        let is_table = matches!(entry.value.value, Value::Map(_));
        let is_extension = self.format == Format::Yaml && entry.key.starts_with("x-");
        let is_apart = self.format == Format::Toml && entry.key != POLICIES && is_table;
        self.all_broken |= is_apart && !is_alone(self.text, &entry);
        top.is_split |= is_table && entry.key != POLICIES;
        if entry.key == POLICIES {
            return self.table_of_policies(entry, top);
        } else if is_extension {
            // As Compose has them: for what is repeated elsewhere.
        } else if !is_table && keys::means_setting(&entry.key) {
            self.nameless(&entry, top);
        } else if keys::is_policy(&entry.value) {
            let name = self.text[entry.key_span.clone()].to_owned();
            let (help, literal) = match self.format {
                Format::Toml => {
                    let name = format!("{POLICIES}.{name}");
                    (format!("write [{name}]"), Some(name))
                }
                _ => (format!("put it below {POLICIES:?}"), None),
            };
            self.misplaced(&entry, &help, literal);
            self.add(entry, top);
        } else if let Some(named) = keys::policies(&entry.value) {
            let named = named.to_vec();
            let may = self.format == Format::Toml || !top.is_renamed;
            top.is_renamed = true;
            let help = match may {
                true => format!("did you mean {POLICIES:?}"),
                false => format!("put what it holds below {POLICIES:?}"),
            };
            self.misplaced(&entry, &help, may.then_some(POLICIES.to_owned()));
            top.place.get_or_insert(entry.key_span);
            named.into_iter().for_each(|entry| self.add(entry, top));
        } else {
            let present = { top.is_renamed.then(|| POLICIES.to_owned()) }
                .into_iter()
                .collect();
            match self.unknown(&entry, keys::FILE, "in a policy file", &present) {
                Known::Key(_) => {
                    top.is_renamed = true;
                    return self.table_of_policies(entry, top);
                }
                _ => top.excused |= is_table || matches!(entry.value.value, Value::List(_)),
            }
        }
        true
    }

    fn table_of_policies(&mut self, entry: Entry, top: &mut Top) -> bool {
        top.place.get_or_insert_with(|| entry.key_span.clone());
        match entry.value.value {
            Value::Map(entries) => {
                for entry in entries {
                    let is_table = matches!(entry.value.value, Value::Map(_));
                    if !is_table && keys::means_setting(&entry.key) {
                        self.nameless(&entry, top);
                    } else {
                        self.add(entry, top);
                    }
                }
            }
            Value::Null => {}
            Value::Unreadable => return false,
            _ => {
                self.no_table(&entry.value);
                return false;
            }
        }
        true
    }

    /// Adds a policy. In TOML, what stands in several places under one name is one.
    fn add(&self, entry: Entry, top: &mut Top) {
        if self.format == Format::Toml
            && top.is_split
            && let Value::Map(more) = &entry.value.value
            && let Some(other) = top.named.iter_mut().find(|other| other.key == entry.key)
            && let Value::Map(entries) = &mut other.value.value
        {
            entries.extend(more.iter().cloned());
            return;
        }
        top.named.push(entry);
    }

    /// The settings of a policy without a name, of which only the first is said.
    fn nameless(&mut self, entry: &Entry, top: &mut Top) {
        top.excused = true;
        if !core::mem::replace(&mut top.is_nameless_known, true) {
            let message = format!("key {:?} stands outside of a policy", entry.key);
            self.error(Code::UnknownKey, message, Some(entry.key_span.clone()));
            self.help(match self.format {
                Format::Toml => format!("write [{POLICIES}.NAME] above it"),
                _ => format!("put it below {POLICIES:?} and the policy's name"),
            });
        }
    }

    /// A policy, or a table of them, where none is read.
    fn misplaced(&mut self, entry: &Entry, help: &str, literal: Option<String>) {
        let places = match self.format {
            Format::Toml => places(self.text, entry),
            _ => vec![entry.key_span.clone()],
        };
        for place in places {
            let quoted = self.format != Format::Toml && self.text[place.clone()].starts_with('"');
            let message = format!("unknown key {:?} in a policy file", entry.key);
            let found = self.error(Code::UnknownKey, message, Some(place));
            found.help = Some(help.to_owned());
            found.suggestion = literal.clone().map(|literal| match quoted {
                true => format!("{literal:?}"),
                false => literal,
            });
        }
    }

    fn no_table(&mut self, node: &Node) {
        let found = node.value.describe();
        let message = format!("invalid {POLICIES}: expected a table, found {found}");
        self.error(Code::WrongType, message, Some(node.span.clone()));
        let is_list = matches!(&node.value, Value::List(_));
        if is_list {
            self.help(match self.format {
                Format::Toml => format!("write [{POLICIES}.NAME] for each policy"),
                _ => "write each policy's name as a key, and what it holds below it".to_owned(),
            });
        }
    }
}

const POLICIES: &str = "policies";

/// What was found at the top of a file.
struct Top {
    named: Vec<Entry>,
    /// Where `policies` stands.
    place: Option<Span>,
    /// Whether it's not said that there is no policy.
    excused: bool,
    is_nameless_known: bool,
    /// Whether policies stand in other places than below `policies`.
    is_split: bool,
    /// Whether there is a key `policies`, or one that was meant to be.
    is_renamed: bool,
}

/// Wherever TOML repeats the name of a table: in its header, in those of the tables below it, in
/// dotted keys.
fn places(text: &str, entry: &Entry) -> Vec<Span> {
    let name = &text[entry.key_span.clone()];
    let mut starts = vec![entry.key_span.start];
    collect(&entry.value, 3, &mut starts);
    let mut places: Vec<_> = { starts.into_iter() }
        .filter_map(|start| {
            let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
            let written = text[line..].trim_start_matches(['[', ' ', '\t']);
            let rest = written.strip_prefix(name)?.trim_start();
            let start = text.len() - written.len();
            rest.starts_with(['.', ']', '='])
                .then_some(start..start + name.len())
        })
        .collect();
    places.push(entry.key_span.clone());
    places.sort_by_key(|place| place.start);
    places.dedup();
    places
}

/// Whether it has a header, and is no dotted key, which may set what another policy lacks.
fn is_alone(text: &str, entry: &Entry) -> bool {
    let line = text[..entry.key_span.start]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    text[line..].trim_start().starts_with('[')
}

fn collect(node: &Node, depth: usize, starts: &mut Vec<usize>) {
    if let (Value::Map(entries), 1..) = (&node.value, depth) {
        for entry in entries {
            starts.push(entry.key_span.start);
            collect(&entry.value, depth - 1, starts);
        }
    }
}
