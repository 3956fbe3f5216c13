//! The decision about a request, and how it gets into the response.

use core::fmt;
use std::sync::Arc;

use super::{
    Compiled, Field, ResponseHead,
    requested::{Echo, trim},
};

/// What to do with a request.
///
/// The decision is the obligation to apply it. Two decisions are equal if they make the same
/// responses.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a decision has no effect until it is applied to the response"]
#[expect(
    clippy::exhaustive_enums,
    reason = "an adapter that overlooks a kind of decision must not compile"
)]
pub enum Decision<V: AsRef<[u8]>> {
    /// Let the request through, then apply these headers to whatever response comes: errors,
    /// 404, 405 and streams included.
    Forward(ResponseHeaders<V>),
    /// Answer at once, without running any handler.
    Preflight(Preflight<V>),
}

/// What to put into the response to a request that is no preflight.
#[derive(Clone)]
#[must_use = "the headers have no effect until they are applied to the response"]
pub struct ResponseHeaders<V> {
    compiled: Arc<Compiled<V>>,
    sharing: Sharing<V>,
}

impl<V> ResponseHeaders<V> {
    pub(super) fn new(compiled: Arc<Compiled<V>>, sharing: Sharing<V>) -> Self {
        Self { compiled, sharing }
    }

    /// Every header with its value, but for `Vary` lines that a response has already.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &V)> {
        let compiled = &*self.compiled;
        let origin = self.sharing.origin(compiled);
        let shared = |value| origin.and(Option::as_ref(value));
        present([
            (Field::AccessControlAllowOrigin, origin),
            (
                Field::AccessControlAllowCredentials,
                shared(&compiled.credentials),
            ),
            (Field::AccessControlExposeHeaders, shared(&compiled.exposed)),
            (Field::Vary, compiled.vary.as_ref()),
        ])
    }

    /// Puts the headers into a response, and removes what its handler granted by itself: a
    /// response grants what its policy does, and nothing more. `Vary` is appended to, without
    /// repetition.
    ///
    /// Moves the request's own value into the response, which saves counting it twice: so apply it
    /// once, or clones of it. What has been applied already shares no response.
    ///
    /// Returns the headers that the handler had set, for a line in the log: they belong in the
    /// policy.
    pub fn apply(&mut self, response: &mut impl ResponseHead<V>) -> Overridden
    where
        V: Clone,
    {
        let compiled = &*self.compiled;
        let (overridden, has_vary) = Overridden::take(response);
        if share(response, &mut self.sharing, compiled) {
            put(
                response,
                Field::AccessControlAllowCredentials,
                &compiled.credentials,
            );
            put(
                response,
                Field::AccessControlExposeHeaders,
                &compiled.exposed,
            );
        }
        if compiled.vary.is_some() && !(has_vary && varies_by_origin(response)) {
            put(response, Field::Vary, &compiled.vary);
        }
        overridden
    }
}

/// Called once for each field, and not in a loop over them, so that the field is a constant: the
/// headers of an allowed origin cost a tenth less.
#[inline]
fn put<V: Clone>(response: &mut impl ResponseHead<V>, field: Field, value: &Option<V>) {
    if let Some(value) = value {
        response.append(field, value.clone());
    }
}

/// Puts `Access-Control-Allow-Origin` into a response. Returns whether it is shared.
#[inline]
fn share<V: Clone>(
    response: &mut impl ResponseHead<V>,
    sharing: &mut Sharing<V>,
    compiled: &Compiled<V>,
) -> bool {
    let origin = match sharing {
        Sharing::Nothing => return false,
        Sharing::AnyOrigin => compiled.any_origin.clone(),
        Sharing::Origin(origin) => match origin.take() {
            Some(origin) => origin,
            None => return false,
        },
    };
    response.append(Field::AccessControlAllowOrigin, origin);
    true
}

fn present<V, const N: usize>(
    fields: [(Field, Option<&V>); N],
) -> impl Iterator<Item = (Field, &V)> {
    fields
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
}

/// Whether caches know already that the response depends on `Origin`, as they do if it depends
/// on everything: <https://httpwg.org/specs/rfc9110.html#field.vary>.
fn varies_by_origin<V>(response: &impl ResponseHead<V>) -> bool {
    let says_so = |element: &[u8]| element == b"*" || element.eq_ignore_ascii_case(b"origin");
    response.lines(Field::Vary).any(|line| {
        line.as_ref()
            .split(|&byte| byte == b',')
            .map(trim)
            .any(says_so)
    })
}

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
    /// removes what other hands have granted in it since, as [`ResponseHeaders::apply`] does. Moves
    /// the request's own values likewise.
    pub fn apply(&mut self, response: &mut impl ResponseHead<V>) -> Overridden
    where
        V: Clone,
    {
        let compiled = &*self.compiled;
        // There is nothing in a new response.
        let overridden = if response.any_name(|_| true) {
            Overridden::take(response).0
        } else {
            Overridden { fields: 0 }
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

/// The headers that a handler had set by itself, and that a policy took out of its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// A bit for each of [`Field::GRANTS`].
    fields: u8,
}

const _: () = assert!(Field::GRANTS.len() <= u8::BITS as usize);

impl Overridden {
    /// Takes them out of `response`. Returns whether that has a `Vary`, too, which no look-up tells
    /// as cheaply as this one look at all names.
    #[inline]
    fn take<V>(response: &mut impl ResponseHead<V>) -> (Self, bool) {
        let mut fields = 0;
        let mut has_vary = false;
        response.any_name(|name| {
            has_vary |= name.eq_ignore_ascii_case(Field::Vary.as_str());
            fields |= Field::grant(name).map_or(0, |grant| 1 << grant);
            false
        });
        let overridden = Self { fields };
        for field in overridden.clone() {
            response.remove(field);
        }
        (overridden, has_vary)
    }
}

impl Iterator for Overridden {
    type Item = Field;

    #[inline]
    fn next(&mut self) -> Option<Field> {
        if self.fields == 0 {
            return None;
        }
        let field = Field::GRANTS[self.fields.trailing_zeros() as usize];
        // The lowest bit, cleared.
        self.fields &= self.fields - 1;
        Some(field)
    }
}

/// With whom a response is shared.
#[derive(Clone)]
pub(super) enum Sharing<V> {
    Nothing,
    AnyOrigin,
    /// The request's own value, until it has been put into the response.
    Origin(Option<V>),
}

impl<V> Sharing<V> {
    /// The value of `Access-Control-Allow-Origin`.
    fn origin<'a>(&'a self, compiled: &'a Compiled<V>) -> Option<&'a V> {
        match self {
            Self::Nothing => None,
            Self::AnyOrigin => Some(&compiled.any_origin),
            Self::Origin(origin) => origin.as_ref(),
        }
    }
}

impl<V: AsRef<[u8]>> PartialEq for ResponseHeaders<V> {
    fn eq(&self, other: &Self) -> bool {
        bytes(self.iter()).eq(bytes(other.iter()))
    }
}

impl<V: AsRef<[u8]>> PartialEq for Preflight<V> {
    fn eq(&self, other: &Self) -> bool {
        self.status() == other.status() && bytes(self.iter()).eq(bytes(other.iter()))
    }
}

impl<V: AsRef<[u8]>> fmt::Debug for ResponseHeaders<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseHeaders ")?;
        f.debug_map().entries(readable(self.iter())).finish()
    }
}

impl<V: AsRef<[u8]>> fmt::Debug for Preflight<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Preflight {} ", self.status())?;
        f.debug_map().entries(readable(self.iter())).finish()
    }
}

fn bytes<'a, V: AsRef<[u8]> + 'a>(
    headers: impl Iterator<Item = (Field, &'a V)>,
) -> impl Iterator<Item = (Field, &'a [u8])> {
    headers.map(|(field, value)| (field, value.as_ref()))
}

fn readable<'a, V: AsRef<[u8]> + 'a>(
    headers: impl Iterator<Item = (Field, &'a V)>,
) -> impl Iterator<Item = (&'static str, String)> {
    bytes(headers)
        .map(|(field, value)| (field.as_str(), String::from_utf8_lossy(value).into_owned()))
}
