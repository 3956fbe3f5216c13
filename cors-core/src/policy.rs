//! The checked, compiled policy.

use core::fmt;
use std::{collections::HashSet, sync::Arc};

use crate::{PolicyBuilder, Problem, builder::Settings, matcher::Matcher};

/// What a server answers to cross-origin requests: checked when it is built, unchangeable after.
///
/// Cheap to clone and to share. `Display` and `Debug` show it as its author would write it in a
/// policy file; two policies are equal if they were built from the same settings.
///
/// There is no `Default`: no policy is right for everybody.
///
/// # Example
///
/// ```
/// use cors_core::Policy;
///
/// let policy = Policy::builder()
///     .allow_origins(["https://app.example.com"])
///     .allow_methods(["PUT"])
///     .build()?;
/// assert_eq!(
///     policy.to_string(),
///     "allow_origins = [\"https://app.example.com\"]\nallow_methods = [\"PUT\"]\n"
/// );
/// assert_eq!(policy.warnings()[0].code(), "content-type-missing");
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[derive(Clone)]
pub struct Policy {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    rules: Rules,
    warnings: Vec<Problem>,
}

impl Policy {
    /// Starts a policy that allows nothing yet.
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder::default()
    }

    pub(crate) fn new(settings: Settings, rules: Rules, warnings: Vec<Problem>) -> Self {
        Self {
            inner: Arc::new(Inner {
                settings,
                rules,
                warnings,
            }),
        }
    }

    /// The settings that this policy was built from, predicates included: building them again
    /// gives an equal policy.
    pub fn to_builder(&self) -> PolicyBuilder {
        PolicyBuilder::new(self.inner.settings.clone())
    }

    /// What its author may not expect of it. Adapters log these once.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.inner.warnings
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.inner.rules
    }
}

impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        self.inner.settings == other.inner.settings
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Policy {{")?;
        for line in self.to_string().lines() {
            writeln!(f, "    {line}")?;
        }
        f.write_str("}")
    }
}

/// What the decision needs of a policy.
pub(crate) struct Rules {
    pub(crate) origins: Origins,
    pub(crate) credentials: bool,
    /// The safelisted methods among them.
    pub(crate) methods: NameList,
    pub(crate) headers: NameList,
    pub(crate) exposed: NameList,
    /// In seconds.
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal_disclosure: bool,
}

/// The origins that a policy allows.
pub(crate) enum Origins {
    Any,
    Listed(Box<Matcher>),
}

/// A list of methods, or of header names in lower case, without repetition.
pub(crate) struct NameList {
    /// Whether `*` stands among them.
    pub(crate) any: bool,
    /// In the order in which they were listed.
    names: Vec<String>,
    by_length: Vec<String>,
}

impl NameList {
    pub(crate) fn new<'a>(entries: impl Iterator<Item = &'a str>) -> Self {
        let mut any = false;
        let mut seen = HashSet::new();
        let mut names = Vec::new();
        for entry in entries {
            if entry == "*" {
                any = true;
            } else if seen.insert(entry) {
                names.push(entry.to_owned());
            }
        }
        let mut by_length = names.clone();
        by_length.sort_unstable_by_key(String::len);
        Self {
            any,
            names,
            by_length,
        }
    }

    /// Whether `name` stands in the list itself, byte for byte.
    pub(crate) fn lists(&self, name: &[u8]) -> bool {
        self.of_length(name.len())
            .any(|listed| listed.as_bytes() == name)
    }

    /// Whether `name` stands in this list of header names, in whatever case.
    pub(crate) fn lists_header(&self, name: &[u8]) -> bool {
        // Browsers send lower case, and equal bytes are found with a fifth of the instructions.
        self.of_length(name.len())
            .map(String::as_bytes)
            .any(|listed| listed == name || listed.eq_ignore_ascii_case(name))
    }

    /// A name's length tells more than its bytes in a search: few names of a list share one.
    fn of_length(&self, length: usize) -> impl Iterator<Item = &String> {
        let start = self.by_length.partition_point(|name| name.len() < length);
        let rest = self.by_length[start..].iter();
        rest.take_while(move |name| name.len() == length)
    }

    /// The value of the header that carries the list, `None` where it is empty.
    ///
    /// `*` is left out where it would not mean what it says.
    pub(crate) fn to_value(&self, wildcard: bool) -> Option<String> {
        let star = (self.any && wildcard).then_some("*");
        let names = self.names.iter().map(String::as_str);
        let value = star.into_iter().chain(names).collect::<Vec<_>>().join(", ");
        (!value.is_empty()).then_some(value)
    }
}
