//! The headers for the response to a request that was let through.

use core::fmt;
use std::sync::Arc;

use super::{
    Field, Headers, Overridden, ResponseHead, Values,
    headers::MAX_LINES,
    sharing::{Sharing, put},
};
use crate::names::elements;

/// The headers to put into the response to a request that was let through.
#[derive(Clone)]
#[must_use = "the headers have no effect until they are applied to the response"]
pub struct ResponseHeaders<V> {
    values: Arc<Values<V>>,
    sharing: Sharing<V>,
}

impl<V> ResponseHeaders<V> {
    pub(super) fn new(values: Arc<Values<V>>, sharing: Sharing<V>) -> Self {
        Self { values, sharing }
    }

    /// Every header with its value, including `Vary`, even if the response turns out to have it.
    pub fn iter(&self) -> Headers<'_, V> {
        let values = &*self.values;
        let origin = self.sharing.origin(values);
        let shared = |value| origin.and(Option::as_ref(value));
        let mut lines = [const { None }; MAX_LINES];
        for (line, (field, value)) in lines.iter_mut().zip([
            (Field::AccessControlAllowOrigin, origin),
            (
                Field::AccessControlAllowCredentials,
                shared(&values.credentials),
            ),
            (Field::AccessControlExposeHeaders, shared(&values.exposed)),
            (Field::Vary, values.vary.as_ref()),
        ]) {
            *line = value.map(|value| (field, value));
        }
        Headers::new(lines)
    }

    /// Puts the headers into a response, and removes what its handler granted by itself: a response
    /// grants what its policy does, and nothing more. `Vary` is appended to, without repetition.
    ///
    /// Returns the CORS headers that had been set. With the feature `tracing`, each of them is also
    /// logged the first time.
    // Inlined, since the value is moved otherwise: 8 instructions less.
    #[inline]
    pub fn apply(self, response: &mut impl ResponseHead<V>) -> Overridden
    where
        V: Clone,
    {
        let Self { values, sharing } = self;
        let (overridden, has_vary) = Overridden::take(response, &values);
        if sharing.put(response, &values) {
            put(
                response,
                Field::AccessControlAllowCredentials,
                &values.credentials,
            );
            put(response, Field::AccessControlExposeHeaders, &values.exposed);
        }
        if has_vary && let Some(names) = values.read_vary() {
            put_names(response, names);
        } else if values.vary.is_some() && !(has_vary && varies_by(response, "origin")) {
            put(response, Field::Vary, &values.vary);
        }
        overridden
    }
}

/// Puts those of the names into `Vary` that it lacks.
#[cold]
fn put_names<V: Clone>(response: &mut impl ResponseHead<V>, names: &[(&'static str, V)]) {
    for (name, value) in names {
        if !varies_by(response, name) {
            response.append(Field::Vary, value.clone());
        }
    }
}

/// Whether the response already tells caches that it depends on a header, by name or by `*`:
/// <https://httpwg.org/specs/rfc9110.html#field.vary>.
fn varies_by<V>(response: &impl ResponseHead<V>, name: &str) -> bool {
    let says_so = |element: &[u8]| element == b"*" || element.eq_ignore_ascii_case(name.as_bytes());
    let mut lines = response.lines(Field::Vary);
    lines.any(|line| elements(line.as_ref()).any(says_so))
}

impl<'a, V> IntoIterator for &'a ResponseHeaders<V> {
    type Item = (Field, &'a V);
    type IntoIter = Headers<'a, V>;

    fn into_iter(self) -> Headers<'a, V> {
        self.iter()
    }
}

/// Equal if they turn a response into the same one.
impl<V: AsRef<[u8]>> PartialEq for ResponseHeaders<V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().bytes().eq(other.iter().bytes())
    }
}

impl<V: AsRef<[u8]>> fmt::Debug for ResponseHeaders<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseHeaders ")?;
        self.iter().debug(f)
    }
}
