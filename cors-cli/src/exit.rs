//! How the command ends: 0 if all is well, 1 if something was found, 2 if the job can't be done.

use core::fmt;
use std::process::ExitCode;

use crate::streams;

/// Whether something was found that fails the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    Something,
}

impl Found {
    pub(crate) fn if_any(any: bool) -> Self {
        match any {
            true => Self::Something,
            false => Self::Nothing,
        }
    }
}

/// Why the job can't be done, in a lower-case sentence that names the input, the fault and the cure.
#[derive(Debug)]
pub(crate) enum Cannot {
    Because(String),
    /// It has been said already.
    Said,
}

impl Cannot {
    pub(crate) fn because(reason: impl fmt::Display) -> Self {
        Self::Because(reason.to_string())
    }
}

/// The status, after what is left to say.
pub(crate) fn status(result: Result<Found, Cannot>) -> ExitCode {
    match result {
        Ok(Found::Nothing) => ExitCode::SUCCESS,
        Ok(Found::Something) => ExitCode::from(1),
        Err(cannot) => {
            if let Cannot::Because(reason) = cannot {
                streams::error(&reason);
            }
            ExitCode::from(2)
        }
    }
}

/// What clap has to say: help and the version are no failure.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // Nobody is left to be told.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}
