//! What came of a run: counts if all is well, and everything that failed otherwise.

use core::{error, fmt};

use crate::{failure::Failure, skip::Skip};

/// What ran. Its `Display` says it in one line, and lists the skips below.
#[derive(Clone, Debug)]
pub struct Summary {
    implementation: String,
    pub(crate) passed: usize,
    pub(crate) skipped: Vec<Skip>,
    pub(crate) filtered_out: usize,
}

impl Summary {
    pub(crate) fn new(implementation: &str) -> Self {
        Self {
            implementation: implementation.to_owned(),
            passed: 0,
            skipped: Vec::new(),
            filtered_out: 0,
        }
    }

    /// The number of cases that passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.passed
    }

    /// The skips that were used.
    #[must_use]
    pub fn skipped(&self) -> &[Skip] {
        &self.skipped
    }

    /// The number of cases that the [filter](crate::Filter) left out.
    #[must_use]
    pub fn filtered_out(&self) -> usize {
        self.filtered_out
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} passed, {} skipped, {} filtered out",
            self.implementation,
            self.passed,
            self.skipped.len(),
            self.filtered_out
        )?;
        for skip in &self.skipped {
            write!(f, "\n  skipped {}: {}", skip.case(), skip.reason())?;
        }
        Ok(())
    }
}

/// Everything that failed in a run. Its `Display` is for people.
#[derive(Clone)]
pub struct Failures {
    summary: Summary,
    failures: Vec<Failure>,
}

impl Failures {
    pub(crate) fn new(summary: Summary, failures: Vec<Failure>) -> Self {
        Self { summary, failures }
    }

    /// What ran nevertheless.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The failures in the order of the cases; first those of the list of skips.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "(- expected and missing, + received and not expected)")?;
        for failure in &self.failures {
            writeln!(f, "\n{failure}")?;
        }
        write!(f, "\n{}, {} failed", self.summary, self.failures.len())
    }
}

/// As `Display`, so that the panic of an `unwrap` can be read.
impl fmt::Debug for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl error::Error for Failures {}
