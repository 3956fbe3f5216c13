//! What is wrong with the files of a suite.

use core::{error, fmt};

/// Everything that is wrong with the files of a suite.
///
/// Each line begins with the file and, where it is about one, the case.
#[derive(Clone, PartialEq, Eq)]
pub struct SuiteError {
    problems: Vec<String>,
}

impl SuiteError {
    pub(crate) fn of(place: &str, problem: &str) -> Self {
        let mut error = Self::none();
        error.add(place, problem);
        error
    }

    pub(crate) fn none() -> Self {
        Self {
            problems: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, place: &str, problem: &str) {
        self.problems
            .push(format!("{place}: {}", problem.trim_end()));
    }

    /// `value`, unless something was wrong.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// One text for each problem.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for SuiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

/// As `Display`, so that the panic of an `unwrap` can be read.
impl fmt::Debug for SuiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl error::Error for SuiteError {}
