//! A request's head, for what is seldom done with it: guarding, logging, counting.

use super::{Field, RequestHead};

/// Shows what the head shows, by functions that are never inlined.
///
/// Otherwise those of the framework would have so many callers that they were not inlined into the
/// decision either: of Rocket's, that costs 40 % more.
pub(crate) struct Seldom<'a, H>(pub(crate) &'a H);

impl<V, H: RequestHead<V>> RequestHead<V> for Seldom<'_, H> {
    fn method(&self) -> &str {
        self.0.method()
    }

    fn authority(&self) -> Option<&str> {
        self.0.authority()
    }

    fn path(&self) -> Option<&str> {
        self.0.path()
    }

    #[cold]
    #[inline(never)]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<V>> {
        Lines(self.0.lines(field))
    }
}

struct Lines<I>(I);

impl<I: Iterator> Iterator for Lines<I> {
    type Item = I::Item;

    #[cold]
    #[inline(never)]
    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
}
