//! From a request's head to the decision.

use core::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{
    Answer, Decision, Field, RequestHead, ResponseHeaders, Values,
    answer::{Content, HeaderNames, Methods, Refusal, SpeltOut},
    requested,
    seldom::Seldom,
    sharing::Sharing,
    values::value,
};
use crate::{
    Outcome, RefusedBy, RequestKind, Verdict,
    decide::{Found, decide},
    explain::outcome,
    live::{PolicySource, Source, Subscriber},
    log,
    policy::Policy,
    rules::Rules,
};

/// A policy with its header values made for a framework whose values are `V`.
///
/// Cheap to clone. See the [module's documentation](super) for a whole adapter.
pub struct Responder<V> {
    values: Made<V>,
}

enum Made<V> {
    Once(Arc<Values<V>>),
    /// Made again whenever the policy is replaced.
    Live(Arc<ArcSwap<Values<V>>>),
}

impl<V> Responder<V>
where
    V: Clone + TryFrom<String> + Send + Sync + 'static,
{
    /// Makes the header values of every answer, now and whenever a
    /// [`LivePolicy`](crate::LivePolicy) is replaced.
    ///
    /// # Panics
    ///
    /// If `V` can't be made of visible ASCII, which every header may hold.
    #[must_use]
    pub fn new(policy: impl Into<PolicySource>) -> Self {
        Self::with_constants(policy, |text| value(text.to_owned()))
    }

    /// As [`new`](Self::new), but `constant` makes the values of texts that no policy changes, such as
    /// the value of `Vary`. If `V` has values that borrow from the program, like those of
    /// `HeaderValue::from_static`, they are cheaper to clone and to drop.
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
        let policy = policy.into();
        log::warnings(&policy.current());
        let values = match policy.0 {
            Source::Fixed(policy) => Made::Once(Arc::new(Values::new(policy, constant))),
            Source::Live(live) => Made::Live(live.subscribe(|policy| {
                let values = Values::new(policy, constant).of(&live);
                Arc::new(ArcSwap::from_pointee(values))
            })),
        };
        Self { values }
    }

    /// Calls `count` with what came of each request that has an `Origin`, once for each: a fixed set of
    /// labels for metrics. Repeated calls add up. It holds for this responder and what is cloned from it,
    /// and stays when a [`LivePolicy`](crate::LivePolicy) is replaced.
    ///
    /// `count` runs before the request is answered, on every thread that does so.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "http")] {
    /// use std::sync::{Arc, atomic::{AtomicU64, Ordering::Relaxed}};
    ///
    /// use cors_core::{Outcome, Policy, adapter::{Head, Responder}};
    /// use http::{HeaderValue, Request};
    ///
    /// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
    /// let blocked = Arc::new(AtomicU64::new(0));
    /// let counter = Arc::clone(&blocked);
    /// let responder = Responder::<HeaderValue>::new(policy).on_outcome(move |outcome| {
    ///     if outcome.is_blocked() {
    ///         counter.fetch_add(1, Relaxed);
    ///     }
    /// });
    /// for origin in ["https://app.example.com", "https://evil.test"] {
    ///     let request = Request::get("/").header("origin", origin).body(())?;
    ///     let _decision = responder.respond(&Head::of(&request));
    /// }
    /// assert_eq!(blocked.load(Relaxed), 1);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_outcome(self, count: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        let (old, count) = (self.values(), Arc::new(count));
        let values = match &old.live {
            None => Made::Once(Arc::new(old.counted(old.policy().clone(), count))),
            Some(live) => Made::Live(live.subscribe(|policy| {
                let values = old.counted(policy, count);
                Arc::new(ArcSwap::from_pointee(values))
            })),
        };
        Self { values }
    }
}

impl<V> Responder<V> {
    /// What to answer to a request: <https://fetch.spec.whatwg.org/#http-cors-protocol>.
    ///
    /// It reads only what [`RequestHead`] shows, allocates nothing, and never panics. The cost is
    /// bounded by the length of what it reads. It reads `Access-Control-Request-Headers` only if the
    /// policy's answer depends on it.
    ///
    /// It is for the one decision that is applied: what a browser is going to block is logged, with the
    /// feature `tracing`, and what came of the request is [counted](Self::on_outcome). A line that is heard
    /// allocates. At `info` there are 61 of them in a process, and as many again if policies are replaced.
    // Inlined, since the decision is not moved as a whole then: 70 instructions less in axum.
    #[inline]
    pub fn respond(&self, head: &impl RequestHead<V>) -> Decision<V> {
        decision(self.values(), head, Some(watched))
    }

    /// The same decision, neither logged nor counted: for frameworks that have to ask about a request
    /// twice.
    pub fn peek(&self, head: &impl RequestHead<V>) -> Decision<V> {
        decision(self.values(), head, None)
    }

    /// Whether a decision depends on the [authority](RequestHead::authority) of a request's target, which it
    /// does only where the policy has guards: for frameworks that show it at a price.
    #[must_use]
    pub fn reads_authority(&self) -> bool {
        match &self.values {
            Made::Once(values) => values.rules().guards.is_some(),
            Made::Live(values) => values.load().rules().guards.is_some(),
        }
    }
}

/// Takes a decision.
type Watched<V, H> = fn(Arc<Values<V>>, &H) -> Decision<V>;

/// The decision. `watched` takes it where somebody may hear of it.
#[inline(always)]
fn decision<V, H: RequestHead<V>>(
    values: Arc<Values<V>>,
    head: &H,
    watched: Option<Watched<V, H>>,
) -> Decision<V> {
    let (verdict, line) = decide(values.policy(), head);
    let Verdict {
        kind,
        origin,
        guard,
        ..
    } = verdict;
    if let Some(by) = guard.refused_by() {
        return refused(values, head, kind, by, watched);
    }
    // Most requests are not CORS: nothing more is asked about them.
    if kind == RequestKind::NotCors {
        if let Some(watched) = watched
            && log::may_say_debug()
        {
            return watched(values, head);
        }
        let sharing = match origin {
            Found::Any => Sharing::AnyOrigin,
            _ => Sharing::Nothing,
        };
        return Decision::Forward(ResponseHeaders::new(values, sharing));
    }
    let is_preflight = kind == RequestKind::Preflight;
    if let Some(watched) = watched {
        // Of what is allowed and no preflight, there is nothing to say at `info`.
        let may_be_said = match origin {
            Found::Any | Found::Listed(_) if !is_preflight => log::may_say_debug(),
            _ => log::may_say_info(),
        };
        if may_be_said || values.count.is_some() {
            return watched(values, head);
        }
    }
    let sharing = match (origin, line) {
        (Found::Any, _) => Sharing::AnyOrigin,
        (Found::Listed(_), Some(line)) => Sharing::Origin(line.into()),
        // Apart, since no value is moved then: 15 instructions less.
        _ if is_preflight => {
            return Decision::Answer(Answer::new(values, Sharing::Nothing, Content::Policy));
        }
        _ => return Decision::Forward(ResponseHeaders::new(values, Sharing::Nothing)),
    };
    if !is_preflight {
        return Decision::Forward(ResponseHeaders::new(values, sharing));
    }
    let rules = values.rules();
    let any = rules.methods.any || rules.headers.any;
    // Made apart, since what is moved where headers are requested is large.
    if !is_spelt_out(rules, any) {
        return Decision::Answer(Answer::new(values, sharing, Content::Policy));
    }
    let (methods, headers) = (methods(head, rules), headers(head, rules));
    let content = Content::SpeltOut(SpeltOut { methods, headers });
    Decision::Answer(Answer::new(values, sharing, content))
}

/// The answer to what a guard refuses.
// Apart, since a policy without guards has none: on the path of others it would only take room.
#[inline(never)]
fn refused<V, H: RequestHead<V>>(
    values: Arc<Values<V>>,
    head: &H,
    kind: RequestKind,
    by: RefusedBy,
    watched: Option<Watched<V, H>>,
) -> Decision<V> {
    if let Some(watched) = watched
        && (log::may_say_info() || values.count.is_some())
    {
        return watched(values, head);
    }
    let content = Content::Refusal(Refusal {
        by,
        is_head: head.method() == "HEAD",
        is_preflight: kind == RequestKind::Preflight,
    });
    Decision::Answer(Answer::new(values, Sharing::Nothing, content))
}

/// The decision, where somebody may hear of it: what a browser is going to block is logged, what came of
/// the request is counted, and the place that it goes to is kept for its response.
///
/// It decides once more. Whatever it were given of the decision would have to be written to memory on
/// each request.
#[cold]
#[inline(never)]
fn watched<V, H: RequestHead<V>>(values: Arc<Values<V>>, head: &H) -> Decision<V> {
    let head = &Seldom(head);
    let verdict = values.policy().decide(head);
    let line = head.lines(Field::Origin).next();
    let line = line.as_ref().map(|line| line.as_ref());
    if let Some(outcome) = outcome(&verdict, head, line) {
        if outcome.is_blocked() || outcome.is_refused() {
            log::blocked(&verdict, head, line.unwrap_or_default(), outcome);
        }
        if let Some(count) = &values.count {
            count(outcome);
        }
    }
    // With the values, and not beside them, since what stands beside them is moved with every response.
    let values = match log::Place::of(head) {
        Some(place) => Arc::new(values.at(place)),
        None => values,
    };
    decision(values, head, None)
}

/// The methods that the answer names: the policy's, unless only what was asked for may be named, or
/// `*` has to be spelt out because of credentials.
fn methods<V>(head: &impl RequestHead<V>, rules: &Rules) -> Methods<V> {
    if !is_spelt_out(rules, rules.methods.any) {
        return Methods::Policy;
    }
    let lines = head.lines(Field::AccessControlRequestMethod);
    requested::read_method(lines, rules)
        .map_or(Methods::Safelisted, |line| Methods::Requested(line.into()))
}

/// The same for its headers.
fn headers<V>(head: &impl RequestHead<V>, rules: &Rules) -> HeaderNames<V> {
    if !is_spelt_out(rules, rules.headers.any) {
        return HeaderNames::Policy;
    }
    let lines = head.lines(Field::AccessControlRequestHeaders);
    HeaderNames::Requested(requested::read_headers(lines, rules))
}

fn is_spelt_out(rules: &Rules, any: bool) -> bool {
    rules.minimal_disclosure || (any && rules.credentials)
}

impl<V> Responder<V> {
    #[inline]
    fn values(&self) -> Arc<Values<V>> {
        match &self.values {
            Made::Once(values) => Arc::clone(values),
            Made::Live(values) => values.load_full(),
        }
    }
}

impl<V> Subscriber for ArcSwap<Values<V>>
where
    V: Clone + TryFrom<String> + Send + Sync,
{
    fn replace(&self, policy: &Policy) {
        let values = self.load().again(policy.clone());
        self.store(Arc::new(values));
    }
}

impl<V> Clone for Responder<V> {
    fn clone(&self) -> Self {
        let values = match &self.values {
            Made::Once(values) => Made::Once(Arc::clone(values)),
            Made::Live(values) => Made::Live(Arc::clone(values)),
        };
        Self { values }
    }
}

impl<V> fmt::Debug for Responder<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values();
        f.debug_tuple("Responder").field(values.policy()).finish()
    }
}
