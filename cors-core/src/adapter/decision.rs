//! The decision about a request, and how it gets into the response.

use core::fmt;
use std::sync::Arc;

use super::{
    Field, ResponseHead,
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
    constants: Arc<Constants<V>>,
    sharing: Sharing<V>,
}

impl<V> ResponseHeaders<V> {
    pub(super) fn new(constants: Arc<Constants<V>>, sharing: Sharing<V>) -> Self {
        Self { constants, sharing }
    }

    /// Every header with its value, but for `Vary` lines that a response has already.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &V)> {
        let shared = !matches!(self.sharing, Sharing::Nothing);
        let exposed = self.constants.exposed.as_ref().filter(|_| shared);
        let fields = [
            (
                Field::AccessControlAllowOrigin,
                self.constants.origin(&self.sharing),
            ),
            (
                Field::AccessControlAllowCredentials,
                self.constants.credentials.as_ref().filter(|_| shared),
            ),
            (Field::AccessControlExposeHeaders, exposed),
            (Field::Vary, self.constants.vary.as_ref()),
        ];
        fields
            .into_iter()
            .filter_map(|(field, value)| Some((field, value?)))
    }

    /// Puts the headers into a response, and removes what its handler granted by itself: a
    /// response grants what its policy does, and nothing more. `Vary` is appended to, without
    /// repetition.
    ///
    /// Returns the headers that the handler had set, for a line in the log: they belong in the
    /// policy.
    pub fn apply(&self, response: &mut impl ResponseHead<V>) -> Overridden
    where
        V: Clone,
    {
        let overridden = Overridden::in_response(response);
        for field in overridden.clone() {
            response.remove(field);
        }
        for (field, value) in self.iter() {
            if field != Field::Vary || !varies_by_origin(response) {
                response.append(field, value.clone());
            }
        }
        overridden
    }
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
    constants: Arc<Constants<V>>,
    sharing: Sharing<V>,
    methods: Methods<V>,
    headers: Headers<V>,
}

#[derive(Clone)]
enum Methods<V> {
    Policy,
    Safelisted,
    Requested(V),
}

#[derive(Clone)]
enum Headers<V> {
    Policy,
    Requested(Option<Echo<V>>),
}

impl<V> Preflight<V> {
    pub(super) fn new(constants: Arc<Constants<V>>, sharing: Sharing<V>) -> Self {
        Self {
            constants,
            sharing,
            methods: Methods::Policy,
            headers: Headers::Policy,
        }
    }

    /// Names the requested method only, or where that is not allowed the safelisted ones: without
    /// `Access-Control-Allow-Methods`, requests with an upload listener could use any method
    /// (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.6).
    pub(super) fn narrow_methods(&mut self, requested: Option<V>) {
        self.methods = requested.map_or(Methods::Safelisted, Methods::Requested);
    }

    /// Names the requested headers only, or where one of them is not allowed none.
    pub(super) fn narrow_headers(&mut self, requested: Option<Echo<V>>) {
        self.headers = Headers::Requested(requested);
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
        let constants = &*self.constants;
        let granted = !matches!(self.sharing, Sharing::Nothing);
        let methods = match &self.methods {
            Methods::Policy => &constants.methods,
            Methods::Safelisted => &constants.safelisted_methods,
            Methods::Requested(method) => method,
        };
        let (listed, echoed) = match &self.headers {
            Headers::Policy => (constants.headers.as_ref(), None),
            Headers::Requested(echo) => (None, echo.as_ref()),
        };
        let echoed = echoed.into_iter().flat_map(|echo| &echo.lines).flatten();
        let grants = [
            (
                Field::AccessControlAllowOrigin,
                constants.origin(&self.sharing),
            ),
            (
                Field::AccessControlAllowCredentials,
                constants.credentials.as_ref(),
            ),
            (Field::AccessControlAllowMethods, Some(methods)),
            (Field::AccessControlAllowHeaders, listed),
            (Field::AccessControlMaxAge, constants.max_age.as_ref()),
        ];
        grants
            .into_iter()
            .filter_map(|(field, value)| Some((field, value?)))
            .chain(echoed.map(|line| (Field::AccessControlAllowHeaders, line)))
            .filter(move |_| granted)
            .chain([(Field::Vary, &constants.preflight_vary)])
    }

    /// Puts the headers into a response that has been made for this answer, without a body.
    pub fn apply(&self, response: &mut impl ResponseHead<V>)
    where
        V: Clone,
    {
        for (field, value) in self.iter() {
            response.append(field, value.clone());
        }
    }
}

/// The headers that a handler had set by itself, and that a policy took out of its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    fields: [bool; Field::GRANTS.len()],
    next: usize,
}

impl Overridden {
    fn in_response<V>(response: &impl ResponseHead<V>) -> Self {
        let mut fields = [false; Field::GRANTS.len()];
        response.any_name(|name| {
            if let Some(grant) = Field::grant(name) {
                for (found, field) in fields.iter_mut().zip(Field::GRANTS) {
                    *found |= field == grant;
                }
            }
            false
        });
        Self { fields, next: 0 }
    }
}

impl Iterator for Overridden {
    type Item = Field;

    fn next(&mut self) -> Option<Field> {
        while let Some(&found) = self.fields.get(self.next) {
            let field = Field::GRANTS[self.next];
            self.next += 1;
            if found {
                return Some(field);
            }
        }
        None
    }
}

/// With whom a response is shared.
#[derive(Clone)]
pub(super) enum Sharing<V> {
    Nothing,
    AnyOrigin,
    /// The request's own value.
    Origin(V),
}

/// The header values of a policy that no request changes.
pub(super) struct Constants<V> {
    pub(super) any_origin: V,
    pub(super) vary: Option<V>,
    pub(super) preflight_vary: V,
    pub(super) credentials: Option<V>,
    pub(super) methods: V,
    pub(super) safelisted_methods: V,
    pub(super) headers: Option<V>,
    pub(super) exposed: Option<V>,
    pub(super) max_age: Option<V>,
}

impl<V> Constants<V> {
    fn origin<'a>(&'a self, sharing: &'a Sharing<V>) -> Option<&'a V> {
        match sharing {
            Sharing::Nothing => None,
            Sharing::AnyOrigin => Some(&self.any_origin),
            Sharing::Origin(origin) => Some(origin),
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
