//! The shortest origin that one list allows and another does not: all machines side by side.

use core::iter;
use std::collections::{HashSet, VecDeque};

use cors_core::Origin;
use foldhash::fast::RandomState;

use super::{
    MAX_CANDIDATES, MAX_PLACES, Undecided,
    canonical::{Canonical, Kind},
    inclusion::Witness,
    lazy::{At, Full},
    machines::{Machines, Side, Where},
};

/// The bytes of origins, in the order in which they are tried: what reads well comes first.
pub(super) const BYTES: &[u8; 94] = b"abcdefghijklmnopqrstuvwxyz0123456789.-_:/[]ABCDEFGHIJKLMNOPQRSTUVWXYZ~!$&'()*+,;=%\"`{}#<>?@\\^|";

/// What stands in front of every host of the web, at least. It takes as many steps, which are taken for granted
/// while a host is read: so a short host is finished before longer ones are begun.
const FRONT: u8 = "http://".len() as u8;

/// Where all machines are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    canonical: At,
    left: Where,
    right: Where,
    /// How much of the front has been read. All places that lead to one have read as much.
    front: u8,
}

struct Reached {
    place: Place,
    from: u32,
    byte: u8,
    length: u16,
}

/// The first origin that `left` allows and `right` does not. `is_one` has the last word. It takes at most so many
/// steps from place to place, and counts them down.
pub(super) fn search(
    left: &mut Side,
    right: &mut Side,
    steps: &mut usize,
    is_one: impl Fn(&str) -> bool,
) -> Result<Option<Witness>, Undecided> {
    let search = Search {
        canonical: Canonical::new().map_err(|Full| Undecided::TooLarge)?,
        left: left.run(),
        right: right.run(),
        places: Vec::new(),
        next: VecDeque::new(),
        known: HashSet::default(),
        best: None,
        doubtful: 0,
    };
    search.run(steps, is_one)
}

struct Search<'a> {
    canonical: Canonical,
    left: Machines<'a>,
    right: Machines<'a>,
    places: Vec<Reached>,
    /// Places to go on from, by the length of the shortest origin of the web that may be at their ends.
    next: VecDeque<u32>,
    known: HashSet<Place, RandomState>,
    best: Option<Witness>,
    /// How many examples were none.
    doubtful: usize,
}

impl Search<'_> {
    fn run(
        mut self,
        steps: &mut usize,
        is_one: impl Fn(&str) -> bool,
    ) -> Result<Option<Witness>, Undecided> {
        match self.go(steps, &is_one) {
            // Whatever was not looked at: there is one.
            _ if self.best.is_some() => Ok(self.best),
            Err(Full) => Err(Undecided::TooLarge),
            Ok(()) if self.doubtful > 0 => Err(Undecided::NoExample),
            Ok(()) => Ok(None),
        }
    }

    fn go(&mut self, steps: &mut usize, is_one: impl Fn(&str) -> bool) -> Result<(), Full> {
        let start = Place {
            canonical: self.canonical.start()?,
            left: self.left.start()?,
            right: self.right.start()?,
            front: 0,
        };
        self.add(start, 0, 0, 0)?;
        while let Some(from) = self.next.pop_front() {
            let Reached { place, length, .. } = self.places[from as usize];
            if !self.may_be_better(usize::from(length) + usize::from(FRONT - place.front)) {
                return Ok(());
            }
            if let Some(kind) = self.canonical.kind(place.canonical)?
                && self.left.allows(place.left, kind)?
                && !self.right.allows(place.right, kind)?
            {
                self.consider(from, kind, &is_one);
            }
            if usize::from(length) >= Origin::MAX_LEN {
                continue;
            }
            let bytes = self.canonical.bytes(place.canonical)? & self.left.bytes(place.left)?;
            for &byte in BYTES.iter().filter(|&&byte| bytes >> byte & 1 == 1) {
                *steps = steps.checked_sub(1).ok_or(Full)?;
                let canonical = self.canonical.step(place.canonical, byte)?;
                let left = self.left.step(place.left, byte)?;
                if canonical.is_none() || self.left.is_dead(left) {
                    continue;
                }
                let is_front = byte == b'/' || place.front > 0;
                let to = Place {
                    canonical,
                    left,
                    right: self.right.step(place.right, byte)?,
                    front: FRONT.min(place.front + u8::from(is_front)),
                };
                self.add(to, from, byte, length + 1)?;
            }
            if self.doubtful > MAX_CANDIDATES {
                return Err(Full);
            }
        }
        Ok(())
    }

    fn add(&mut self, place: Place, from: u32, byte: u8, length: u16) -> Result<(), Full> {
        if !self.known.insert(place) {
            return Ok(());
        }
        if self.places.len() > MAX_PLACES {
            return Err(Full);
        }
        let new = u32::try_from(self.places.len()).map_err(|_| Full)?;
        let is_granted = length > 0 && place.front > self.places[from as usize].place.front;
        match is_granted {
            true => self.next.push_front(new),
            false => self.next.push_back(new),
        }
        self.places.push(Reached {
            place,
            from,
            byte,
            length,
        });
        Ok(())
    }

    /// Whether an origin of this length or a longer one can come before the best so far.
    fn may_be_better(&self, length: usize) -> bool {
        let best = self.best.as_ref();
        best.is_none_or(|best| !best.is_web() || length <= best.as_str().len())
    }

    fn consider(&mut self, place: u32, kind: Kind, is_one: impl Fn(&str) -> bool) {
        let length = usize::from(self.places[place as usize].length);
        let is_better = self.best.as_ref().is_none_or(|best| {
            let best = (!best.is_web(), best.as_str().len());
            (!kind.is_web, length) <= best
        });
        if !is_better {
            return;
        }
        let text = self.text(place);
        if Origin::parse(&text).is_ok() && is_one(&text) {
            let found = Witness::new(text);
            if self.best.as_ref().is_none_or(|best| found < *best) {
                self.best = Some(found);
            }
        } else {
            self.doubtful += 1;
        }
    }

    /// What led here, which was read from its end.
    fn text(&self, place: u32) -> String {
        let reached = |place: u32| &self.places[place as usize];
        let before = |place: &u32| Some(reached(*place).from);
        let places = iter::successors(Some(place), before).take_while(|place| *place > 0);
        places
            .map(|place| char::from(reached(place).byte))
            .collect()
    }
}
