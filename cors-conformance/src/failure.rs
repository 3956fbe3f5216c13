//! One failure of a run, and how it is shown to a person.

use core::fmt;

use crate::{
    case::Case,
    compare::{Difference, Excerpt},
    filter::Filter,
    skip::Skip,
};

/// One failure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The reply is not the expected one.
    #[non_exhaustive]
    Differs {
        /// The case.
        case: Case,
        /// Expected and received.
        difference: Difference,
    },
    /// The sender panicked.
    #[non_exhaustive]
    Panicked {
        /// The case.
        case: Case,
        /// What the panic said.
        message: String,
    },
    /// A case is skipped, and passes.
    #[non_exhaustive]
    UnusedSkip {
        /// The skip that has to go.
        skip: Skip,
    },
    /// A case is skipped that doesn't exist.
    #[non_exhaustive]
    UnknownSkip {
        /// The skip that has to go.
        skip: Skip,
    },
    /// A case is skipped twice.
    #[non_exhaustive]
    RepeatedSkip {
        /// The second one.
        skip: Skip,
    },
    /// A skip doesn't say why.
    #[non_exhaustive]
    SkipWithoutReason {
        /// The skip.
        skip: Skip,
    },
    /// The [filter](Filter) left no case to run.
    #[non_exhaustive]
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
                "{}: passes, although it is skipped because {:?}; remove the skip",
                skip.case(),
                skip.reason()
            ),
            Self::UnknownSkip { skip } => writeln!(
                f,
                "{}: is skipped, but there is no case of this name",
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
            request.uri()
        )?;
        for (name, value) in request.headers() {
            writeln!(f, "      {name}: {}", Excerpt(value))?;
        }
        Ok(())
    }
}
