//! What is wrong with a policy: values for programs, sentences for people.

use core::fmt;
use std::borrow::Cow;

use crate::{
    Setting,
    names::{is_normalised_method, is_token},
    pattern::InvalidOrigin,
};

/// How much a [`Problem`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// One thing that is wrong with a policy, or that its author may not expect of it.
///
/// `Display` gives one lower-case sentence that names the input, what is wrong and the cure.
///
/// # Example
///
/// ```
/// use cors_core::{Policy, Severity};
///
/// let error = Policy::builder()
///     .allow_origins(["https://app.example.com/"])
///     .build()
///     .unwrap_err();
/// let problem = &error.problems()[0];
/// assert_eq!(problem.severity(), Severity::Error);
/// assert_eq!(problem.code(), "origin-path");
/// assert_eq!(problem.suggestion().as_deref(), Some("https://app.example.com"));
/// assert_eq!(
///     problem.to_string(),
///     r#"invalid origin "https://app.example.com/": an origin has no path; write "https://app.example.com""#
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// The policy allows no origin at all.
    NoOrigin,
    /// An entry is neither an origin nor a pattern.
    InvalidOrigin(InvalidOrigin),
    /// Any origin is allowed, with credentials.
    WildcardWithCredentials,
    /// `null` is allowed, with credentials.
    NullWithCredentials,
    /// An origin without TLS is allowed, with credentials.
    InsecureOrigin {
        /// The entry.
        origin: String,
        /// The same under `https`, where that is an origin.
        suggestion: Option<String>,
    },
    /// A pattern spans what different people register; an error with credentials.
    PublicSuffix {
        /// The entry.
        pattern: String,
        /// The public suffix below which its variable part stands.
        suffix: String,
        /// An error with credentials, a warning without.
        severity: Severity,
    },
    /// An entry allows nothing that another one does not.
    ShadowedOrigin {
        /// The entry that could go.
        origin: String,
        /// The entry that covers it.
        by: String,
    },
    /// A regex does not compile.
    InvalidRegex {
        /// The regex.
        regex: String,
        /// What the regex engine says, in one line.
        reason: String,
    },
    /// A regex seems to match no origin; an error with credentials, since it can't be tried with
    /// look-alikes.
    DeadRegex {
        /// An error with credentials, a warning without.
        severity: Severity,
        /// The regex.
        regex: String,
        /// What it matches instead, for one.
        matches: String,
    },
    /// A regex admits an origin that looks like those it is meant for, with credentials.
    LooseRegex {
        /// The regex.
        regex: String,
        /// The origin that it should not match.
        admits: String,
    },
    /// A predicate admits an origin made up for the purpose, with credentials.
    LoosePredicate {
        /// The origin that it should not admit.
        admits: String,
    },
    /// A method that is not a token.
    InvalidMethod {
        /// The entry.
        method: String,
    },
    /// A method that browsers let no page use.
    ForbiddenMethod {
        /// The entry.
        method: String,
    },
    /// A method not in upper case: an error where browsers would send it in upper case whatever
    /// the page says.
    MethodCase {
        /// The entry.
        method: String,
    },
    /// A method that is allowed without being listed.
    SafelistedMethod {
        /// The entry.
        method: String,
    },
    /// A header name that is not a token.
    InvalidHeaderName {
        /// The list it stands in.
        setting: Setting,
        /// The entry.
        name: String,
    },
    /// A header that no page can set, or none can read.
    ForbiddenHeader {
        /// The list it stands in.
        setting: Setting,
        /// The entry.
        name: String,
    },
    /// A response header in the list of request headers, or the reverse.
    MisplacedHeader {
        /// The list it stands in.
        setting: Setting,
        /// The entry.
        name: String,
    },
    /// A header that needs no listing.
    SafelistedHeader {
        /// The list it stands in.
        setting: Setting,
        /// The entry.
        name: String,
    },
    /// All response headers exposed, with credentials.
    ExposeWildcardWithCredentials,
    /// A max-age that no browser honours.
    MaxAgeTooLong {
        /// The max-age in seconds.
        seconds: u64,
    },
    /// A max-age that some browsers cut.
    MaxAgeCapped {
        /// The max-age in seconds.
        seconds: u64,
    },
    /// Methods with a body are allowed, JSON as the body is not.
    ContentTypeMissing,
    /// `*` in the list of request headers, which never covers `authorization`.
    AuthorizationNotCovered,
}

impl Problem {
    /// A stable name: `origin-path`, `wildcard-with-credentials`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoOrigin => "no-origin",
            Self::InvalidOrigin(invalid) => invalid.flaw().code(),
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::NullWithCredentials => "null-with-credentials",
            Self::InsecureOrigin { .. } => "insecure-origin",
            Self::PublicSuffix { .. } => "public-suffix",
            Self::ShadowedOrigin { .. } => "shadowed-origin",
            Self::InvalidRegex { .. } => "invalid-regex",
            Self::DeadRegex { .. } => "dead-regex",
            Self::LooseRegex { .. } => "loose-regex",
            Self::LoosePredicate { .. } => "loose-predicate",
            Self::InvalidMethod { .. } => "invalid-method",
            Self::ForbiddenMethod { .. } => "forbidden-method",
            Self::MethodCase { .. } => "method-case",
            Self::SafelistedMethod { .. } => "safelisted-method",
            Self::InvalidHeaderName { .. } => "invalid-header-name",
            Self::ForbiddenHeader { .. } => "forbidden-header",
            Self::MisplacedHeader { .. } => "misplaced-header",
            Self::SafelistedHeader { .. } => "safelisted-header",
            Self::ExposeWildcardWithCredentials => "expose-wildcard-with-credentials",
            Self::MaxAgeTooLong { .. } => "max-age-too-long",
            Self::MaxAgeCapped { .. } => "max-age-capped",
            Self::ContentTypeMissing => "content-type-missing",
            Self::AuthorizationNotCovered => "authorization-not-covered",
        }
    }

    /// Whether it keeps the policy from being built.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::PublicSuffix { severity, .. } | Self::DeadRegex { severity, .. } => *severity,
            Self::MethodCase { method } if !is_normalised_method(method) => Severity::Warning,
            Self::ShadowedOrigin { .. }
            | Self::SafelistedMethod { .. }
            | Self::SafelistedHeader { .. }
            | Self::MaxAgeCapped { .. }
            | Self::ContentTypeMissing
            | Self::AuthorizationNotCovered => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The setting that it is about; of two that don't go together, the one to look at first.
    #[must_use]
    pub const fn setting(&self) -> Setting {
        match self {
            Self::NoOrigin
            | Self::InvalidOrigin(_)
            | Self::WildcardWithCredentials
            | Self::InsecureOrigin { .. }
            | Self::PublicSuffix { .. }
            | Self::ShadowedOrigin { .. }
            | Self::InvalidRegex { .. }
            | Self::DeadRegex { .. }
            | Self::LooseRegex { .. }
            | Self::LoosePredicate { .. } => Setting::AllowOrigins,
            Self::NullWithCredentials => Setting::DangerouslyAllowNullOrigin,
            Self::InvalidMethod { .. }
            | Self::ForbiddenMethod { .. }
            | Self::MethodCase { .. }
            | Self::SafelistedMethod { .. } => Setting::AllowMethods,
            Self::InvalidHeaderName { setting, .. }
            | Self::ForbiddenHeader { setting, .. }
            | Self::MisplacedHeader { setting, .. }
            | Self::SafelistedHeader { setting, .. } => *setting,
            Self::ExposeWildcardWithCredentials => Setting::ExposeHeaders,
            Self::MaxAgeTooLong { .. } | Self::MaxAgeCapped { .. } => Setting::MaxAge,
            Self::ContentTypeMissing | Self::AuthorizationNotCovered => Setting::AllowHeaders,
        }
    }

    /// The value at fault as its author wrote it, where it is about one.
    #[must_use]
    pub fn value(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::InvalidOrigin(invalid) => Some(Cow::Borrowed(invalid.input())),
            Self::InsecureOrigin { origin: text, .. }
            | Self::PublicSuffix { pattern: text, .. }
            | Self::ShadowedOrigin { origin: text, .. }
            | Self::InvalidRegex { regex: text, .. }
            | Self::DeadRegex { regex: text, .. }
            | Self::LooseRegex { regex: text, .. }
            | Self::InvalidMethod { method: text }
            | Self::ForbiddenMethod { method: text }
            | Self::MethodCase { method: text }
            | Self::SafelistedMethod { method: text }
            | Self::InvalidHeaderName { name: text, .. }
            | Self::ForbiddenHeader { name: text, .. }
            | Self::MisplacedHeader { name: text, .. }
            | Self::SafelistedHeader { name: text, .. } => Some(Cow::Borrowed(text)),
            Self::WildcardWithCredentials
            | Self::ExposeWildcardWithCredentials
            | Self::AuthorizationNotCovered => Some(Cow::Borrowed("*")),
            Self::MaxAgeTooLong { seconds } | Self::MaxAgeCapped { seconds } => {
                Some(Cow::Owned(seconds.to_string()))
            }
            Self::NoOrigin
            | Self::NullWithCredentials
            | Self::LoosePredicate { .. }
            | Self::ContentTypeMissing => None,
        }
    }

    /// The corrected literal that should stand in the place of [`value`](Self::value), where
    /// there is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::InvalidOrigin(invalid) => invalid.suggestion().map(Cow::Borrowed),
            Self::InsecureOrigin { suggestion, .. } => suggestion.as_deref().map(Cow::Borrowed),
            Self::MethodCase { method } => Some(Cow::Owned(method.to_ascii_uppercase())),
            Self::InvalidMethod { method: text } | Self::InvalidHeaderName { name: text, .. } => {
                // Blanks come along when a list is cut by its commas.
                let word = text.trim();
                (word != text && is_token(word.as_bytes())).then_some(Cow::Borrowed(word))
            }
            Self::MaxAgeTooLong { .. } => Some(Cow::Borrowed("86400")),
            _ => None,
        }
    }
}
