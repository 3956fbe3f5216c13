//! The origins that a response is shared with, and how it says so.

use super::{Field, ResponseHead, Values};

/// The origins that a response is shared with.
#[derive(Clone)]
pub(super) enum Sharing<V> {
    Nothing,
    AnyOrigin,
    /// Only the origin of the request: this is the request's own value.
    Origin(V),
}

impl<V> Sharing<V> {
    /// The value of `Access-Control-Allow-Origin`.
    pub(super) fn origin<'a>(&'a self, values: &'a Values<V>) -> Option<&'a V> {
        match self {
            Self::Nothing => None,
            Self::AnyOrigin => Some(&values.any_origin),
            Self::Origin(origin) => Some(origin),
        }
    }

    /// Puts `Access-Control-Allow-Origin` into a response. The request's own value moves there, without
    /// another reference count. Returns whether the response is shared.
    #[inline]
    pub(super) fn put(self, response: &mut impl ResponseHead<V>, values: &Values<V>) -> bool
    where
        V: Clone,
    {
        let origin = match self {
            Self::Nothing => return false,
            Self::AnyOrigin => values.any_origin.clone(),
            Self::Origin(origin) => origin,
        };
        response.append(Field::AccessControlAllowOrigin, origin);
        true
    }
}

/// Puts a ready value into a response, if there is one.
///
/// It is called once for each field, and not in a loop, so that the field is a constant: the headers
/// of an allowed origin cost a tenth less.
#[inline]
pub(super) fn put<V: Clone>(response: &mut impl ResponseHead<V>, field: Field, value: &Option<V>) {
    if let Some(value) = value {
        response.append(field, value.clone());
    }
}
