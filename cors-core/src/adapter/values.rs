//! A policy's header values, made once.

use std::sync::Arc;

use crate::{
    LivePolicy, Outcome, Policy,
    log::Place,
    names::SAFELISTED_METHODS_VALUE,
    rules::{Origins, PreflightStatus, Rules},
};

/// A policy with the header values that do not depend on the request.
#[derive(Clone)]
pub(crate) struct Values<V> {
    policy: Policy,
    /// Makes a value of a text that does not depend on the policy.
    constant: fn(&'static str) -> V,
    /// What the policy comes from, if it can be replaced.
    pub(super) live: Option<LivePolicy>,
    /// Who counts what comes of requests.
    pub(super) count: Option<Arc<Count>>,
    /// The place that one request goes to.
    place: Option<Place>,
    /// `Clone::clone`, which not every `V` has.
    copy: fn(&Self) -> Self,
    pub(super) any_origin: V,
    pub(super) vary: Option<V>,
    pub(super) preflight_vary: V,
    pub(super) credentials: Option<V>,
    pub(super) methods: V,
    pub(super) safelisted_methods: V,
    pub(super) headers: Option<V>,
    pub(super) exposed: Option<V>,
    pub(super) max_age: Option<V>,
    pub(super) preflight_status: PreflightStatus,
    /// `None` if the policy has no guards.
    pub(super) refusals: Option<RefusalValues<V>>,
}

/// What refusals and guarded reads need besides.
#[derive(Clone)]
pub(crate) struct RefusalValues<V> {
    pub(super) content_type: V,
    /// The `Vary` of what a guard refuses.
    pub(super) vary: V,
    /// The names in the `Vary` of every response if reads are guarded, for responses that have some
    /// already.
    pub(super) read_vary: Option<[(&'static str, V); 3]>,
}

/// Is told what came of each request.
pub(super) type Count = dyn Fn(Outcome) + Send + Sync;

impl<V> Values<V> {
    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(super) fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The same, for the request to one place.
    pub(super) fn at(&self, place: Place) -> Self {
        Self {
            place: Some(place),
            ..(self.copy)(self)
        }
    }

    /// The names in the `Vary` of every response, if it is not `Origin` only.
    pub(super) fn read_vary(&self) -> Option<&[(&'static str, V)]> {
        let names = self.refusals.as_ref()?.read_vary.as_ref()?;
        Some(names)
    }

    pub(super) fn rules(&self) -> &Rules {
        self.policy.rules()
    }
}

impl<V: Clone + TryFrom<String>> Values<V> {
    pub(crate) fn new(policy: Policy, constant: fn(&'static str) -> V) -> Self {
        let rules = policy.rules();
        let is_listed = matches!(rules.origins, Origins::Listed(_));
        let guards = rules.guards.as_deref();
        let guards_reads = guards.is_some_and(|guards| guards.safe_methods);
        let vary = if guards_reads {
            "Origin, Sec-Fetch-Site, Sec-Fetch-Mode"
        } else {
            "Origin"
        };
        // Where credentials are allowed, "*" is the name of a method or header like any other:
        // https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
        let wildcard = !rules.credentials;
        // Beside "*", the safelisted methods say nothing.
        let methods = if rules.methods.any && wildcard {
            constant("*")
        } else {
            match rules.methods.to_value(wildcard) {
                Some(listed) if listed != SAFELISTED_METHODS_VALUE => value(listed),
                _ => constant(SAFELISTED_METHODS_VALUE),
            }
        };
        Self {
            any_origin: constant("*"),
            vary: is_listed.then(|| constant(vary)),
            preflight_vary: constant(
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ),
            credentials: rules.credentials.then(|| constant("true")),
            methods,
            safelisted_methods: constant(SAFELISTED_METHODS_VALUE),
            headers: rules.headers.to_value(wildcard).map(value),
            exposed: rules.exposed.to_value(wildcard).map(value),
            max_age: rules.max_age.map(|seconds| value(seconds.to_string())),
            preflight_status: rules.preflight_status,
            refusals: guards.map(|_| RefusalValues {
                content_type: constant("text/plain; charset=utf-8"),
                vary: constant(if guards_reads {
                    vary
                } else {
                    "Origin, Sec-Fetch-Site"
                }),
                read_vary: guards_reads.then(|| {
                    ["Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode"]
                        .map(|name| (name, constant(name)))
                }),
            }),
            policy,
            constant,
            live: None,
            count: None,
            place: None,
            copy: Self::clone,
        }
    }

    /// The same, of a policy that can be replaced.
    pub(super) fn of(self, live: &LivePolicy) -> Self {
        Self {
            live: Some(live.clone()),
            ..self
        }
    }

    /// Another policy, for the same adapter.
    pub(crate) fn again(&self, policy: Policy) -> Self {
        Self {
            live: self.live.clone(),
            count: self.count.clone(),
            ..Self::new(policy, self.constant)
        }
    }

    /// The same policy, and somebody more who counts.
    pub(super) fn counted(&self, policy: Policy, count: Arc<Count>) -> Self {
        let count: Arc<Count> = match self.count.clone() {
            None => count,
            Some(first) => Arc::new(move |outcome| {
                first(outcome);
                count(outcome);
            }),
        };
        Self {
            count: Some(count),
            ..self.again(policy)
        }
    }
}

#[expect(
    clippy::redundant_clone,
    reason = "values that count references start to with their first clone, which allocates: here, \
              and not on the request path; and the clone's own clones are cheaper"
)]
pub(super) fn value<V: Clone + TryFrom<String>>(text: String) -> V {
    let value = V::try_from(text)
        .ok()
        .expect("visible ASCII is a header value");
    value.clone()
}
