//! Everything that keeps a policy from being built.

use core::fmt;

use crate::Problem;

/// A policy that does not build: every problem of it.
///
/// # Example
///
/// ```
/// # use cors_core::Policy;
/// let error = Policy::builder()
///     .allow_origins(["*"])
///     .allow_credentials(true)
///     .allow_methods(["put", "TRACE"])
///     .build()
///     .unwrap_err();
/// let codes: Vec<_> = error.problems().iter().map(|p| p.code()).collect();
/// assert_eq!(
///     codes,
///     ["wildcard-with-credentials", "method-case", "forbidden-method", "content-type-missing"]
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyError {
    problems: Vec<Problem>,
}

impl PolicyError {
    /// At least one of `problems` has to be an error.
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// Every problem found: the errors, then the warnings, each in the order of the settings.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid CORS policy")?;
        for problem in &self.problems {
            write!(
                f,
                "\n  {}[{}]: {problem}",
                problem.severity(),
                problem.code()
            )?;
        }
        Ok(())
    }
}

/// What `unwrap` prints is read by the same people: it says the same.
impl fmt::Debug for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for PolicyError {}
