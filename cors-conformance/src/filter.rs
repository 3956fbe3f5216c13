//! Which cases run, chosen by their names.

use std::env;

use crate::case::Case;

/// Chooses cases by their names.
///
/// A comma-separated list of substrings of `topic/name`: a case runs if it contains one of them,
/// or if there is none, and none of those that begin with `-`. `vary,-stream` runs everything
/// about `Vary` except for streams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    include: Vec<String>,
    exclude: Vec<String>,
}

impl Filter {
    /// The environment variable that [`Suite::run`](crate::Suite::run) reads.
    pub const VARIABLE: &'static str = "CORS_CONFORMANCE";

    /// Every case.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Reads a list of substrings. Every text is such a list.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let terms = || text.split(',').map(str::trim).filter(|t| !t.is_empty());
        Self {
            text: text.to_owned(),
            include: terms()
                .filter(|term| !term.starts_with('-'))
                .map(str::to_owned)
                .collect(),
            exclude: terms()
                .filter_map(|term| term.strip_prefix('-'))
                .filter(|term| !term.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The filter in [`VARIABLE`](Self::VARIABLE); every case if the variable is not set.
    #[must_use]
    pub fn from_environment() -> Self {
        env::var_os(Self::VARIABLE)
            .map(|text| Self::parse(&text.to_string_lossy()))
            .unwrap_or_default()
    }

    /// Whether the case runs.
    #[must_use]
    pub fn admits(&self, case: &Case) -> bool {
        let name = format!("{}/{}", case.topic(), case.name());
        (self.include.is_empty() || self.include.iter().any(|term| name.contains(term)))
            && !self.exclude.iter().any(|term| name.contains(term))
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}
