//! What a policy would have to say besides, as a value.

use core::fmt;

use crate::Setting;

/// What a policy would have to say besides, so that one reason is gone: it allows what was asked
/// for, or lets it pass, and nothing else.
///
/// A cure is there only if a policy with it builds, and without a setting that is called dangerous. Many are
/// right only under a [condition](Self::condition), which no request tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    pub(super) setting: Setting,
    pub(super) value: CureValue,
    condition: Option<String>,
}

/// What a setting would have to say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CureValue {
    /// These entries, besides those that it has already. There is at least one.
    List(Vec<String>),
}

impl Cure {
    pub(super) fn entry(setting: Setting, entry: &str) -> Self {
        Self {
            setting,
            value: CureValue::List(vec![entry.to_owned()]),
            condition: None,
        }
    }

    /// The same, which is right only if this holds.
    pub(super) fn only_if(self, condition: impl Into<String>) -> Self {
        Self {
            condition: Some(condition.into()),
            ..self
        }
    }

    /// With its condition: `if that page is yours, add …`.
    pub(super) fn in_full(&self) -> String {
        match &self.condition {
            None => self.to_string(),
            Some(condition) => format!("if {condition}, {self}"),
        }
    }

    /// Takes the entries of another cure of the same setting.
    pub(super) fn add(&mut self, other: &Self) {
        let CureValue::List(entries) = &mut self.value;
        let CureValue::List(others) = &other.value;
        entries.extend(others.iter().cloned());
    }

    /// The setting.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// What it would have to say.
    #[must_use]
    pub fn value(&self) -> &CureValue {
        &self.value
    }

    /// What has to be true so that the cure is right, in words, of which what was sent is escaped and cut:
    /// `that page is yours`, `this server is https://site.example`, `this server is reached by localhost:3000`.
    ///
    /// Nothing in the policy says it, and a request can't: an attacker's page or name would get the same
    /// cure. Whoever offers it has to ask. `None` where the policy has an entry that is near enough.
    #[must_use]
    pub fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

/// `add "PUT" to allow_methods`, without its condition.
impl fmt::Display for Cure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            setting,
            value: CureValue::List(entries),
            ..
        } = self;
        f.write_str("add ")?;
        for (place, entry) in entries.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{entry:?}")?;
        }
        write!(f, " to {setting}")
    }
}
