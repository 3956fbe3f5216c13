//! What a response grants by itself, taken out of it.

use super::{Field, ResponseHead};

/// The headers that a handler had set by itself, and that a policy took out of its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// A bit for each of [`Field::GRANTS`].
    fields: u8,
}

const _: () = assert!(Field::GRANTS.len() <= u8::BITS as usize);

impl Overridden {
    pub(super) const NOTHING: Self = Self { fields: 0 };

    /// Takes them out of `response`. Returns whether that has a `Vary`, too, which no look-up tells
    /// as cheaply as this one look at all names.
    #[inline]
    pub(super) fn take<V>(response: &mut impl ResponseHead<V>) -> (Self, bool) {
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
