//! An answer that is given at once, and how it gets into a response.

use core::fmt;
use std::sync::Arc;

use super::{
    Field, Headers, Overridden, ResponseHead, Values,
    headers::MAX_LINES,
    requested::Echo,
    sharing::{Sharing, put},
};
use crate::{RefusedBy, rules::PreflightStatus};

/// An answer that is given without running any handler: the answer to a preflight, or a refusal.
#[derive(Clone)]
#[must_use = "the answer has no effect until it is applied to a response"]
pub struct Answer<V> {
    values: Arc<Values<V>>,
    sharing: Sharing<V>,
    content: Content<V>,
}

/// What stands in an answer besides the origins that it is shared with.
#[derive(Clone)]
pub(super) enum Content<V> {
    /// All that the policy allows.
    Policy,
    /// Some of it.
    SpeltOut(SpeltOut<V>),
    /// Why the request is refused.
    Refusal(Refusal),
}

/// What a refusal depends on.
#[derive(Clone, Copy)]
pub(super) struct Refusal {
    pub(super) by: RefusedBy,
    pub(super) is_head: bool,
    pub(super) is_preflight: bool,
}

/// All possible statuses. From these, a framework's own status can always be made.
pub(super) enum Outcome {
    Ok,
    NoContent,
    Forbidden,
    Misdirected,
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
    pub(super) fn new(values: Arc<Values<V>>, sharing: Sharing<V>, content: Content<V>) -> Self {
        Self {
            values,
            sharing,
            content,
        }
    }

    /// To a preflight, 204, or 200 if the policy says [so](crate::PolicyBuilder::preflight_status), or 403
    /// if the origin is not allowed. A browser takes any status from 200 to 299 for
    /// success: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.
    ///
    /// To what is [refused](Self::refused_by), 403 (<https://httpwg.org/specs/rfc6455.html>, section 4.2.2,
    /// names it for handshakes), or 421 where the host is not one that is expected
    /// (<https://httpwg.org/specs/rfc9110.html#status.421>).
    #[must_use]
    pub fn status(&self) -> u16 {
        match self.outcome() {
            Outcome::Ok => 200,
            Outcome::NoContent => 204,
            Outcome::Forbidden => 403,
            Outcome::Misdirected => 421,
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        match self.sharing {
            Sharing::Nothing => match self.refused_by() {
                Some(by) if by.rule().is_none() => Outcome::Misdirected,
                _ => Outcome::Forbidden,
            },
            _ => match self.values.preflight_status {
                PreflightStatus::Ok => Outcome::Ok,
                PreflightStatus::NoContent => Outcome::NoContent,
            },
        }
    }

    /// The body, which is a constant: one line of text for what is [refused](Self::refused_by), unless the
    /// method is `HEAD`, and nothing for preflights.
    #[must_use]
    pub fn body(&self) -> &'static str {
        match &self.content {
            Content::Refusal(Refusal {
                by, is_head: false, ..
            }) => by.body(),
            _ => "",
        }
    }

    /// What refuses the request. `None` if this is the answer to a preflight.
    #[must_use]
    pub fn refused_by(&self) -> Option<RefusedBy> {
        match &self.content {
            Content::Refusal(refusal) => Some(refusal.by),
            _ => None,
        }
    }

    /// Every header with its value. `Access-Control-Allow-Headers` may have several lines, as
    /// many as the request.
    pub fn iter(&self) -> Headers<'_, V> {
        let values = &*self.values;
        let origin = self.sharing.origin(values);
        let shared = |value| origin.and(value);
        let (methods, headers, echo) = match &self.content {
            Content::Refusal(refusal) => return refusal.iter(values),
            Content::Policy => (&values.methods, values.headers.as_ref(), None),
            Content::SpeltOut(SpeltOut { methods, headers }) => match headers {
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
            content,
        } = self;
        // There is nothing in a new response.
        let overridden = if response.any_name(|_| true) {
            Overridden::take(response, &values).0
        } else {
            Overridden::NOTHING
        };
        if let Content::Refusal(refusal) = content {
            refusal.apply(response, &values);
            return overridden;
        }
        if sharing.put(response, &values) {
            put(
                response,
                Field::AccessControlAllowCredentials,
                &values.credentials,
            );
            match content {
                Content::SpeltOut(spelt_out) => spelt_out.apply(response, &values),
                _ => {
                    response.append(Field::AccessControlAllowMethods, values.methods.clone());
                    put(response, Field::AccessControlAllowHeaders, &values.headers);
                }
            }
            put(response, Field::AccessControlMaxAge, &values.max_age);
        }
        response.append(Field::Vary, values.preflight_vary.clone());
        overridden
    }
}

impl Refusal {
    fn iter<'a, V>(&self, values: &'a Values<V>) -> Headers<'a, V> {
        let mut lines = [const { None }; MAX_LINES];
        let content_type = values.refusals.as_ref().map(|values| &values.content_type);
        for (line, (field, value)) in lines.iter_mut().zip([
            (Field::ContentType, content_type),
            (Field::Vary, self.vary(values)),
        ]) {
            *line = value.map(|value| (field, value));
        }
        Headers::new(lines)
    }

    /// The response would be another one with another of these. With another host it would be another URL.
    fn vary<'a, V>(&self, values: &'a Values<V>) -> Option<&'a V> {
        match (self.by.rule(), self.is_preflight) {
            (Some(_), _) => values.refusals.as_ref().map(|values| &values.vary),
            (None, true) => Some(&values.preflight_vary),
            (None, false) => values.vary.as_ref(),
        }
    }

    #[cold]
    fn apply<V: Clone>(self, response: &mut impl ResponseHead<V>, values: &Values<V>) {
        // Of a framework's own kind of text.
        response.remove(Field::ContentType);
        for (field, value) in self.iter(values) {
            response.append(field, value.clone());
        }
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
