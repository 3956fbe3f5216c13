//! How bad it is, of whatever is found.

use core::fmt;

/// Ordered: an error is the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<cors_core::Severity> for Severity {
    fn from(severity: cors_core::Severity) -> Self {
        match severity {
            cors_core::Severity::Warning => Self::Warning,
            // What is not known yet is no less than an error.
            _ => Self::Error,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
