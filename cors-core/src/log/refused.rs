//! What is logged of a request that the server refuses.

use core::hash::{Hash, Hasher};

use super::said::{hash, say_once};
use crate::{
    GuardRule, Outcome, RefusedBy, Verdict,
    adapter::{Field, RequestHead},
    log::seen::MOST,
};

/// Says it at a level, which has to be known when this is compiled.
macro_rules! say {
    ($level:ident, $by:expr, $explanation:expr) => {{
        let (by, explanation) = ($by, $explanation);
        tracing::$level!(
            target: "cors",
            origin = explanation.origin(),
            reason = explanation.outcome().map(Outcome::as_str),
            method = explanation.method(),
            path = explanation.path(),
            host = explanation.host(),
            guard = by.setting().as_str(),
            rule = by.rule().map(GuardRule::number),
            "{explanation}"
        );
    }};
}

/// Says it at `info` the first time, and at `debug` from then on.
pub(super) fn refused<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    origin: &[u8],
    by: RefusedBy,
) {
    let explained = || verdict.policy().explain(head);
    let hash = hash(|hasher| {
        by.hash(hasher);
        // What the decision does not depend on makes it no other one.
        match by.rule() {
            Some(GuardRule::Rest) => {
                origin.hash(hasher);
                hash_host(head, hasher);
            }
            Some(_) => origin.hash(hasher),
            None => hash_host(head, hasher),
        }
    });
    say_once(
        hash,
        || say!(info, by, explained()),
        || {
            tracing::info!(
                target: "cors",
                "refused by guards: more than {MOST} different requests; from now on, others are logged at debug"
            );
        },
        || say!(debug, by, explained()),
    );
}

fn hash_host<V>(head: &impl RequestHead<V>, hasher: &mut impl Hasher) {
    head.authority().hash(hasher);
    for line in head.lines(Field::Host).take(2) {
        line.as_ref().hash(hasher);
    }
}
