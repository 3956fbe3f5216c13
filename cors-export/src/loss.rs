//! What a target can't say of a policy.

use core::fmt;

use cors_core::Setting;

use crate::Code;

/// One thing that a target says otherwise than the policy. `Display` is its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    kind: LossKind,
    code: Code,
    setting: Setting,
    entry: Option<usize>,
    witness: Option<String>,
    sentence: String,
}

/// What a loss means for pages and servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LossKind {
    /// The target has no words for it, and nothing is written.
    Impossible,
    /// The target grants what the policy doesn't.
    Looser,
    /// Pages are blocked that the policy allows.
    Narrower,
    /// Neither: caches, disclosure, statuses.
    Different,
}

impl LossKind {
    /// `impossible`, `looser`, `narrower` or `different`.
    ///
    /// ```
    /// assert_eq!(cors_export::LossKind::Looser.as_str(), "looser");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::Looser => "looser",
            Self::Narrower => "narrower",
            Self::Different => "different",
        }
    }
}

impl fmt::Display for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Loss {
    pub(crate) fn new(
        kind: LossKind,
        code: Code,
        setting: Setting,
        sentence: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            code,
            setting,
            entry: None,
            witness: None,
            sentence: in_one_line(&sentence.into()),
        }
    }

    /// About one entry of the setting's list.
    pub(crate) fn at(mut self, entry: usize) -> Self {
        self.entry = Some(entry);
        self
    }

    /// With an example.
    pub(crate) fn with_witness(mut self, witness: impl Into<String>) -> Self {
        self.witness = Some(witness.into());
        self
    }

    /// What it means.
    #[must_use]
    pub fn kind(&self) -> LossKind {
        self.kind
    }

    /// Which kind of loss it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The setting that the target can't say.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// The place of the entry in the setting's list, if it is about one: the first is 0.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        self.entry
    }

    /// An example: an origin that is allowed and should not be, or the other way round.
    #[must_use]
    pub fn witness(&self) -> Option<&str> {
        self.witness.as_deref()
    }
}

/// A policy's text may stand in a sentence, and in it what ends a line or turns it.
fn in_one_line(sentence: &str) -> String {
    let mut line = String::new();
    for char in sentence.chars() {
        let turns = matches!(char, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        match char.is_control() || turns {
            true => line.extend(char.escape_default()),
            false => line.push(char),
        }
    }
    line
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
