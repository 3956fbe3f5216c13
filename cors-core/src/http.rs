//! The adapter's traits for `http`'s types.

use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{self, ValueIter},
};

use crate::adapter::{Field, RequestHead, ResponseHead};

/// A request's method and headers.
impl RequestHead<HeaderValue> for (&Method, &HeaderMap) {
    #[inline]
    fn is_options(&self) -> bool {
        self.0 == Method::OPTIONS
    }

    #[inline]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<HeaderValue>> {
        Lines::of(self.1, name(field))
    }
}

impl ResponseHead<HeaderValue> for HeaderMap {
    #[inline]
    fn any_name(&self, mut test: impl FnMut(&str) -> bool) -> bool {
        self.keys().any(|name| test(name.as_str()))
    }

    #[inline]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]>> {
        Lines::of(self, name(field))
    }

    /// Always inlined, since `http`'s part of it, which is not, gets the name as a constant then:
    /// 15 to 20 instructions less for each header.
    #[inline(always)]
    fn append(&mut self, field: Field, value: HeaderValue) {
        Self::append(self, name(field), value);
    }

    #[inline]
    fn remove(&mut self, field: Field) {
        Self::remove(self, name(field));
    }
}

/// The lines of a header.
enum Lines<'a> {
    /// No header of the map has a second one.
    One(Option<&'a HeaderValue>),
    Several(ValueIter<'a, HeaderValue>),
}

impl<'a> Lines<'a> {
    #[inline]
    fn of(map: &'a HeaderMap, name: HeaderName) -> Self {
        if map.len() == map.keys_len() {
            Self::One(map.get(name))
        } else {
            Self::Several(map.get_all(name).iter())
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a HeaderValue;

    #[inline]
    fn next(&mut self) -> Option<&'a HeaderValue> {
        match self {
            Self::One(line) => line.take(),
            Self::Several(lines) => lines.next(),
        }
    }
}

#[inline]
fn name(field: Field) -> HeaderName {
    match field {
        Field::Origin => header::ORIGIN,
        Field::AccessControlRequestMethod => header::ACCESS_CONTROL_REQUEST_METHOD,
        Field::AccessControlRequestHeaders => header::ACCESS_CONTROL_REQUEST_HEADERS,
        Field::AccessControlAllowOrigin => header::ACCESS_CONTROL_ALLOW_ORIGIN,
        Field::AccessControlAllowCredentials => header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
        Field::AccessControlAllowMethods => header::ACCESS_CONTROL_ALLOW_METHODS,
        Field::AccessControlAllowHeaders => header::ACCESS_CONTROL_ALLOW_HEADERS,
        Field::AccessControlExposeHeaders => header::ACCESS_CONTROL_EXPOSE_HEADERS,
        Field::AccessControlMaxAge => header::ACCESS_CONTROL_MAX_AGE,
        Field::Vary => header::VARY,
        other => HeaderName::from_static(other.as_str()),
    }
}
