//! Whether two hosts may be the same except for a letter or two, told from a few bytes of each.

use core::hash::BuildHasher;

use foldhash::fast::RandomState;

/// The most letters that a slip changes.
pub(crate) const MOST: usize = 2;

/// What a slip of a letter or two changes little, or not at all.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Which letters it has.
    letters: u32,
    /// A hash of its digits, which slips leave alone.
    digits: u16,
    length: u8,
    /// The number of its labels, which slips leave alone; with the highest bit for a wildcard.
    labels: u8,
}

impl Shape {
    /// No host's.
    pub(crate) const NONE: Self = Self {
        letters: 0,
        digits: 0,
        length: 0,
        labels: 0,
    };

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a host has 254 bytes at most"
    )]
    pub(crate) fn of(host: &str, is_wildcard: bool) -> Self {
        let (mut letters, mut digits, mut labels) = (0_u32, 0_u16, 1_u8);
        for byte in host.bytes() {
            match byte {
                b'a'..=b'z' => letters |= 1 << (byte - b'a'),
                b'0'..=b'9' => {
                    digits = digits.wrapping_mul(31).wrapping_add(u16::from(byte));
                }
                b'.' => labels = labels.wrapping_add(1),
                _ => letters |= 1 << (26 + byte % 6),
            }
        }
        let wildcard = u8::from(is_wildcard) << 7;
        Self {
            letters,
            digits,
            length: host.len() as u8,
            labels: labels | wildcard,
        }
    }

    /// Without a branch, since nobody can foretell it.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let mut others = self.letters ^ other.letters;
        for _ in 0..2 * MOST {
            others &= others.wrapping_sub(1);
        }
        (self.digits == other.digits)
            & (self.labels == other.labels)
            & (usize::from(self.length.abs_diff(other.length)) <= MOST)
            & (others == 0)
    }
}

/// Hashes of both halves of a host's longest label: of most slips, one half knows nothing.
#[derive(Clone, Copy)]
pub(crate) struct Halves {
    head: u32,
    tail: u32,
}

impl Halves {
    pub(crate) fn of(host: &str, seed: &RandomState) -> Self {
        let label = longest_label(host);
        let (head, tail) = label.split_at(label.len() / 2);
        Self {
            head: hash(head, seed),
            tail: hash(tail, seed),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some bits of a hash")]
fn hash(half: &[u8], seed: &RandomState) -> u32 {
    seed.hash_one(half) as u32
}

fn longest_label(host: &str) -> &[u8] {
    let labels = host.as_bytes().split(|byte| *byte == b'.');
    // The first of the longest.
    labels.fold(b"", |longest, label| {
        if label.len() > longest.len() {
            label
        } else {
            longest
        }
    })
}

/// The halves that a host's longest label may have had before a slip.
pub(crate) struct HalvesBefore {
    heads: [u32; LENGTHS],
    tails: [u32; LENGTHS],
}

/// Of labels that are up to two letters longer or shorter, the halves have so many different lengths.
const LENGTHS: usize = MOST + 1;

impl HalvesBefore {
    pub(crate) fn of(host: &str, seed: &RandomState) -> Self {
        let label = longest_label(host);
        let (mut heads, mut tails) = ([0; LENGTHS], [0; LENGTHS]);
        let shortest = label.len().saturating_sub(MOST);
        for place in 0..LENGTHS {
            let (head, tail) = (shortest / 2 + place, shortest.div_ceil(2) + place);
            let start = label.len().checked_sub(tail);
            heads[place] = label.get(..head).map_or(0, |head| hash(head, seed));
            tails[place] = start.map_or(0, |start| hash(&label[start..], seed));
        }
        Self { heads, tails }
    }

    /// Without a branch, too.
    pub(crate) fn has_one_of(&self, halves: &Halves) -> bool {
        let mut has = false;
        for place in 0..LENGTHS {
            has |= (self.heads[place] == halves.head) | (self.tails[place] == halves.tail);
        }
        has
    }
}
