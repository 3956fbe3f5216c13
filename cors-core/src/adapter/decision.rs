//! The decision about a request, and with it the obligation to apply it.

use core::fmt;

use super::{Answer, ResponseHeaders};

/// What to do with a request.
///
/// Two decisions are equal if they make the same responses.
#[derive(Clone)]
#[must_use = "a decision has no effect until it is applied to the response"]
#[expect(
    clippy::exhaustive_enums,
    reason = "an adapter that overlooks a kind of decision must not compile"
)]
pub enum Decision<V> {
    /// Let the request through, then apply these headers to whatever response comes: errors,
    /// 404, 405 and streams included.
    Forward(ResponseHeaders<V>),
    /// Answer at once, without running any handler and before routing: to a preflight, or because the
    /// request is [refused](Answer::refused_by).
    Answer(Answer<V>),
}

impl<V: AsRef<[u8]>> PartialEq for Decision<V> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Forward(one), Self::Forward(other)) => one == other,
            (Self::Answer(one), Self::Answer(other)) => one == other,
            _ => false,
        }
    }
}

impl<V: AsRef<[u8]>> fmt::Debug for Decision<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forward(headers) => f.debug_tuple("Forward").field(headers).finish(),
            Self::Answer(answer) => f.debug_tuple("Answer").field(answer).finish(),
        }
    }
}
