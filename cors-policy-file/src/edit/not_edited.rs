//! Why a text was left as it is.

use core::fmt;

use cors_core::Setting;

/// Why a text was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotEdited {
    /// The text has a mistake in its syntax.
    NotReadable,
    /// There is no such policy in the text, or it is no table.
    NoPolicy,
    /// A YAML file has several documents.
    SeveralDocuments,
    /// The text has the table of policies, the policy or the setting twice.
    Twice,
    /// The setting holds something else than what is to be added.
    WrongType(Setting),
    /// An alias or a merge key of YAML repeats what would be changed, so that others would change as well.
    Shared(Setting),
    /// The setting or its policy is written in a way that can't be edited without a loss.
    Unusual(Setting),
}

impl fmt::Display for NotEdited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable => f.write_str("the text has a mistake in its syntax"),
            Self::NoPolicy => f.write_str("the text has no such policy"),
            Self::SeveralDocuments => f.write_str("a policy file is one document"),
            Self::Twice => f.write_str("the text says this twice; remove one first"),
            Self::Shared(setting) => write!(
                f,
                "an alias or a merge key shares {setting} with others; add this by hand"
            ),
            Self::Unusual(setting) => write!(
                f,
                "{setting} is written in a way that is not edited; add this by hand"
            ),
            Self::WrongType(setting) => write!(f, "{setting} does not hold such a value"),
        }
    }
}

impl core::error::Error for NotEdited {}
