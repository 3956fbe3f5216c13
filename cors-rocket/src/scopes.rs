//! Which policy answers where.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock, PoisonError};

use cors_core::adapter::{Decision, Responder};
use rocket::{Request, http::uri};

use super::{
    Cors,
    head::{RequestParts, Value},
};

/// The policies of an application. What is attached serves from liftoff on, the longest base
/// last.
#[derive(Default)]
pub(super) struct Scopes {
    attached: Mutex<Vec<Scope>>,
    serving: OnceLock<Vec<Scope>>,
    are_guards: AtomicBool,
}

/// How many segments a base has, the base, and what answers there.
type Scope = (usize, uri::Origin<'static>, Responder<Value>);

impl Scopes {
    /// Whether no other policy has one of the bases.
    pub(super) fn add(&self, cors: &Cors) -> bool {
        let mut scopes = self.attached.lock().unwrap_or_else(PoisonError::into_inner);
        let responder = Responder::with_constants(cors.policy.clone(), Value::constant);
        let responder = cors.counts.give_to(responder);
        let root = cors.bases.is_empty().then_some(uri::Origin::ROOT);
        root.iter().chain(&cors.bases).all(|base| {
            let segments = base.path().segments();
            let mut bases = scopes.iter().map(|(_, base, _)| base.path().segments());
            let taken = bases.any(|base| base.eq(segments.clone()));
            if taken {
                tracing::error!(target: "cors", %base, "two CORS policies have the same base");
            }
            scopes.push((segments.len(), base.clone(), responder.clone()));
            !taken
        })
    }

    /// Whether it has not been said yet that one of them may refuse requests.
    pub(super) fn become_guards(&self) -> bool {
        !self.are_guards.swap(true, Relaxed)
    }

    /// What answers to a request that has a policy. By the segments that are routed by, decoded
    /// and without empty ones. At the root, where most policies are, there are none to compare.
    fn responder(&self, request: &Request<'_>) -> Option<&Responder<Value>> {
        let mut scopes = self.serving.get()?.iter();
        let path = || request.uri().path().segments();
        let below = |base: &uri::Origin<'_>| base.path().segments().prefix_of(path());
        let (.., responder) = scopes.rfind(|(depth, base, _)| *depth == 0 || below(base))?;
        Some(responder)
    }

    /// What to answer to a request that has a policy, for the response.
    pub(super) fn respond(&self, request: &Request<'_>) -> Option<Decision<Value>> {
        Some(self.responder(request)?.respond(&RequestParts::of(request)))
    }

    /// The same, asked before that.
    pub(super) fn peek(&self, request: &Request<'_>) -> Option<Decision<Value>> {
        Some(self.responder(request)?.peek(&RequestParts::of(request)))
    }

    /// From now on, what is attached serves.
    pub(super) fn serve(&self) {
        let mut scopes = self.attached.lock().unwrap_or_else(PoisonError::into_inner);
        scopes.sort_by_key(|(depth, ..)| *depth);
        self.serving.get_or_init(|| core::mem::take(&mut *scopes));
    }
}
