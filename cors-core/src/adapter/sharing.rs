//! With whom a response is shared, and how that gets into it.

use super::{Field, ResponseHead, Values};

/// With whom a response is shared.
#[derive(Clone)]
pub(super) enum Sharing<V> {
    Nothing,
    AnyOrigin,
    /// With the origin of the request, whose own value this is.
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

    /// Puts `Access-Control-Allow-Origin` into a response, the request's own value without counting
    /// it twice. Returns whether it is shared.
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

/// Puts a ready value into a response, where there is one.
///
/// Called once for each field, and not in a loop over them, to make the field a constant: the
/// headers of an allowed origin cost a tenth less.
#[inline]
pub(super) fn put<V: Clone>(response: &mut impl ResponseHead<V>, field: Field, value: &Option<V>) {
    if let Some(value) = value {
        response.append(field, value.clone());
    }
}
