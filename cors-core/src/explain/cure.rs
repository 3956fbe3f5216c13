//! What a policy would have to say besides, as a value.

use core::fmt;

use crate::Setting;

/// What a policy would have to say besides, so that one reason is gone: it allows what was asked
/// for, and nothing else.
///
/// A cure is there only if a policy with it builds, and without a setting that is called dangerous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    pub(super) setting: Setting,
    pub(super) value: CureValue,
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
}

/// `add "PUT" to allow_methods`
impl fmt::Display for Cure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            setting,
            value: CureValue::List(entries),
        } = self;
        f.write_str("add ")?;
        for (place, entry) in entries.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{entry:?}")?;
        }
        write!(f, " to {setting}")
    }
}
