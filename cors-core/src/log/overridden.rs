//! What is logged of CORS headers that a handler set by itself.

use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use super::level::{may_say_debug, says_debug};
use crate::{
    adapter::{Field, RequestHead},
    explain::sent,
};

/// A bit for each of [`Field::GRANTS`] that was said.
static SAID: AtomicU8 = AtomicU8::new(0);

/// All of them.
const ALL: u8 = u8::MAX >> (u8::BITS as usize - Field::GRANTS.len());

/// Where a request went, kept until its response is there. Nothing, unless that may be said.
///
/// A single pointer, since it is moved with every response's headers.
#[derive(Clone)]
pub(crate) struct Place(Option<Box<Path>>);

#[derive(Clone)]
struct Path(String);

impl Place {
    pub(crate) const NOWHERE: Self = Self(None);

    #[inline]
    pub(crate) fn of<V>(head: &impl RequestHead<V>) -> Self {
        if may_say_debug() {
            Self::kept(head)
        } else {
            Self::NOWHERE
        }
    }

    #[cold]
    fn kept<V>(head: &impl RequestHead<V>) -> Self {
        if SAID.load(Relaxed) == ALL || !says_debug() {
            return Self::NOWHERE;
        }
        let path = head.path().map(|path| Path(sent(path.as_bytes())));
        Self(path.map(Box::new))
    }
}

/// A header that a handler, or another policy's middleware inside, had set, and that the policy removed
/// from the response: said once for each. `grant` is its place among [`Field::GRANTS`].
pub(crate) fn overridden(header: Field, place: &Place) {
    let bit = Field::GRANTS.iter().position(|grant| *grant == header);
    let bit = bit.map_or(0, |bit| 1 << bit);
    if !says_debug() || SAID.fetch_or(bit, Relaxed) & bit != 0 {
        return;
    }
    tracing::debug!(
        target: "cors",
        %header,
        path = place.0.as_ref().map(|path| path.0.as_str()),
        "removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there"
    );
}
