//! The grants that a handler, or CORS further inside, put into a response, removed from it.

use core::fmt;

use super::{Field, ResponseHead, Values};
use crate::log;

/// The CORS headers that a handler had set, or another policy's middleware further inside, and that
/// a policy removed from the response.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "http")] {
/// use cors_core::{Policy, adapter::{Decision, Field, Head, Responder}};
/// use http::{HeaderValue, Request, Response};
///
/// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
/// let responder = Responder::<HeaderValue>::new(policy);
/// let Decision::Forward(headers) = responder.respond(&Head::of(&Request::new(()))) else {
///     panic!("a GET is no preflight");
/// };
/// let mut response = Response::builder().header("access-control-allow-origin", "*").body(())?;
/// let overridden = headers.apply(response.headers_mut());
/// assert_eq!(Vec::from_iter(&overridden), [Field::AccessControlAllowOrigin]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Overridden {
    /// A bit for each of [`Field::GRANTS`].
    fields: u8,
}

const _: () = assert!(Field::GRANTS.len() <= u8::BITS as usize);

impl Overridden {
    pub(super) const NOTHING: Self = Self { fields: 0 };

    /// Removes them from `response`. Also returns whether that has a `Vary`: this one look at all names
    /// tells it for less than a look-up.
    #[inline]
    pub(super) fn take<V>(response: &mut impl ResponseHead<V>, values: &Values<V>) -> (Self, bool) {
        let mut fields = 0;
        let mut has_vary = false;
        response.any_name(|name| {
            has_vary |= name.eq_ignore_ascii_case(Field::Vary.as_str());
            fields |= Field::grant(name).map_or(0, |grant| 1 << grant);
            false
        });
        let overridden = Self { fields };
        if !overridden.is_empty() {
            overridden.remove_from(response, values);
        }
        (overridden, has_vary)
    }

    #[cold]
    fn remove_from<V>(&self, response: &mut impl ResponseHead<V>, values: &Values<V>) {
        for field in self {
            response.remove(field);
            log::overridden(field, values.place());
        }
    }

    /// Whether none had been set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields == 0
    }

    /// The headers' names.
    pub fn iter(&self) -> OverriddenFields {
        OverriddenFields {
            fields: self.fields,
        }
    }
}

impl IntoIterator for &Overridden {
    type Item = Field;
    type IntoIter = OverriddenFields;

    fn into_iter(self) -> OverriddenFields {
        self.iter()
    }
}

impl fmt::Debug for Overridden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Overridden ")?;
        f.debug_set().entries(self).finish()
    }
}

/// The headers of an [`Overridden`].
#[derive(Clone, Debug)]
pub struct OverriddenFields {
    fields: u8,
}

impl Iterator for OverriddenFields {
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
