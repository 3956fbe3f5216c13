//! What others have to say of a policy in a file: tools that read it, and judge it by rules of their own.

use cors_core::Setting;

/// Something to say of a policy in a file, which [`Places`](crate::Places) show as diagnostics are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// How bad it is.
    pub level: Level,
    /// A stable name.
    pub code: String,
    /// In lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The name of the policy.
    pub policy: String,
    /// What it is about, if not the whole policy.
    pub setting: Option<Setting>,
    /// The place in the setting's list of what it is about, if it is about one entry: the first is 0.
    pub entry: Option<usize>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// It can't stay like this.
    Error,
    /// It may not be what was meant.
    Warning,
    /// It is good to know.
    Note,
}

impl Remark {
    /// A remark about a policy.
    #[must_use]
    pub fn new(
        level: Level,
        code: impl Into<String>,
        message: impl Into<String>,
        policy: impl Into<String>,
    ) -> Self {
        Self {
            level,
            code: code.into(),
            message: message.into(),
            help: None,
            policy: policy.into(),
            setting: None,
            entry: None,
        }
    }

    /// About one setting. If the policy doesn't have it, the remark stands at the policy's name.
    #[must_use]
    pub fn about(mut self, setting: Setting) -> Self {
        self.setting = Some(setting);
        self
    }

    /// About one entry of the setting's list.
    #[must_use]
    pub fn at(mut self, entry: usize) -> Self {
        self.entry = Some(entry);
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
