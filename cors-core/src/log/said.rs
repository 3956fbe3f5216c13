//! How often something is said of requests: one memory for what is blocked and what is refused.

use core::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

use foldhash::quality::RandomState;

use super::{
    blocked::blocked,
    level::{says_debug, says_info},
    refused::refused,
    seen::{Occurrence, Seen},
};
use crate::{Outcome, Verdict, adapter::RequestHead};

/// Logs a request that is blocked or refused. What nobody hears is not explained, since that takes a while
/// with many origins.
pub(crate) fn hindered<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    origin: &[u8],
    outcome: Outcome,
) {
    if !says_info() {
        return;
    }
    match verdict.guard.refused_by() {
        Some(by) => refused(verdict, head, origin, by),
        None => blocked(verdict, head, origin, outcome),
    }
}

/// Says it for the `first` time, or `again` if that is heard, and once that there is no place left.
pub(super) fn say_once(hash: u64, first: impl FnOnce(), full: impl FnOnce(), again: impl FnOnce()) {
    static SEEN: Seen = Seen::new();
    match SEEN.occurrence(hash) {
        Occurrence::First => first(),
        occurrence => {
            if occurrence == Occurrence::NoPlaceLeft {
                full();
            }
            if says_debug() {
                again();
            }
        }
    }
}

/// Of what makes a request another one.
pub(super) fn hash(feed: impl FnOnce(&mut foldhash::quality::FoldHasher<'static>)) -> u64 {
    // Nobody outside can choose requests whose hashes collide. With the standard library's, Rocket's maps
    // of headers, which have that as well, cost a tenth more.
    static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::default);
    let mut hasher = SEED.build_hasher();
    feed(&mut hasher);
    hasher.finish()
}
