//! What is logged of a request that a browser is going to block.

use core::hash::{BuildHasher, Hash, Hasher};
use std::sync::LazyLock;

use foldhash::quality::RandomState;

use super::{
    level::{says_debug, says_info},
    seen::{MOST, Occurrence, Seen},
};
use crate::{Explanation, Outcome, ReasonKind, Verdict, adapter::RequestHead};

/// Says it at a level, which has to be known when this is compiled.
macro_rules! say {
    ($level:ident, $explanation:expr) => {{
        let explanation = $explanation;
        tracing::$level!(
            target: "cors",
            origin = explanation.origin(),
            reason = explanation.outcome().map(Outcome::as_str),
            method = explanation.method(),
            path = explanation.path(),
            entry = entry(&explanation),
            "blocked by CORS: {explanation}"
        );
    }};
}
/// Says it at `info` the first time, and at `debug` from then on. What nobody hears is not explained,
/// since that takes a while with many origins.
pub(crate) fn blocked<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    origin: &[u8],
    outcome: Outcome,
) {
    static SEEN: Seen = Seen::new();
    if !says_info() {
        return;
    }
    let explained = || verdict.policy().explain(head);
    match SEEN.occurrence(hash(verdict, head, origin, outcome)) {
        Occurrence::First => say!(info, explained()),
        occurrence => {
            if occurrence == Occurrence::NoPlaceLeft {
                tracing::info!(
                    target: "cors",
                    "blocked by CORS: more than {MOST} different requests; from now on, others are logged at debug"
                );
            }
            if says_debug() {
                say!(debug, explained());
            }
        }
    }
}

/// The entry that allows the origin, or the one that is most like it.
fn entry(explanation: &Explanation) -> Option<&str> {
    if let Some((_, entry)) = explanation.entry() {
        return Some(entry);
    }
    explanation
        .reasons()
        .iter()
        .find_map(|reason| match reason.kind() {
            ReasonKind::OriginNotAllowed { nearest, .. } => Some(nearest.as_ref()?.text()),
            _ => None,
        })
}

/// Of what makes it another one: its origin, what came of it, and the names that are not allowed. The
/// path is not among them.
fn hash<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    origin: &[u8],
    outcome: Outcome,
) -> u64 {
    // Nobody outside can choose requests whose hashes collide. With the standard library's, Rocket's maps
    // of headers, which have that as well, cost a tenth more.
    static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::default);
    let mut hasher = SEED.build_hasher();
    (origin, outcome).hash(&mut hasher);
    if verdict.origin().is_allowed() {
        verdict.names_not_allowed(head, |setting, name| (setting, name).hash(&mut hasher));
    }
    hasher.finish()
}
