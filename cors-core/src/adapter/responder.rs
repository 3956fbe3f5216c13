//! From a request's head to the decision.

use core::fmt;
use std::sync::Arc;

use super::{
    Decision, Field, Preflight, RequestHead, ResponseHeaders,
    decision::{Constants, Sharing},
    requested,
};
use crate::{
    Policy,
    names::SAFELISTED_METHODS,
    policy::{Origins, Rules},
};

/// A [`Policy`] compiled for a framework whose header values are `V`.
///
/// Cheap to clone. See the [module's documentation](super) for a whole adapter.
pub struct Responder<V> {
    policy: Policy,
    constants: Arc<Constants<V>>,
}

impl<V: Clone + AsRef<[u8]> + TryFrom<String>> Responder<V> {
    /// Makes the header values of every answer once.
    ///
    /// # Panics
    ///
    /// If `V` can't be made of visible ASCII, which every header may hold.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let rules = policy.rules();
        // Where credentials are allowed, "*" is the name of a method or header like any other:
        // https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
        let wildcard = !rules.credentials;
        let methods = if rules.methods.any && wildcard {
            Some("*".to_owned())
        } else {
            rules.methods.to_value(wildcard)
        };
        let constants = Constants {
            any_origin: value("*"),
            vary: matches!(rules.origins, Origins::Listed(_)).then(|| value("Origin")),
            preflight_vary: value(
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ),
            credentials: rules.credentials.then(|| value("true")),
            methods: value(methods.unwrap_or_default()),
            safelisted_methods: value(SAFELISTED_METHODS.join(", ")),
            headers: rules.headers.to_value(wildcard).map(value),
            exposed: rules.exposed.to_value(wildcard).map(value),
            max_age: rules.max_age.map(|seconds| value(seconds.to_string())),
        };
        Self {
            policy: policy.clone(),
            constants: Arc::new(constants),
        }
    }

    /// What to answer to a request: <https://fetch.spec.whatwg.org/#http-cors-protocol>.
    ///
    /// Reads what [`RequestHead`] shows, allocates nothing, and never panics. Costs no more than
    /// the length of what is read; `Access-Control-Request-Headers` is read only where the
    /// policy's answer depends on it.
    pub fn respond(&self, head: &impl RequestHead<V>) -> Decision<V> {
        let rules = self.policy.rules();
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
                Sharing::Origin(origin.into())
            }
            (Origins::Listed(_), _) => Sharing::Nothing,
        };
        let constants = Arc::clone(&self.constants);
        if is_preflight {
            let refused = matches!(sharing, Sharing::Nothing);
            let answer = Preflight::new(constants, sharing);
            Decision::Preflight(if refused {
                answer
            } else {
                narrow(answer, head, rules)
            })
        } else {
            Decision::Forward(ResponseHeaders::new(constants, sharing))
        }
    }
}

/// Puts what was asked for in the place of the whole policy, where only that may be named: for
/// minimal disclosure, and for `*` with credentials, which has to be spelt out.
fn narrow<V, H: RequestHead<V>>(mut answer: Preflight<V>, head: &H, rules: &Rules) -> Preflight<V> {
    let spelt_out = |any: bool| rules.minimal_disclosure || (any && rules.credentials);
    if spelt_out(rules.methods.any) {
        let lines = head.lines(Field::AccessControlRequestMethod);
        answer.narrow_methods(requested::read_method(lines, &rules.methods).map(Into::into));
    }
    if spelt_out(rules.headers.any) {
        let lines = head.lines(Field::AccessControlRequestHeaders);
        answer.narrow_headers(requested::read_headers(lines, rules));
    }
    answer
}

fn value<V: Clone + TryFrom<String>>(text: impl Into<String>) -> V {
    let value = V::try_from(text.into())
        .ok()
        .expect("visible ASCII is a header value");
    // Values that count references start to with their first clone, which allocates: here,
    // and not on the request path.
    drop(value.clone());
    value
}

impl<V> Clone for Responder<V> {
    fn clone(&self) -> Self {
        Self {
            policy: self.policy.clone(),
            constants: Arc::clone(&self.constants),
        }
    }
}

impl<V> fmt::Debug for Responder<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Responder").field(&self.policy).finish()
    }
}
