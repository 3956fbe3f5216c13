//! The checked, compiled policy.

use core::fmt;
use std::sync::Arc;

use crate::{Problem, rules::Rules, settings::Settings};

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
    pub(crate) fn new(settings: Settings, rules: Rules, warnings: Vec<Problem>) -> Self {
        Self {
            inner: Arc::new(Inner {
                settings,
                rules,
                warnings,
            }),
        }
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
