//! The decision about a request, and how it gets into the response.

use core::fmt;
use std::sync::Arc;

use super::{Compiled, Field, Overridden, Preflight, ResponseHead, requested::trim};

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
pub(super) fn put<V: Clone>(response: &mut impl ResponseHead<V>, field: Field, value: &Option<V>) {
    if let Some(value) = value {
        response.append(field, value.clone());
    }
}

/// Puts `Access-Control-Allow-Origin` into a response. Returns whether it is shared.
#[inline]
pub(super) fn share<V: Clone>(
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

pub(super) fn present<V, const N: usize>(
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
    pub(super) fn origin<'a>(&'a self, compiled: &'a Compiled<V>) -> Option<&'a V> {
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
