//! Where everything of a policy stands in a text, and what others have to say of it there.

use std::collections::HashMap;

use cors_core::Setting;

use super::{
    Format, Place, Remark,
    edit::{POLICIES, without_mark},
    node::{Entry, Node, Span, Value},
    quote::bearable,
    reader,
    render::{self, Correction, Shown},
    source::Source,
};

/// Where the policies of a text stand, with their settings and the entries of their lists. The text is read once,
/// however often it is asked.
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Format, Level, Places, Remark};
///
/// let text = "[policies.api]\nallow_origins = [\n  \"https://app.example.com\",\n  \"null\",\n]\n";
/// let places = Places::named("cors.toml", text, Format::Toml);
/// let place = places.entry("api", Setting::AllowOrigins, 1).unwrap();
/// assert_eq!((place.position.line, place.position.column), (4, 3));
/// assert_eq!(&text[place.span], "\"null\"");
///
/// let remark = Remark::new(Level::Note, "my-code", "this one is mine", "api")
///     .about(Setting::AllowOrigins)
///     .at(0);
/// assert_eq!(places.snippets(&[remark], false), r#"note[my-code]: this one is mine
///  --> cors.toml:3:3
///   |
/// 3 |   "https://app.example.com",
///   |   ^^^^^^^^^^^^^^^^^^^^^^^^^
///
/// "#);
/// ```
#[derive(Clone, Debug)]
pub struct Places {
    source: Source,
    /// The length of the byte order mark, which the source has no more.
    mark: usize,
    policies: HashMap<String, Policy>,
}

#[derive(Clone, Debug)]
struct Policy {
    name: Span,
    settings: HashMap<String, Found>,
}

#[derive(Clone, Debug)]
struct Found {
    key: Span,
    value: Span,
    /// None where the value is no list.
    entries: Vec<Span>,
}

impl Places {
    /// Of a text that nobody needs to be told the name of.
    #[must_use]
    pub fn of(text: &str, format: Format) -> Self {
        Self::named("", text, format)
    }

    /// Of a text that [snippets](Self::snippets) call by this name.
    #[must_use]
    pub fn named(name: &str, text: &str, format: Format) -> Self {
        let read = without_mark(text);
        let root = reader::tree(read, format).root;
        let policies = { entries(&root).iter() }.find(|entry| entry.key == POLICIES);
        let policies = policies.map_or(&[][..], |entry| entries(&entry.value));
        let mut found = HashMap::new();
        for policy in policies {
            // Of two with one name, the first is meant.
            found.entry(policy.key.clone()).or_insert_with(|| Policy {
                name: policy.key_span.clone(),
                settings: settings(&policy.value),
            });
        }
        Self {
            source: Source::new(name, read.to_owned()),
            mark: text.len() - read.len(),
            policies: found,
        }
    }

    /// A policy's name.
    #[must_use]
    pub fn policy(&self, policy: &str) -> Option<Place> {
        let policy = self.policies.get(policy)?;
        Some(self.place(policy.name.clone()))
    }

    /// A setting of a policy, from the key to the end of the value; absent if it is not there, or the text can't be
    /// read.
    #[must_use]
    pub fn setting(&self, policy: &str, setting: Setting) -> Option<Place> {
        let found = self.found(policy, setting)?;
        // What an alias repeats stands elsewhere.
        let end = found.value.end.max(found.key.end);
        Some(self.place(found.key.start..end))
    }

    /// An entry of a setting's list, of which the first is 0. A value that is no list is its only entry.
    #[must_use]
    pub fn entry(&self, policy: &str, setting: Setting, entry: usize) -> Option<Place> {
        let found = self.found(policy, setting)?;
        let span = match (&found.entries[..], entry) {
            ([], 0) => &found.value,
            (entries, entry) => entries.get(entry)?,
        };
        Some(self.place(span.clone()))
    }

    /// What a remark is about: the entry, or else the setting, or else the policy.
    #[must_use]
    pub fn place_of(&self, remark: &Remark) -> Option<Place> {
        let setting = remark.setting;
        { setting.zip(remark.entry) }
            .and_then(|(setting, entry)| self.entry(&remark.policy, setting, entry))
            .or_else(|| self.setting(&remark.policy, setting?))
            .or_else(|| self.policy(&remark.policy))
    }

    /// Each remark with the line that it is about, as [diagnostics](crate::Diagnostics::snippets) have it: for a
    /// terminal, in colour or not. Of many with one code and level, some are shown, and the rest is counted.
    #[must_use]
    pub fn snippets(&self, remarks: &[Remark], colour: bool) -> String {
        let remarks: Vec<_> = { remarks.iter() }
            .map(|remark| Remark {
                message: bearable(remark.message.clone()),
                help: remark.help.clone().map(bearable),
                ..remark.clone()
            })
            .collect();
        let shown = { remarks.iter() }.map(|remark| Shown {
            level: remark.level,
            code: &remark.code,
            message: &remark.message,
            help: remark.help.as_deref(),
            fix: None,
            span: { self.place_of(remark) }
                .map(|place| place.span.start - self.mark..place.span.end - self.mark),
        });
        let shown: Vec<_> = shown.collect();
        render::snippets(&self.source, &shown, colour, Correction::Words)
    }

    fn found(&self, policy: &str, setting: Setting) -> Option<&Found> {
        self.policies.get(policy)?.settings.get(setting.as_str())
    }

    fn place(&self, mut span: Span) -> Place {
        // A block of YAML lasts until the next one begins.
        let written = self.source.text.get(span.clone()).unwrap_or_default();
        span.end = span.start + written.trim_end().len();
        Place {
            position: self.source.position(span.start),
            end: self.source.position(span.end),
            span: span.start + self.mark..span.end + self.mark,
        }
    }
}

fn settings(policy: &Node) -> HashMap<String, Found> {
    let mut settings = HashMap::new();
    for entry in entries(policy) {
        settings.entry(entry.key.clone()).or_insert_with(|| Found {
            key: entry.key_span.clone(),
            value: entry.value.span.clone(),
            entries: match &entry.value.value {
                Value::List(items) => items.iter().map(|item| item.span.clone()).collect(),
                _ => Vec::new(),
            },
        });
    }
    settings
}

fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}
