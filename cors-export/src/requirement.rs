//! What has to be set where an export can't.

use core::fmt;

use crate::Code;

/// Something that has to be set elsewhere in the target's configuration. `Display` is its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    code: Code,
    sentence: String,
}

impl Requirement {
    pub(crate) fn new(code: Code, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        Self { code, sentence }
    }

    /// Which kind it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
