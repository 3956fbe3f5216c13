//! What was said already: strangers can have only so much said, and kept.

use core::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};

/// How many different requests are said at `info`.
pub(super) const MOST: usize = 60;

/// The requests that were said at `info`, by their hashes. Nothing is taken out of it, and it takes no
/// lock, so whoever stops in the middle stops nobody else.
pub(super) struct Seen {
    places: [AtomicU64; MOST],
    is_full: AtomicBool,
}

/// How often something was said before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occurrence {
    /// Never, or only before a policy was replaced.
    First,
    /// It was said, or there is no place left for it.
    Again,
    /// There is no place left for it, and that was not said yet.
    NoPlaceLeft,
}

/// How often policies were replaced, modulo 255. After a change, people look whether it helped: what is
/// still blocked is said once more.
static CHANGES: AtomicU8 = AtomicU8::new(0);

/// The state of a place whose request was said after a change as well.
const SAID_TWICE: u8 = u8::MAX;

/// A policy was replaced.
pub(crate) fn replaced() {
    let _ = CHANGES.fetch_update(Relaxed, Relaxed, |changes| Some((changes + 1) % SAID_TWICE));
}

impl Seen {
    pub(super) const fn new() -> Self {
        Self {
            places: [const { AtomicU64::new(0) }; MOST],
            is_full: AtomicBool::new(false),
        }
    }

    /// Remembers a request. A place holds its hash, and in the lowest byte the state: the number of
    /// changes when it was said, or that it was said twice.
    pub(super) fn occurrence(&self, hash: u64) -> Occurrence {
        let changes = CHANGES.load(Relaxed);
        // An empty place is zero.
        let hash = (hash | 1 << 63) & !0xff;
        for place in &self.places {
            let mut known = place.load(Relaxed);
            if known == 0 {
                match place.compare_exchange(0, hash | u64::from(changes), Relaxed, Relaxed) {
                    Ok(_) => return Occurrence::First,
                    Err(other) => known = other,
                }
            }
            if known & !0xff != hash {
                continue;
            }
            let state = (known & 0xff) as u8;
            if state == SAID_TWICE || state == changes {
                return Occurrence::Again;
            }
            let twice = hash | u64::from(SAID_TWICE);
            return match place.compare_exchange(known, twice, Relaxed, Relaxed) {
                Ok(_) => Occurrence::First,
                Err(_) => Occurrence::Again,
            };
        }
        if self.is_full.swap(true, Relaxed) {
            Occurrence::Again
        } else {
            Occurrence::NoPlaceLeft
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Occurrence, Seen};

    fn hashes() -> impl Iterator<Item = u64> {
        (1..).map(|n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    #[test]
    fn as_many_as_there_are_places_are_first_once() {
        let seen = Seen::new();
        for hash in hashes().take(MOST) {
            assert_eq!(seen.occurrence(hash), Occurrence::First, "{hash:x}");
            assert_eq!(seen.occurrence(hash), Occurrence::Again, "{hash:x}");
        }
        let mut others = hashes().skip(MOST).take(20_000);
        let first_of_them = others.next().map(|hash| seen.occurrence(hash));
        assert_eq!(first_of_them, Some(Occurrence::NoPlaceLeft));
        assert!(others.all(|hash| seen.occurrence(hash) == Occurrence::Again));
        let mut known = hashes().take(MOST);
        assert!(known.all(|hash| seen.occurrence(hash) == Occurrence::Again));
    }

    #[test]
    fn a_hash_of_nothing_is_one_too() {
        let seen = Seen::new();
        assert_eq!(seen.occurrence(0), Occurrence::First);
        assert_eq!(seen.occurrence(0), Occurrence::Again);
    }

    /// Two may find the same place empty.
    #[test]
    fn threads_that_meet_say_it_once() {
        const TIMES: usize = 20_000;
        for _ in 0..10 {
            let all: Vec<_> = (0..TIMES).map(|_| Seen::new()).collect();
            let start = std::sync::Barrier::new(2);
            let count = || {
                start.wait();
                let is_first = |seen: &&Seen| seen.occurrence(u64::MAX) == Occurrence::First;
                all.iter().filter(is_first).count()
            };
            let firsts = std::thread::scope(|scope| {
                let other = scope.spawn(count);
                count() + other.join().unwrap()
            });
            assert_eq!(firsts, TIMES);
        }
    }

    #[test]
    fn threads_say_each_once_between_them() {
        let seen = Seen::new();
        let first = |hash: &u64| seen.occurrence(*hash) == Occurrence::First;
        let firsts = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| hashes().take(MOST).filter(first).count()))
                .collect();
            let counts = threads.into_iter().map(|thread| thread.join().unwrap());
            counts.sum::<usize>()
        });
        assert_eq!(firsts, MOST);
    }
}
