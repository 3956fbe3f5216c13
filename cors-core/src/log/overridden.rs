//! What is logged of CORS headers that a handler set by itself.

use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use super::level::says_debug;
use crate::{
    adapter::{Field, RequestHead},
    explain::sent,
};

/// A bit for each of [`Field::GRANTS`] that was said.
static SAID: AtomicU8 = AtomicU8::new(0);

/// All of them.
const ALL: u8 = u8::MAX >> (u8::BITS as usize - Field::GRANTS.len());

/// Where a request goes, kept until its response is there.
#[derive(Clone)]
pub(crate) struct Place(String);

impl Place {
    /// `None` if nobody is going to ask for it, or the framework does not show it.
    pub(crate) fn of<V>(head: &impl RequestHead<V>) -> Option<Self> {
        if SAID.load(Relaxed) == ALL || !says_debug() {
            return None;
        }
        head.path().map(|path| Self(sent(path.as_bytes())))
    }
}

/// A header that a handler, or another policy's middleware inside, had set, and that the policy removed
/// from the response: said once for each.
pub(crate) fn overridden(header: Field, place: Option<&Place>) {
    let bit = Field::GRANTS.iter().position(|grant| *grant == header);
    let bit = bit.map_or(0, |bit| 1 << bit);
    if !says_debug() || SAID.fetch_or(bit, Relaxed) & bit != 0 {
        return;
    }
    tracing::debug!(
        target: "cors",
        %header,
        path = place.map(|place| place.0.as_str()),
        "removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there"
    );
}
