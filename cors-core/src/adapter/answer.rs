//! An answer that is given at once, and how it gets into a response.

use core::fmt;
use std::sync::Arc;

use super::{
    Field, Headers, Overridden, ResponseHead, Values,
    headers::MAX_LINES,
    requested::Echo,
    sharing::{Sharing, put},
};
use crate::rules::PreflightStatus;

/// An answer that is given without running any handler: the answer to a preflight.
#[derive(Clone)]
#[must_use = "the answer has no effect until it is applied to a response"]
pub struct Answer<V> {
    values: Arc<Values<V>>,
    sharing: Sharing<V>,
    /// If `None`, the answer names all that the policy allows.
    spelt_out: Option<SpeltOut<V>>,
}

/// All possible statuses. From these, a framework's own status can always be made.
pub(super) enum Outcome {
    Ok,
    NoContent,
    Forbidden,
}

/// The methods and headers that a preflight's answer names in the place of the policy's lists.
#[derive(Clone)]
pub(super) struct SpeltOut<V> {
    pub(super) methods: Methods<V>,
    pub(super) headers: HeaderNames<V>,
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
pub(super) enum HeaderNames<V> {
    /// All that the policy allows.
    Policy,
    /// Those that were asked for, or none if one of them is not allowed.
    Requested(Option<Echo<V>>),
}

impl<V> Answer<V> {
    pub(super) fn new(
        values: Arc<Values<V>>,
        sharing: Sharing<V>,
        spelt_out: Option<SpeltOut<V>>,
    ) -> Self {
        Self {
            values,
            sharing,
            spelt_out,
        }
    }

    /// 204, or 200 if the policy says [so](crate::PolicyBuilder::preflight_status), or 403 if the
    /// origin is not allowed. A browser takes any status from 200 to 299 for
    /// success: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self.outcome() {
            Outcome::Ok => 200,
            Outcome::NoContent => 204,
            Outcome::Forbidden => 403,
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        match self.sharing {
            Sharing::Nothing => Outcome::Forbidden,
            _ => match self.values.preflight_status {
                PreflightStatus::Ok => Outcome::Ok,
                PreflightStatus::NoContent => Outcome::NoContent,
            },
        }
    }

    /// The body, which is a constant, and empty for preflights.
    #[must_use]
    pub fn body(&self) -> &'static str {
        ""
    }

    /// Every header with its value. `Access-Control-Allow-Headers` may have several lines, as
    /// many as the request.
    pub fn iter(&self) -> Headers<'_, V> {
        let values = &*self.values;
        let origin = self.sharing.origin(values);
        let shared = |value| origin.and(value);
        let (methods, headers, echo) = match &self.spelt_out {
            None => (&values.methods, values.headers.as_ref(), None),
            Some(SpeltOut { methods, headers }) => match headers {
                HeaderNames::Policy => (methods.value(values), values.headers.as_ref(), None),
                HeaderNames::Requested(echo) => (methods.value(values), None, echo.as_ref()),
            },
        };
        let ready = [
            (Field::AccessControlAllowOrigin, origin),
            (
                Field::AccessControlAllowCredentials,
                shared(values.credentials.as_ref()),
            ),
            (Field::AccessControlAllowMethods, shared(Some(methods))),
            (Field::AccessControlAllowHeaders, shared(headers)),
        ];
        let echoed = echo.into_iter().flat_map(|echo| &echo.lines).flatten();
        let echoed = echoed.map(|line| (Field::AccessControlAllowHeaders, Some(line)));
        let last = [
            (Field::AccessControlMaxAge, shared(values.max_age.as_ref())),
            (Field::Vary, Some(&values.preflight_vary)),
        ];
        let mut lines = [const { None }; MAX_LINES];
        let all = ready.into_iter().chain(echoed).chain(last);
        for (line, (field, value)) in lines.iter_mut().zip(all) {
            *line = value.map(|value| (field, value));
        }
        Headers::new(lines)
    }

    /// Puts the headers into a response that has been made for this answer. Removes what others have
    /// granted in it since, as [`ResponseHeaders::apply`](super::ResponseHeaders::apply) does.
    // Inlined, since the answer is large and not moved then.
    #[inline]
    pub fn apply(self, response: &mut impl ResponseHead<V>) -> Overridden
    where
        V: Clone,
    {
        let Self {
            values,
            sharing,
            spelt_out,
        } = self;
        // There is nothing in a new response.
        let overridden = if response.any_name(|_| true) {
            Overridden::take(response, &values).0
        } else {
            Overridden::NOTHING
        };
        if sharing.put(response, &values) {
            put(
                response,
                Field::AccessControlAllowCredentials,
                &values.credentials,
            );
            match spelt_out {
                None => {
                    response.append(Field::AccessControlAllowMethods, values.methods.clone());
                    put(response, Field::AccessControlAllowHeaders, &values.headers);
                }
                Some(spelt_out) => spelt_out.apply(response, &values),
            }
            put(response, Field::AccessControlMaxAge, &values.max_age);
        }
        response.append(Field::Vary, values.preflight_vary.clone());
        overridden
    }
}

impl<V> SpeltOut<V> {
    fn apply(self, response: &mut impl ResponseHead<V>, values: &Values<V>)
    where
        V: Clone,
    {
        let methods = match self.methods {
            Methods::Policy => values.methods.clone(),
            Methods::Safelisted => values.safelisted_methods.clone(),
            Methods::Requested(method) => method,
        };
        response.append(Field::AccessControlAllowMethods, methods);
        match self.headers {
            HeaderNames::Policy => put(response, Field::AccessControlAllowHeaders, &values.headers),
            HeaderNames::Requested(echo) => {
                for line in echo.into_iter().flat_map(|echo| echo.lines).flatten() {
                    response.append(Field::AccessControlAllowHeaders, line);
                }
            }
        }
    }
}

impl<V> Methods<V> {
    fn value<'a>(&'a self, values: &'a Values<V>) -> &'a V {
        match self {
            Self::Policy => &values.methods,
            Self::Safelisted => &values.safelisted_methods,
            Self::Requested(method) => method,
        }
    }
}

impl<'a, V> IntoIterator for &'a Answer<V> {
    type Item = (Field, &'a V);
    type IntoIter = Headers<'a, V>;

    fn into_iter(self) -> Headers<'a, V> {
        self.iter()
    }
}

/// Equal if they make the same response.
impl<V: AsRef<[u8]>> PartialEq for Answer<V> {
    fn eq(&self, other: &Self) -> bool {
        self.status() == other.status()
            && self.body() == other.body()
            && self.iter().bytes().eq(other.iter().bytes())
    }
}

impl<V: AsRef<[u8]>> fmt::Debug for Answer<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer {} ", self.status())?;
        self.iter().debug(f)
    }
}
