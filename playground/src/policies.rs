//! The policies that are served, and the text that they come from.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use cors_core::{LivePolicy, Policy};
use cors_examples::{app::Named, policy_file};
use cors_policy_file::{Diagnostic, Diagnostics, Format, PolicyFile, Severity};

use super::cure;

/// The policies of a file, which another text can replace while they are served.
#[derive(Debug)]
pub struct Policies {
    name: String,
    format: Format,
    /// The text of the file, and its warnings.
    original: (String, Diagnostics),
    live: Vec<(String, LivePolicy)>,
    served: Mutex<Served>,
}

/// The text that is served, and what it says that its author may not expect.
#[derive(Clone, Debug)]
pub(super) struct Served {
    pub(super) text: String,
    pub(super) warnings: Diagnostics,
    /// How often it has been replaced.
    pub(super) revision: u64,
}

impl Policies {
    /// Reads a policy file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, Diagnostics> {
        let (text, format) = cors_policy_file::read(path)?;
        Self::parse(&path.display().to_string(), &text, format)
    }

    /// Reads policies from `text`, which messages call `name`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn parse(name: &str, text: &str, format: Format) -> Result<Self, Diagnostics> {
        // Places are counted without it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let PolicyFile {
            policies, warnings, ..
        } = policy_file::reader().parse(name, text, format)?;
        let live = |(name, policy)| (name, LivePolicy::new(policy));
        Ok(Self {
            name: name.to_owned(),
            format,
            original: (text.to_owned(), warnings.clone()),
            live: policies.into_iter().map(live).collect(),
            served: Mutex::new(Served {
                text: text.to_owned(),
                warnings,
                revision: 0,
            }),
        })
    }

    /// What messages call the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the policies that are served do that their author may not expect.
    #[must_use]
    pub fn warnings(&self) -> Diagnostics {
        self.served().warnings
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    pub(super) fn original(&self) -> (&str, &Diagnostics) {
        let (text, warnings) = &self.original;
        (text, warnings)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.live.iter().map(|(name, _)| name.as_str())
    }

    /// The name that a policy would have whose application is asked for this path.
    pub(super) fn guarding(path: &str) -> Option<&str> {
        path.split('/').nth(1)
    }

    /// The policy of this name that is served.
    pub(super) fn current(&self, name: &str) -> Option<Policy> {
        let named = self.live.iter().find(|(served, _)| served == name);
        named.map(|(_, live)| live.current())
    }

    /// For servers: the handles that [`replace`](Self::replace) puts new policies into.
    pub(super) fn named(&self) -> Vec<Named> {
        let named = |(name, live): &(String, LivePolicy)| (name.clone(), live.into());
        self.live.iter().map(named).collect()
    }

    pub(super) fn served(&self) -> Served {
        self.lock().clone()
    }

    /// Serves the policies of `text` from the next request on, or nothing new if anything is
    /// wrong with it.
    pub(super) fn replace(&self, text: &str) -> Result<Served, NotReplaced> {
        let PolicyFile {
            policies, warnings, ..
        } = policy_file::reader()
            .parse(&self.name, text, self.format)
            .map_err(NotReplaced::Mistakes)?;
        let other = self.other_names(&policies);
        if !other.is_empty() {
            return Err(NotReplaced::OtherNames(other));
        }
        // One text at a time, whole.
        let mut served = self.lock();
        for (name, policy) in policies {
            if let Some((_, live)) = self.live.iter().find(|(served, _)| *served == name) {
                live.replace(policy);
            }
        }
        *served = Served {
            text: text.to_owned(),
            warnings,
            revision: served.revision + 1,
        };
        Ok(served.clone())
    }

    /// Why the policy that is served would not build with these additions.
    pub(super) fn objections<'a>(
        &self,
        policy: &str,
        additions: impl IntoIterator<Item = (&'a str, &'a cure::Value)>,
    ) -> Vec<String> {
        let served = self.served();
        let Ok(cured) = cure::insert(&served.text, self.format, policy, additions) else {
            return Vec::new();
        };
        let Err(diagnostics) = policy_file::reader().parse(&self.name, &cured, self.format) else {
            return Vec::new();
        };
        let errors = diagnostics.items().iter();
        errors
            .filter(|item| item.severity == Severity::Error)
            .map(Diagnostic::to_string)
            .collect()
    }

    /// The routes below a policy's name are there from the start, and only those.
    fn other_names<P>(&self, policies: &[(String, P)]) -> Vec<OtherName> {
        let is_there = |name: &str| policies.iter().any(|(there, _)| there == name);
        let gone = self.names().filter(|name| !is_there(name)).map(|name| {
            let message = format!("policy {name:?} is served, and missing here");
            OtherName::new("policy-missing", name, message)
        });
        let new = policies
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| self.names().all(|served| served != *name))
            .map(|name| {
                let message = format!("policy {name:?} is not served");
                OtherName::new("policy-not-served", name, message)
            });
        gone.chain(new).collect()
    }

    /// What a panic left behind is whole: a change is a single assignment.
    fn lock(&self) -> MutexGuard<'_, Served> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a text does not take the place of the one that is served.
pub(super) enum NotReplaced {
    /// What is wrong with it.
    Mistakes(Diagnostics),
    /// Nothing, but it names other policies.
    OtherNames(Vec<OtherName>),
}

/// A policy that only one of the two texts has.
pub(super) struct OtherName {
    pub(super) code: &'static str,
    pub(super) policy: String,
    pub(super) message: String,
}

impl OtherName {
    /// What to do about it.
    pub(super) const CURE: &str =
        "policies keep their names while they are served; start again with a file that has others";

    fn new(code: &'static str, policy: &str, message: String) -> Self {
        let policy = policy.to_owned();
        Self {
            code,
            policy,
            message,
        }
    }
}
