//! What is wrong with a policy: values for programs, sentences for people.

use core::fmt;

use crate::{ProblemKind, Setting, settings::Trust};

/// How much a [`Problem`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// No browser could use the policy as it was meant, or an attacker could: it does not build.
    Error,
    /// The policy builds, and does something that its author may not expect.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One thing that is wrong with a policy, or that its author may not expect.
///
/// `Display` gives one lower-case sentence: the [message](Self::message), which names the input
/// and what is wrong with it, and the [cure](Self::cure).
///
/// # Example
///
/// ```
/// # use cors_core::{Policy, ProblemKind, Severity};
/// let error = Policy::builder()
///     .allow_origins(["https://example.com", "https://app.example.com/"])
///     .build()
///     .unwrap_err();
/// let problem = &error.problems()[0];
/// assert_eq!(problem.severity(), Severity::Error);
/// assert_eq!(problem.code(), "origin-path");
/// assert!(matches!(problem.kind(), ProblemKind::InvalidOrigin { .. }));
/// assert_eq!(problem.setting().as_str(), "allow_origins");
/// assert_eq!(problem.entry(), Some(1));
/// assert_eq!(
///     problem.message(),
///     r#"invalid origin "https://app.example.com/": an origin has no path"#
/// );
/// assert_eq!(problem.cure(), r#"write "https://app.example.com""#);
/// assert_eq!(problem.suggestion(), Some("https://app.example.com"));
/// // Its `Display` is both.
/// assert_eq!(problem.to_string(), format!("{}; {}", problem.message(), problem.cure()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    severity: Severity,
    setting: Setting,
    entry: Option<usize>,
    kind: ProblemKind,
    suggestion: Option<String>,
    trust: Trust,
}

impl Problem {
    pub(crate) fn new(severity: Severity, setting: Setting, kind: ProblemKind) -> Self {
        Self {
            severity,
            setting,
            entry: None,
            kind,
            suggestion: None,
            trust: Trust::None,
        }
    }

    pub(crate) fn error(setting: Setting, kind: ProblemKind) -> Self {
        Self::new(Severity::Error, setting, kind)
    }

    pub(crate) fn warning(setting: Setting, kind: ProblemKind) -> Self {
        Self::new(Severity::Warning, setting, kind)
    }

    pub(crate) fn at(mut self, entry: usize) -> Self {
        self.entry = Some(entry);
        self
    }

    pub(crate) fn suggesting(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Of a problem with an origin: why an origin that is allowed is as good as its visitors.
    pub(crate) fn trusting(mut self, trust: Trust) -> Self {
        self.trust = trust;
        self
    }

    pub(crate) fn trust(&self) -> Trust {
        self.trust
    }

    /// What is wrong, with the values that it is about.
    #[must_use]
    pub fn kind(&self) -> &ProblemKind {
        &self.kind
    }

    /// The setting that it is about; of two that don't go together, the one to look at first.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// The index of the entry at fault in the [setting](Self::setting)'s list as it was written:
    /// repeated calls of the builder's method add up, and an entry that repeats another one counts.
    ///
    /// `None` where it is about no entry in particular, or the setting is no list.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        self.entry
    }

    /// Whether it keeps the policy from being built.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Whether nothing is amiss, and the entry is only not needed: it is always allowed, or is left out.
    ///
    /// Adapters log such entries together, in one line at the level `INFO`, and the other warnings each
    /// in its own line at `WARN`.
    ///
    /// ```
    /// use cors_core::Policy;
    ///
    /// let policy = Policy::builder()
    ///     .allow_origins(["https://app.example.com"])
    ///     .allow_methods(["GET"])
    ///     .allow_headers(["accept", "dnt", "x-*"])
    ///     .build()?;
    /// let advice: Vec<_> = policy.warnings().iter().map(|p| (p.code(), p.is_advice())).collect();
    /// assert_eq!(
    ///     advice,
    ///     [
    ///         ("safelisted-method", true),
    ///         ("safelisted-header", true),
    ///         ("forbidden-header", true),
    ///         ("wildcard-in-name", false),
    ///     ]
    /// );
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn is_advice(&self) -> bool {
        self.severity == Severity::Warning
            && matches!(
                self.kind,
                ProblemKind::SafelistedMethod { .. }
                    | ProblemKind::SafelistedHeader { .. }
                    | ProblemKind::ForbiddenHeader { .. }
            )
    }

    /// The text that should stand in the place of the entry or value at fault, where there is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}
