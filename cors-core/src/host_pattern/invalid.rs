//! A text that is no host, and what is said about it.

use core::fmt;

use super::{HostFlaw, reading};
use crate::{
    pattern::{is_blank_beyond_ascii, is_invisible, is_lookalike, place_of},
    shown::shown,
};

/// A text that no policy can expect as a host, why, and the corrected literal where there is one.
///
/// # Example
///
/// ```
/// # use cors_core::{HostFlaw, Policy, ProblemKind};
/// let error = Policy::builder().expect_hosts(["https://API.example.com:8443/"]).build().unwrap_err();
/// let ProblemKind::InvalidHost { invalid, .. } = error.problems()[0].kind() else { panic!() };
/// assert_eq!(invalid.input(), "https://API.example.com:8443/");
/// assert_eq!(invalid.flaw(), HostFlaw::Scheme);
/// assert_eq!(invalid.suggestion(), Some("api.example.com:8443"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvalidHost {
    input: String,
    flaw: HostFlaw,
    suggestion: Option<String>,
}

impl InvalidHost {
    pub(super) fn new(input: &str, flaw: HostFlaw, suggestion: Option<String>) -> Self {
        Self {
            input: input.to_owned(),
            flaw,
            suggestion,
        }
    }

    /// Where the corrected literal would be rejected, too.
    pub(crate) fn without_suggestion(mut self) -> Self {
        self.suggestion = None;
        self
    }

    /// The text as it was written.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The first thing that is wrong with it.
    #[must_use]
    pub fn flaw(&self) -> HostFlaw {
        self.flaw
    }

    /// The host that was meant, with every flaw corrected.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    pub(crate) fn message(&self) -> String {
        let place = match self.flaw {
            HostFlaw::WhiteSpace => place_of(&self.input, is_blank_beyond_ascii),
            HostFlaw::Invisible => place_of(&self.input, is_invisible),
            HostFlaw::LookAlike => place_of(&self.input, is_lookalike),
            _ => None,
        };
        let place = place.map(|place| format!(", {place}")).unwrap_or_default();
        format!("invalid host {}: {}{place}", shown(&self.input), self.flaw)
    }

    pub(crate) fn cure(&self) -> String {
        let Some(corrected) = &self.suggestion else {
            return reading::advice(&self.input, self.flaw)
                .unwrap_or_else(|| self.flaw.cure().to_owned());
        };
        // A name in another script may be meant as it stands.
        let other = match self.flaw {
            HostFlaw::LookAlike => reading::suggest(self.input.trim()),
            _ => None,
        };
        let other = other
            .filter(|other| other != corrected)
            .map(|other| format!(", or {other:?} if the other letter is meant"));
        format!("write {corrected:?}{}", other.unwrap_or_default())
    }
}

impl fmt::Display for InvalidHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.cure())
    }
}

impl core::error::Error for InvalidHost {}
