//! Cases that an implementation can't pass, each with its reason.

use std::borrow::Cow;

use serde::Deserialize;

use crate::{error::SuiteError, file::SuiteFile};

/// A case that an implementation can't pass, and why.
///
/// Skipped cases run all the same: one that passes fails the run, so that no skip outlives its
/// reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    case: Cow<'static, str>,
    reason: Cow<'static, str>,
}

impl Skip {
    /// A skip in code, for a `const` list.
    #[must_use]
    pub const fn new(case: &'static str, reason: &'static str) -> Self {
        Self {
            case: Cow::Borrowed(case),
            reason: Cow::Borrowed(reason),
        }
    }

    /// Skips from a file: `[[skip]]` tables, each with a `case` and its `reason`.
    ///
    /// # Errors
    ///
    /// Whatever is not of this shape, with the name of the file. Only a run of the suite shows
    /// whether the cases exist.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_conformance::{Skip, SuiteFile};
    ///
    /// let skips = Skip::parse(SuiteFile::new("skips.toml", r#"
    ///     [[skip]]
    ///     case = "origin-of-non-ascii-bytes"
    ///     reason = "the framework drops header values that are not UTF-8"
    /// "#))?;
    /// assert_eq!(skips[0].case(), "origin-of-non-ascii-bytes");
    /// # Ok::<(), cors_conformance::SuiteError>(())
    /// ```
    pub fn parse(file: SuiteFile<'_>) -> Result<Vec<Self>, SuiteError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            #[serde(default)]
            skip: Vec<Entry>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Entry {
            case: String,
            reason: String,
        }
        let File { skip } = toml::from_str(file.text)
            .map_err(|error| SuiteError::of(file.name, &error.to_string()))?;
        Ok(skip
            .into_iter()
            .map(|Entry { case, reason }| Self {
                case: case.into(),
                reason: reason.into(),
            })
            .collect())
    }

    /// The name of the case.
    #[must_use]
    pub fn case(&self) -> &str {
        &self.case
    }

    /// Why the implementation can't pass it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
