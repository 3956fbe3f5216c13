//! From a request's head to the decision.

use core::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{
    Compiled, Decision, Field, Preflight, RequestHead, ResponseHeaders,
    answer::{Headers, Methods, SpeltOut},
    decision::Sharing,
    requested,
    values::value,
};
use crate::{
    live::{PolicySource, Source},
    rules::{Origins, Rules},
};

/// A policy compiled for a framework whose header values are `V`.
///
/// Cheap to clone. See the [module's documentation](super) for a whole adapter.
pub struct Responder<V> {
    policy: Compilation<V>,
}

enum Compilation<V> {
    Fixed(Arc<Compiled<V>>),
    Live(Arc<ArcSwap<Compiled<V>>>),
}

impl<V> Responder<V>
where
    V: Clone + AsRef<[u8]> + TryFrom<String> + Send + Sync + 'static,
{
    /// Makes the header values of every answer once: of a [`Policy`](crate::Policy) now, of a
    /// [`LivePolicy`](crate::LivePolicy) whenever it is replaced, too.
    ///
    /// # Panics
    ///
    /// If `V` can't be made of visible ASCII, which every header may hold.
    #[must_use]
    pub fn new(policy: impl Into<PolicySource>) -> Self {
        Self::with_constants(policy, |text| value(text.to_owned()))
    }

    /// The same with values made by `constant` of the texts that no policy changes, such as the
    /// value of `Vary`: where `V` has values that borrow from the program, as those of
    /// `HeaderValue::from_static` do, they are cheaper to clone and to drop.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new) does.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::{Policy, adapter::Responder};
    /// use http::HeaderValue;
    ///
    /// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
    /// let responder = Responder::with_constants(policy, HeaderValue::from_static);
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn with_constants(
        policy: impl Into<PolicySource>,
        constant: fn(&'static str) -> V,
    ) -> Self {
        let policy = match policy.into().0 {
            Source::Fixed(policy) => Compilation::Fixed(Arc::new(Compiled::new(policy, constant))),
            Source::Live(live) => Compilation::Live(live.compile(constant)),
        };
        Self { policy }
    }

    /// What to answer to a request: <https://fetch.spec.whatwg.org/#http-cors-protocol>.
    ///
    /// Reads what [`RequestHead`] shows, allocates nothing, and never panics. Costs no more than
    /// the length of what is read; `Access-Control-Request-Headers` is read only where the
    /// policy's answer depends on it.
    // Inlined, since the decision is not moved as a whole then: 70 instructions less in axum.
    #[inline]
    pub fn respond(&self, head: &impl RequestHead<V>) -> Decision<V> {
        let compiled = self.compiled();
        let rules = compiled.rules();
        let mut origins = head.lines(Field::Origin);
        let origin = origins.next();
        // A preflight has all three: https://fetch.spec.whatwg.org/#cors-preflight-request
        let is_preflight = origin.is_some()
            && head.is_options()
            && head
                .lines(Field::AccessControlRequestMethod)
                .next()
                .is_some();
        let sharing = match (&rules.origins, origin) {
            (Origins::Any, _) => Sharing::AnyOrigin,
            // Of two lines nobody can say which one a browser wrote.
            (Origins::Listed(matcher), Some(origin))
                if origins.next().is_none() && matcher.allows(origin.as_ref()) =>
            {
                Sharing::Origin(Some(origin.into()))
            }
            (Origins::Listed(_), _) => Sharing::Nothing,
        };
        if is_preflight {
            let any = rules.methods.any || rules.headers.any;
            // Made apart, since what is moved where headers are requested is large.
            if matches!(sharing, Sharing::Nothing) || !is_spelt_out(rules, any) {
                return Decision::Preflight(Preflight::new(compiled, sharing, None));
            }
            let (methods, headers) = (methods(head, rules), headers(head, rules));
            let spelt_out = Some(SpeltOut { methods, headers });
            Decision::Preflight(Preflight::new(compiled, sharing, spelt_out))
        } else {
            Decision::Forward(ResponseHeaders::new(compiled, sharing))
        }
    }
}

/// What stands in the place of the policy's methods: where only what was asked for may be named,
/// and where `*` has to be spelt out because of credentials.
fn methods<V>(head: &impl RequestHead<V>, rules: &Rules) -> Methods<V> {
    if !is_spelt_out(rules, rules.methods.any) {
        return Methods::Policy;
    }
    let lines = head.lines(Field::AccessControlRequestMethod);
    requested::read_method(lines, &rules.methods)
        .map_or(Methods::Safelisted, |line| Methods::Requested(line.into()))
}

/// The same for its headers.
fn headers<V>(head: &impl RequestHead<V>, rules: &Rules) -> Headers<V> {
    if !is_spelt_out(rules, rules.headers.any) {
        return Headers::Policy;
    }
    let lines = head.lines(Field::AccessControlRequestHeaders);
    Headers::Requested(requested::read_headers(lines, rules))
}

fn is_spelt_out(rules: &Rules, any: bool) -> bool {
    rules.minimal_disclosure || (any && rules.credentials)
}

impl<V> Responder<V> {
    #[inline]
    fn compiled(&self) -> Arc<Compiled<V>> {
        match &self.policy {
            Compilation::Fixed(compiled) => Arc::clone(compiled),
            Compilation::Live(compiled) => compiled.load_full(),
        }
    }
}

impl<V> Clone for Responder<V> {
    fn clone(&self) -> Self {
        let policy = match &self.policy {
            Compilation::Fixed(compiled) => Compilation::Fixed(Arc::clone(compiled)),
            Compilation::Live(compiled) => Compilation::Live(Arc::clone(compiled)),
        };
        Self { policy }
    }
}

impl<V> fmt::Debug for Responder<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compiled = self.compiled();
        f.debug_tuple("Responder").field(compiled.policy()).finish()
    }
}
