//! A policy that can be replaced while it serves.

use core::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::{Policy, log};

/// A policy that can be replaced while it serves: one handle for any number of adapters.
///
/// Clones are the same handle. Every adapter that was given one answers with the new policy from the
/// next request on, and each answer follows one policy as a whole. A request pays for this with a
/// wait-free read of an atomic pointer, and takes no lock.
///
/// Responses that caches already hold are not affected: a grant in a stored response lives as long as
/// the response, through every validation, since a 304 takes no header away
/// (<https://httpwg.org/specs/rfc9111.html#update>).
///
/// Only a policy that has been built can replace another, so a mistake in a new configuration
/// changes nothing.
///
/// # Example
///
/// ```
/// # use cors_core::{LivePolicy, Policy};
/// let policy = |origin| Policy::builder().allow_origins([origin]).build();
/// let live = LivePolicy::new(policy("https://app.example.com")?);
/// // Adapters take `live.clone()` in the place of a policy.
///
/// let old = live.replace(policy("https://new.example.com")?);
/// assert_eq!(old, policy("https://app.example.com")?);
/// assert_eq!(live.current(), policy("https://new.example.com")?);
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[derive(Clone)]
pub struct LivePolicy {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    current: Policy,
    /// The adapters that exist, and some that have gone since the last one was added.
    subscribers: Vec<Weak<dyn Subscriber>>,
}

impl LivePolicy {
    /// A handle on `policy`, until another one replaces it.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let shared = Shared {
            current: policy,
            subscribers: Vec::new(),
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
        }
    }

    /// The policy that requests are answered by.
    #[must_use]
    pub fn current(&self) -> Policy {
        self.lock().current.clone()
    }

    /// Puts `policy` in the place of the current one, and logs its warnings. Returns the old policy.
    ///
    /// It takes effect for every adapter before this returns. It waits for other calls of this handle,
    /// and never for a request.
    pub fn replace(&self, policy: Policy) -> Policy {
        log::warnings(&policy);
        log::replaced();
        let mut shared = self.lock();
        shared.subscribers.retain(|subscriber| {
            let adapter = subscriber.upgrade();
            adapter.map(|adapter| adapter.replace(&policy)).is_some()
        });
        core::mem::replace(&mut shared.current, policy)
    }

    /// Makes a subscriber of the current policy, and tells it of every policy that replaces that one.
    ///
    /// Forgets adapters that have gone. If one is made for each connection and the policy is never
    /// replaced, they would otherwise be kept forever.
    pub(crate) fn subscribe<S: Subscriber + 'static>(
        &self,
        make: impl FnOnce(Policy) -> Arc<S>,
    ) -> Arc<S> {
        let mut shared = self.lock();
        let made = make(shared.current.clone());
        let subscriber: Weak<S> = Arc::downgrade(&made);
        shared.subscribers.retain(|old| old.strong_count() > 0);
        shared.subscribers.push(subscriber);
        made
    }

    /// A panic leaves nothing half done: each change is a single assignment.
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for LivePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LivePolicy").field(&self.current()).finish()
    }
}

/// Something that is made of a policy, and made again when another one takes its place.
pub(crate) trait Subscriber: Send + Sync {
    fn replace(&self, policy: &Policy);
}

/// What adapters take: a [`Policy`] that stays, or a [`LivePolicy`].
#[derive(Clone, Debug)]
pub struct PolicySource(pub(crate) Source);

#[derive(Clone, Debug)]
pub(crate) enum Source {
    Fixed(Policy),
    Live(LivePolicy),
}

impl PolicySource {
    /// The policy as it is now.
    #[must_use]
    pub fn current(&self) -> Policy {
        match &self.0 {
            Source::Fixed(policy) => policy.clone(),
            Source::Live(live) => live.current(),
        }
    }

    /// Whether it refuses requests, by a guard or its list of hosts, or may do so later: any policy can
    /// take the place of a [`LivePolicy`]'s. For adapters that have to be prepared for it, at a cost.
    #[must_use]
    pub fn may_refuse(&self) -> bool {
        match &self.0 {
            Source::Fixed(policy) => policy.rules().guards.is_some(),
            Source::Live(_) => true,
        }
    }
}

impl From<Policy> for PolicySource {
    fn from(policy: Policy) -> Self {
        Self(Source::Fixed(policy))
    }
}

impl From<&Policy> for PolicySource {
    fn from(policy: &Policy) -> Self {
        policy.clone().into()
    }
}

impl From<LivePolicy> for PolicySource {
    fn from(live: LivePolicy) -> Self {
        Self(Source::Live(live))
    }
}

impl From<&LivePolicy> for PolicySource {
    fn from(live: &LivePolicy) -> Self {
        live.clone().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_refuse() {
        let builder = || Policy::builder().allow_origins("https://app.example.com");
        let may_refuse = |policy: Policy| PolicySource::from(policy).may_refuse();
        let plain = builder().build().unwrap();
        assert!(!may_refuse(plain.clone()));
        assert!(may_refuse(
            builder().guard_websockets(true).build().unwrap()
        ));
        assert!(may_refuse(
            builder().expect_hosts("localhost").build().unwrap()
        ));
        assert!(PolicySource::from(LivePolicy::new(plain)).may_refuse());
    }
}
