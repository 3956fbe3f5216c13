//! What is wrong with a policy: values for programs, sentences for people.

use core::fmt;

use crate::{Setting, pattern::InvalidOrigin};

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
}

impl Problem {
    pub(crate) fn new(severity: Severity, setting: Setting, kind: ProblemKind) -> Self {
        Self {
            severity,
            setting,
            entry: None,
            kind,
            suggestion: None,
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

    /// The text that should stand in the place of the entry or value at fault, where there is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

/// The kinds of [`Problem`].
///
/// Later versions may add kinds, and fields to each of them: patterns end in `..`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The policy allows no origin at all.
    #[non_exhaustive]
    NoOrigin,
    /// An entry is neither an origin nor a pattern.
    #[non_exhaustive]
    InvalidOrigin {
        /// The entry, and what is wrong with it.
        invalid: InvalidOrigin,
    },
    /// Any origin is allowed, with credentials.
    #[non_exhaustive]
    WildcardWithCredentials,
    /// `null` is allowed, with credentials.
    #[non_exhaustive]
    NullWithCredentials,
    /// An origin without TLS is allowed, with credentials.
    #[non_exhaustive]
    InsecureOrigin {
        /// The entry.
        origin: String,
    },
    /// A pattern spans what different people register; an error with credentials.
    #[non_exhaustive]
    PublicSuffix {
        /// The entry.
        pattern: String,
        /// The public suffix below which its variable part stands.
        suffix: String,
    },
    /// An entry allows nothing that another one does not.
    #[non_exhaustive]
    ShadowedOrigin {
        /// The entry that could go.
        origin: String,
        /// The entry that covers it.
        by: String,
    },
    /// A regex does not compile.
    #[non_exhaustive]
    InvalidRegex {
        /// The regex.
        regex: String,
        /// What the regex engine says, in one line.
        reason: String,
    },
    /// A regex seems to match no origin; an error with credentials, since it can't be probed with
    /// look-alikes.
    #[non_exhaustive]
    DeadRegex {
        /// The regex.
        regex: String,
        /// An example of what it matches instead.
        matches: String,
    },
    /// A regex admits an origin that looks like those it is meant for, with credentials.
    #[non_exhaustive]
    LooseRegex {
        /// The regex.
        regex: String,
        /// The origin that it should not match.
        admits: String,
    },
    /// A predicate admits an origin made up for the purpose, with credentials.
    #[non_exhaustive]
    LoosePredicate {
        /// The origin that it should not admit.
        admits: String,
    },
    /// A method that is not a token.
    #[non_exhaustive]
    InvalidMethod {
        /// The entry.
        method: String,
    },
    /// A method that browsers do not let pages use.
    #[non_exhaustive]
    ForbiddenMethod {
        /// The entry.
        method: String,
    },
    /// A method not in upper case: an error where browsers would send it in upper case whatever
    /// the page says.
    #[non_exhaustive]
    MethodCase {
        /// The entry.
        method: String,
    },
    /// A method that is allowed without being listed.
    #[non_exhaustive]
    SafelistedMethod {
        /// The entry.
        method: String,
    },
    /// A header name that is not a token.
    #[non_exhaustive]
    InvalidHeaderName {
        /// The entry.
        name: String,
    },
    /// A header that pages cannot set, or cannot read.
    #[non_exhaustive]
    ForbiddenHeader {
        /// The entry.
        name: String,
    },
    /// A response header in the list of request headers, or the reverse.
    #[non_exhaustive]
    MisplacedHeader {
        /// The entry.
        name: String,
    },
    /// A header that needs no listing.
    #[non_exhaustive]
    SafelistedHeader {
        /// The entry.
        name: String,
    },
    /// All response headers exposed, with credentials.
    #[non_exhaustive]
    ExposeWildcardWithCredentials,
    /// A max-age that no browser honours.
    #[non_exhaustive]
    MaxAgeTooLong {
        /// The max-age in seconds.
        seconds: u64,
    },
    /// A max-age that some browsers cut.
    #[non_exhaustive]
    MaxAgeCapped {
        /// The max-age in seconds.
        seconds: u64,
    },
    /// Methods with a body are allowed, JSON as the body is not.
    #[non_exhaustive]
    ContentTypeMissing,
    /// `*` in the list of request headers, which never covers `authorization`.
    #[non_exhaustive]
    AuthorizationNotCovered,
}
