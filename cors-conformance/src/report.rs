use core::{error, fmt};

use crate::{
    case::Case,
    compare::{Difference, Excerpt},
    filter::Filter,
    skip::Skip,
};

/// What ran. Its `Display` says so in a line, and names the skips below it.
#[derive(Clone, Debug)]
pub struct Report {
    implementation: String,
    pub(crate) passed: usize,
    pub(crate) skipped: Vec<Skip>,
    pub(crate) filtered_out: usize,
}

impl Report {
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

    /// The number of cases that the [filter](Filter) left out.
    #[must_use]
    pub fn filtered_out(&self) -> usize {
        self.filtered_out
    }
}

impl fmt::Display for Report {
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

/// Everything that failed in a run. Its `Display` is for a person to read.
#[derive(Clone)]
pub struct Failures {
    report: Report,
    failures: Vec<Failure>,
}

impl Failures {
    pub(crate) fn new(report: Report, failures: Vec<Failure>) -> Self {
        Self { report, failures }
    }

    /// What ran nevertheless.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The failures in the order of the cases, those of the list of skips first.
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
        write!(f, "\n{}, {} failed", self.report, self.failures.len())
    }
}

/// As `Display`: so `unwrap` is readable.
impl fmt::Debug for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl error::Error for Failures {}

/// One failure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The reply is not the expected one.
    Differs {
        /// The case.
        case: Case,
        /// Expected and received.
        difference: Difference,
    },
    /// The sender panicked.
    Panicked {
        /// The case.
        case: Case,
        /// What the panic said.
        message: String,
    },
    /// A case is skipped, and passes.
    UnusedSkip {
        /// The skip that has to go.
        skip: Skip,
    },
    /// A case is skipped that doesn't exist.
    UnknownSkip {
        /// The skip that has to go.
        skip: Skip,
    },
    /// A case is skipped twice.
    RepeatedSkip {
        /// The second one.
        skip: Skip,
    },
    /// A skip doesn't say why.
    SkipWithoutReason {
        /// The skip.
        skip: Skip,
    },
    /// The [filter](Filter) left no case to run.
    NothingRan {
        /// The filter's text.
        filter: String,
    },
}

impl Failure {
    /// The name of the case that it is about.
    #[must_use]
    pub fn case(&self) -> Option<&str> {
        match self {
            Self::Differs { case, .. } | Self::Panicked { case, .. } => Some(case.name()),
            Self::UnusedSkip { skip }
            | Self::UnknownSkip { skip }
            | Self::RepeatedSkip { skip }
            | Self::SkipWithoutReason { skip } => Some(skip.case()),
            Self::NothingRan { .. } => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs { case, difference } => {
                write!(f, "{}    reply\n{difference}", Heading(case))
            }
            Self::Panicked { case, message } => {
                writeln!(f, "{}    the sender panicked: {message}", Heading(case))
            }
            Self::UnusedSkip { skip } => writeln!(
                f,
                "{}: passes, though it is skipped because {:?}; remove the skip",
                skip.case(),
                skip.reason()
            ),
            Self::UnknownSkip { skip } => writeln!(
                f,
                "{}: is skipped, and there is no case of this name",
                skip.case()
            ),
            Self::RepeatedSkip { skip } => writeln!(f, "{}: is skipped twice", skip.case()),
            Self::SkipWithoutReason { skip } => {
                writeln!(f, "{}: is skipped without a reason", skip.case())
            }
            Self::NothingRan { filter } => writeln!(
                f,
                "no case matches {}={filter:?}, so nothing was tested",
                Filter::VARIABLE
            ),
        }
    }
}

/// A case as the beginning of its failure.
struct Heading<'a>(&'a Case);

impl fmt::Display for Heading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let case = self.0;
        writeln!(f, "{} ({})", case.name(), case.file())?;
        if let Some(why) = case.why() {
            writeln!(f, "    {why}")?;
        }
        writeln!(f, "    see {}", case.citation())?;
        let request = case.request();
        writeln!(
            f,
            "    request\n      {} {}",
            request.method(),
            request.target()
        )?;
        for (name, value) in request.headers() {
            writeln!(f, "      {name}: {}", Excerpt(value))?;
        }
        Ok(())
    }
}
