//! What is logged of a request that a browser is going to block.

use core::hash::Hash;

use super::said::{hash, say_once};
use crate::{Explanation, Outcome, ReasonKind, Verdict, adapter::RequestHead, log::seen::MOST};

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

/// Says it at `info` the first time, and at `debug` from then on.
pub(super) fn blocked<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    origin: &[u8],
    outcome: Outcome,
) {
    let explained = || verdict.policy().explain(head);
    // Its origin, what came of it, and the names that are not allowed make it another one. The path does
    // not.
    let hash = hash(|hasher| {
        (origin, outcome).hash(hasher);
        if verdict.origin().is_allowed() {
            verdict.names_not_allowed(head, |setting, name| (setting, name).hash(hasher));
        }
    });
    say_once(
        hash,
        || say!(info, explained()),
        || {
            tracing::info!(
                target: "cors",
                "blocked by CORS: more than {MOST} different requests; from now on, others are logged at debug"
            );
        },
        || say!(debug, explained()),
    );
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
