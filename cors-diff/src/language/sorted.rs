//! A tree of texts without nodes: their sorted list, in which all that begin alike stand side by side.

/// Texts in their order, without repetition.
pub(super) struct Sorted(Vec<Box<[u8]>>);

/// Those that begin with the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Alike {
    first: u32,
    end: u32,
    /// How many bytes are the same.
    read: u32,
}

impl Sorted {
    pub(super) fn new(mut texts: Vec<Box<[u8]>>) -> Self {
        texts.sort_unstable();
        texts.dedup();
        Self(texts)
    }

    /// All of them, if there are any.
    pub(super) fn all(&self) -> Option<Alike> {
        let end = u32::try_from(self.0.len()).ok()?;
        (end > 0).then_some(Alike {
            first: 0,
            end,
            read: 0,
        })
    }

    /// The place of the one that has been read as a whole: it is the first of those that begin like it.
    pub(super) fn whole(&self, alike: Alike) -> Option<usize> {
        let first = alike.first as usize;
        (self.0[first].len() == alike.read as usize).then_some(first)
    }

    /// Whether one of them is longer.
    pub(super) fn goes_on(&self, alike: Alike) -> bool {
        !self.longer(alike).0.is_empty()
    }

    /// Those that go on with a byte.
    pub(super) fn step(&self, alike: Alike, byte: u8) -> Option<Alike> {
        let (texts, first) = self.longer(alike);
        let at = alike.read as usize;
        let start = texts.partition_point(|text| text[at] < byte);
        let end = texts[start..].partition_point(|text| text[at] == byte) + start;
        (start < end).then(|| Alike {
            first: first + index(start),
            end: first + index(end),
            read: alike.read + 1,
        })
    }

    /// The bytes that they go on with.
    pub(super) fn bytes(&self, alike: Alike) -> u128 {
        let (mut texts, _) = self.longer(alike);
        let at = alike.read as usize;
        let mut bytes = 0;
        while let [first, ..] = texts {
            let byte = first[at];
            bytes |= 1_u128.checked_shl(byte.into()).unwrap_or_default();
            texts = &texts[texts.partition_point(|text| text[at] <= byte)..];
        }
        bytes
    }

    fn longer(&self, alike: Alike) -> (&[Box<[u8]>], u32) {
        let first = alike.first + u32::from(self.whole(alike).is_some());
        (&self.0[first as usize..alike.end as usize], first)
    }

    pub(super) fn position(&self, text: &[u8]) -> Option<usize> {
        self.0.binary_search_by(|other| (**other).cmp(text)).ok()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

pub(super) fn reversed(text: &str) -> Box<[u8]> {
    text.bytes().rev().collect()
}
