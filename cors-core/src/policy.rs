//! The checked, compiled policy.

use core::fmt;
use std::sync::{Arc, OnceLock};

use crate::{
    Problem,
    cards::Cards,
    rules::{Origins, Rules},
    settings::Settings,
};

/// What a server answers to cross-origin requests: checked when it is built, and immutable.
///
/// Cheap to clone and to share. `Display` and `Debug` show it as its author would write it in a
/// policy file; two policies are equal if they were built from the same settings.
///
/// There is no `Default`: no policy is right for everybody.
///
/// # Example
///
/// ```
/// # use cors_core::Policy;
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
    /// Made when an origin that is not allowed is first explained.
    cards: OnceLock<Cards>,
}

impl Policy {
    pub(crate) fn new(settings: Settings, rules: Rules, warnings: Vec<Problem>) -> Self {
        Self {
            inner: Arc::new(Inner {
                settings,
                rules,
                warnings,
                cards: OnceLock::new(),
            }),
        }
    }

    /// What its author may not expect of it. Adapters log these when the policy begins to serve.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.inner.warnings
    }

    /// Everything that it was built from, as it was written: for comparing policies, showing them,
    /// and writing them in other formats.
    ///
    /// ```
    /// # use cors_core::{OriginEntry, Policy};
    /// let policy = Policy::builder()
    ///     .allow_origins(["https://*.example.com"])
    ///     .allow_headers(["X-Api-Key"])
    ///     .build()?;
    /// let settings = policy.settings();
    /// let origins: Vec<_> = settings.allow_origins().collect();
    /// assert_eq!(origins, [OriginEntry::Text("https://*.example.com")]);
    /// assert_eq!(settings.allow_headers(), ["X-Api-Key"]);
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Whether the value of an `Origin` header is allowed, for code that guards something of its
    /// own: a WebSocket handshake, a message handler.
    ///
    /// The value is compared as it is. If a request has several `Origin` lines, ask about each of
    /// them: nobody can say which one a browser wrote. A handshake without `Origin` does not come from
    /// a browser, and the caller decides whether to serve it.
    ///
    /// ```
    /// # use cors_core::Policy;
    /// let policy = Policy::builder().allow_origins(["https://*.example.com"]).build()?;
    /// assert!(policy.allows_origin("https://app.example.com"));
    /// assert!(!policy.allows_origin("https://app.example.com.evil.test"));
    /// assert!(!policy.allows_origin("null"));
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn allows_origin(&self, origin: impl AsRef<[u8]>) -> bool {
        match &self.rules().origins {
            Origins::Any => true,
            Origins::Listed(matcher) => matcher.allows(origin.as_ref()),
        }
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.inner.rules
    }

    pub(crate) fn cards(&self) -> &Cards {
        self.inner.cards.get_or_init(|| Cards::of(self.settings()))
    }

    #[cfg(test)]
    pub(crate) fn has_cards(&self) -> bool {
        self.inner.cards.get().is_some()
    }
}

impl Eq for Policy {}

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
