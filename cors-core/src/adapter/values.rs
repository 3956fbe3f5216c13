//! A policy's header values, made once.

use crate::{
    Policy,
    names::SAFELISTED_METHODS_VALUE,
    rules::{Origins, PreflightStatus, Rules},
};

/// A policy with the header values that do not depend on the request.
pub(crate) struct Values<V> {
    policy: Policy,
    /// Makes a value of a text that does not depend on the policy.
    constant: fn(&'static str) -> V,
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
}

impl<V> Values<V> {
    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(super) fn rules(&self) -> &Rules {
        self.policy.rules()
    }
}

impl<V: Clone + TryFrom<String>> Values<V> {
    pub(crate) fn new(policy: Policy, constant: fn(&'static str) -> V) -> Self {
        let rules = policy.rules();
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
            vary: matches!(rules.origins, Origins::Listed(_)).then(|| constant("Origin")),
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
            policy,
            constant,
        }
    }

    /// Another policy, for the same adapter.
    pub(crate) fn again(&self, policy: Policy) -> Self {
        Self::new(policy, self.constant)
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
