//! A text that is no origin, and what is said about it.

use core::fmt;

use super::{OriginFlaw, advice, lookalike, repair};
use crate::shown::shown;

/// A text that no policy can allow as an origin, why, and the corrected literal where there is one.
///
/// # Example
///
/// ```
/// # use cors_core::{OriginFlaw, OriginPattern};
/// let invalid = OriginPattern::parse("HTTPS://App.example.com:443").unwrap_err();
/// assert_eq!(invalid.input(), "HTTPS://App.example.com:443");
/// assert_eq!(invalid.flaw(), OriginFlaw::UpperCase);
/// assert_eq!(invalid.suggestion(), Some("https://app.example.com"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvalidOrigin {
    input: String,
    flaw: OriginFlaw,
    suggestion: Option<String>,
}

impl InvalidOrigin {
    pub(crate) fn new(input: &str, flaw: OriginFlaw, suggestion: Option<String>) -> Self {
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
    pub fn flaw(&self) -> OriginFlaw {
        self.flaw
    }

    /// The origin or pattern that was meant, with every flaw corrected.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    pub(crate) fn message(&self) -> String {
        let place = match self.flaw {
            OriginFlaw::WhiteSpace => {
                lookalike::place_of(&self.input, lookalike::is_blank_beyond_ascii)
            }
            OriginFlaw::Invisible => lookalike::place_of(&self.input, lookalike::is_invisible),
            OriginFlaw::LookAlike => lookalike::place_of(&self.input, lookalike::is_lookalike),
            _ => None,
        };
        let place = place.map(|place| format!(", {place}")).unwrap_or_default();
        format!(
            "invalid origin {}: {}{place}",
            shown(&self.input),
            self.flaw
        )
    }

    pub(crate) fn cure(&self) -> String {
        match &self.suggestion {
            Some(corrected) => {
                let other = match self.flaw {
                    OriginFlaw::LookAlike => repair::suggest(self.input.trim()),
                    _ => None,
                };
                let other = other
                    .filter(|other| other != corrected)
                    .map(|other| format!(", or {other:?} if the other letter is meant"));
                format!("write {corrected:?}{}", other.unwrap_or_default())
            }
            None => {
                advice::of(&self.input, self.flaw).unwrap_or_else(|| self.flaw.cure().to_owned())
            }
        }
    }
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.cure())
    }
}

impl core::error::Error for InvalidOrigin {}
