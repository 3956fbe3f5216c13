//! The answer to a preflight, and how it gets into a response.

use std::sync::Arc;

use super::{
    Compiled, Field, Overridden, ResponseHead,
    decision::{Sharing, present, put, share},
    requested::Echo,
};

/// The answer to a preflight.
#[derive(Clone)]
#[must_use = "the answer has no effect until it is applied to a response"]
pub struct Preflight<V> {
    compiled: Arc<Compiled<V>>,
    sharing: Sharing<V>,
    /// None is all that the policy allows.
    spelt_out: Option<SpeltOut<V>>,
}

/// What a preflight's answer names in the place of the policy's lists.
#[derive(Clone)]
pub(super) struct SpeltOut<V> {
    pub(super) methods: Methods<V>,
    pub(super) headers: Headers<V>,
}

/// The methods that a preflight's answer names.
#[derive(Clone)]
pub(super) enum Methods<V> {
    /// All that the policy allows.
    Policy,
    /// What was asked for is not allowed. Without `Access-Control-Allow-Methods`, requests with an
    /// upload listener could use any method
    /// (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.6).
    Safelisted,
    Requested(V),
}

/// The headers that a preflight's answer names.
#[derive(Clone)]
pub(super) enum Headers<V> {
    /// All that the policy allows.
    Policy,
    /// Those that were asked for, none where one of them is not allowed.
    Requested(Option<Echo<V>>),
}

impl<V> Preflight<V> {
    pub(super) fn new(
        compiled: Arc<Compiled<V>>,
        sharing: Sharing<V>,
        spelt_out: Option<SpeltOut<V>>,
    ) -> Self {
        Self {
            compiled,
            sharing,
            spelt_out,
        }
    }

    /// 204, or 403 where the origin is not allowed. A browser takes any status from 200 to 299 for
    /// success: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self.sharing {
            Sharing::Nothing => 403,
            _ => 204,
        }
    }

    /// Every header with its value. `Access-Control-Allow-Headers` may have several lines, as
    /// many as the request.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &V)> {
        let compiled = &*self.compiled;
        let origin = self.sharing.origin(compiled);
        let shared = |value| origin.and(value);
        let (methods, headers, echo) = match &self.spelt_out {
            None => (&compiled.methods, compiled.headers.as_ref(), None),
            Some(SpeltOut { methods, headers }) => match headers {
                Headers::Policy => (methods.value(compiled), compiled.headers.as_ref(), None),
                Headers::Requested(echo) => (methods.value(compiled), None, echo.as_ref()),
            },
        };
        let echoed = echo.into_iter().flat_map(|echo| &echo.lines).flatten();
        present([
            (Field::AccessControlAllowOrigin, origin),
            (
                Field::AccessControlAllowCredentials,
                shared(compiled.credentials.as_ref()),
            ),
            (Field::AccessControlAllowMethods, shared(Some(methods))),
            (Field::AccessControlAllowHeaders, shared(headers)),
        ])
        .chain(echoed.map(|line| (Field::AccessControlAllowHeaders, line)))
        .chain(present([
            (
                Field::AccessControlMaxAge,
                shared(compiled.max_age.as_ref()),
            ),
            (Field::Vary, Some(&compiled.preflight_vary)),
        ]))
    }

    /// Puts the headers into a response that has been made for this answer, without a body, and
    /// removes what other hands have granted in it since, as
    /// [`ResponseHeaders::apply`](super::ResponseHeaders::apply) does. Moves the request's own
    /// values likewise.
    pub fn apply(&mut self, response: &mut impl ResponseHead<V>) -> Overridden
    where
        V: Clone,
    {
        let compiled = &*self.compiled;
        // There is nothing in a new response.
        let overridden = if response.any_name(|_| true) {
            Overridden::take(response).0
        } else {
            Overridden::NOTHING
        };
        if share(response, &mut self.sharing, compiled) {
            put(
                response,
                Field::AccessControlAllowCredentials,
                &compiled.credentials,
            );
            match self.spelt_out.take() {
                None => {
                    response.append(Field::AccessControlAllowMethods, compiled.methods.clone());
                    put(
                        response,
                        Field::AccessControlAllowHeaders,
                        &compiled.headers,
                    );
                }
                Some(spelt_out) => spelt_out.apply(response, compiled),
            }
            put(response, Field::AccessControlMaxAge, &compiled.max_age);
        }
        response.append(Field::Vary, compiled.preflight_vary.clone());
        overridden
    }
}

impl<V> SpeltOut<V> {
    fn apply(self, response: &mut impl ResponseHead<V>, compiled: &Compiled<V>)
    where
        V: Clone,
    {
        let methods = match self.methods {
            Methods::Policy => compiled.methods.clone(),
            Methods::Safelisted => compiled.safelisted_methods.clone(),
            Methods::Requested(method) => method,
        };
        response.append(Field::AccessControlAllowMethods, methods);
        match self.headers {
            Headers::Policy => put(
                response,
                Field::AccessControlAllowHeaders,
                &compiled.headers,
            ),
            Headers::Requested(echo) => {
                for line in echo.into_iter().flat_map(|echo| echo.lines).flatten() {
                    response.append(Field::AccessControlAllowHeaders, line);
                }
            }
        }
    }
}

impl<V> Methods<V> {
    fn value<'a>(&'a self, compiled: &'a Compiled<V>) -> &'a V {
        match self {
            Self::Policy => &compiled.methods,
            Self::Safelisted => &compiled.safelisted_methods,
            Self::Requested(method) => method,
        }
    }
}
