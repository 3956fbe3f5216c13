//! Where a setting of a policy stands.

use core::ops::Range;

use cors_core::Setting;

use crate::{Format, Places, Position};

/// Where something of a policy stands in the text of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// What stands there, in bytes of the text: of a setting, from the key to the end of the value.
    pub span: Range<usize>,
    /// The line and the column where it begins.
    pub position: Position,
    /// The line and the column behind its end.
    pub end: Position,
}

/// Where a setting of a policy stands; absent if it is not there, or the text can't be read.
///
/// Whoever has more to ask of one text asks its [`Places`]. Where it would go, the text with an addition says: see
/// [`Edited`](crate::Edited).
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Format, locate};
///
/// let text = "policies:\n  api:\n    allow_origins: https://app.example.com\n";
/// let place = locate(text, Format::Yaml, "api", Setting::AllowOrigins).unwrap();
/// assert_eq!((place.position.line, place.position.column), (3, 5));
/// assert_eq!(&text[place.span], "allow_origins: https://app.example.com");
/// assert_eq!(locate(text, Format::Yaml, "api", Setting::MaxAge), None);
/// ```
#[must_use]
pub fn locate(text: &str, format: Format, policy: &str, setting: Setting) -> Option<Place> {
    Places::of(text, format).setting(policy, setting)
}

/// The table of policies.
pub(crate) const POLICIES: &str = "policies";

/// The text that a parser takes, without a byte order mark.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
