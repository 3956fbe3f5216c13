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
    /// What preflights' answers tell.
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

impl Change {
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

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
