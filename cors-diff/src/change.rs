//! One change: on which axis, in which direction, with which example.

use core::fmt;

use cors_core::Setting;

/// What one policy says and the other doesn't. `Display` is its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    axis: Axis,
    setting: Setting,
    kind: Kind,
    witness: Option<String>,
    sentence: String,
}

/// What of a policy it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Axis {
    /// Which origins are allowed.
    Origins,
    /// Whether with credentials.
    Credentials,
    /// Which methods.
    Methods,
    /// Which request headers.
    Headers,
    /// Which response headers pages may read.
    Exposed,
    /// How long preflights' answers are kept.
    MaxAge,
    /// What preflights' answers tell, and their status.
    Disclosure,
    /// What is refused to other origins, and to other hosts.
    Guards,
}

/// Whether a change lets in more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Something is allowed that was not.
    Widens,
    /// Something is no longer allowed.
    Narrows,
    /// Neither: caches, disclosure, statuses.
    Differs,
}

impl Kind {
    /// `widens`, `narrows` or `differs`.
    ///
    /// ```
    /// assert_eq!(cors_diff::Kind::Widens.as_str(), "widens");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Widens => "widens",
            Self::Narrows => "narrows",
            Self::Differs => "differs",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Change {
    pub(crate) fn new(
        setting: Setting,
        kind: Kind,
        witness: Option<String>,
        sentence: impl Into<String>,
    ) -> Self {
        Self {
            axis: Axis::of(setting),
            setting,
            kind,
            witness,
            sentence: sentence.into(),
        }
    }

    pub(crate) fn forget_witness(&mut self) {
        self.witness = None;
    }

    /// Something that is allowed now, or no longer.
    pub(crate) fn of_witness(setting: Setting, kind: Kind, witness: impl Into<String>) -> Self {
        let witness = witness.into();
        let sentence = format!("{}: {witness}", allowed(kind));
        Self::new(setting, kind, Some(witness), sentence)
    }

    /// What of a policy it is about.
    #[must_use]
    pub fn axis(&self) -> Axis {
        self.axis
    }

    /// The setting that says it.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// Whether it lets in more.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// An example of what is, or no longer is, allowed: the shortest origin, a method, a name.
    #[must_use]
    pub fn witness(&self) -> Option<&str> {
        self.witness.as_deref()
    }
}

impl Axis {
    fn of(setting: Setting) -> Self {
        match setting {
            Setting::AllowCredentials => Self::Credentials,
            Setting::AllowMethods => Self::Methods,
            Setting::AllowHeaders => Self::Headers,
            Setting::ExposeHeaders => Self::Exposed,
            Setting::MaxAge => Self::MaxAge,
            Setting::MinimalDisclosure | Setting::PreflightStatus => Self::Disclosure,
            Setting::GuardUnsafeMethods
            | Setting::GuardSafeMethods
            | Setting::GuardWebsockets
            | Setting::ExpectHosts => Self::Guards,
            _ => Self::Origins,
        }
    }
}

/// How the sentence of a change begins.
pub(crate) fn allowed(kind: Kind) -> &'static str {
    match kind {
        Kind::Narrows => "no longer allowed",
        Kind::Widens | Kind::Differs => "now allowed",
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
