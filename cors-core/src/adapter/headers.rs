//! An iterator over the headers of a decision.

use core::{array, fmt, iter};

use super::Field;

/// Every header of a [`ResponseHeaders`](super::ResponseHeaders) or an [`Answer`](super::Answer), with
/// its value.
pub struct Headers<'a, V> {
    lines: iter::Flatten<array::IntoIter<Option<(Field, &'a V)>, MAX_LINES>>,
}

/// Five headers and `Vary`. One of the headers may have several lines, as many as are echoed.
pub(super) const MAX_LINES: usize = 10;

impl<'a, V> Headers<'a, V> {
    pub(super) fn new(lines: [Option<(Field, &'a V)>; MAX_LINES]) -> Self {
        let lines = lines.into_iter().flatten();
        Self { lines }
    }

    /// For comparing.
    pub(super) fn bytes(self) -> impl Iterator<Item = (Field, &'a [u8])>
    where
        V: AsRef<[u8]>,
    {
        self.map(|(field, value)| (field, value.as_ref()))
    }

    /// For people.
    pub(super) fn debug(self, f: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        V: AsRef<[u8]>,
    {
        let lines = self
            .bytes()
            .map(|(field, value)| (field.as_str(), String::from_utf8_lossy(value).into_owned()));
        f.debug_map().entries(lines).finish()
    }
}

impl<'a, V> Iterator for Headers<'a, V> {
    type Item = (Field, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.next()
    }
}

impl<V> Clone for Headers<'_, V> {
    fn clone(&self) -> Self {
        Self {
            lines: self.lines.clone(),
        }
    }
}

impl<V: AsRef<[u8]>> fmt::Debug for Headers<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clone().debug(f)
    }
}
