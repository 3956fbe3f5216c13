//! What a policy would have to say to allow what was blocked.

/// A setting of a policy, and what it would have to say besides: one of the
/// [cures](crate::Blocked::cures) of a request that was blocked.
///
/// The setting is called as policies call it. How a policy is written down, in code or in a file, is
/// for others to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    setting: &'static str,
    value: CureValue,
}

/// What a setting of a policy would have to say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CureValue {
    /// These entries, besides those that it has already. There is at least one.
    List(Vec<String>),
    /// This, instead of what it says now.
    Flag(bool),
}

impl Cure {
    pub(crate) fn list(
        setting: &'static str,
        entries: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let entries = entries.into_iter().map(Into::into).collect();
        Self {
            setting,
            value: CureValue::List(entries),
        }
    }

    pub(crate) fn flag(setting: &'static str) -> Self {
        Self {
            setting,
            value: CureValue::Flag(true),
        }
    }

    /// The name of the setting: `allow_origins`, `allow_methods`, `allow_headers`, `expose_headers` or
    /// `allow_credentials`.
    #[must_use]
    pub fn setting(&self) -> &'static str {
        self.setting
    }

    /// What it would have to say.
    #[must_use]
    pub fn value(&self) -> &CureValue {
        &self.value
    }
}
