//! To whom an answer is granted.

use http::header::{ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN};

use super::answers::Answer;

/// What the CORS check makes of an answer, for a page of one origin:
/// <https://fetch.spec.whatwg.org/#concept-cors-check>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    /// The page may not read it.
    Nobody,
    /// `*`: any page may, without credentials.
    Anybody,
    /// The origin is named.
    Named { credentials: bool },
}

impl Grant {
    pub(super) fn of(answer: &Answer, origin: &str) -> Self {
        match answer.header(&ACCESS_CONTROL_ALLOW_ORIGIN).as_deref() {
            Some(b"*") => Self::Anybody,
            Some(named) if named == origin.as_bytes() => Self::Named {
                credentials: allows_credentials(answer),
            },
            _ => Self::Nobody,
        }
    }

    pub(super) fn is_named(self) -> bool {
        matches!(self, Self::Named { .. })
    }

    pub(super) fn is_any(self) -> bool {
        self != Self::Nobody
    }
}

pub(super) fn allows_credentials(answer: &Answer) -> bool {
    let value = answer.header(&ACCESS_CONTROL_ALLOW_CREDENTIALS);
    value.as_deref() == Some(b"true")
}
