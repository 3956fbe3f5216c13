//! The shortest origin that one list allows and another does not: all machines side by side, breadth first.

use core::iter;
use std::collections::HashSet;

use cors_core::Origin;
use foldhash::fast::RandomState;

use super::{
    Language, MAX_CANDIDATES, MAX_PLACES, MAX_STEPS, Undecided,
    canonical::{Canonical, Kind},
    expression::{Expressions, Running},
    inclusion::Witness,
    lazy::{At, Full},
    listed::{DEAD, Listed},
};

/// What one side of a comparison allows, as machines.
pub(super) struct Side {
    any: bool,
    listed: Listed,
    expressions: Expressions,
    asks_about_insecure: bool,
}

/// The bytes of origins, in the order in which they are tried: what reads well comes first.
const BYTES: &[u8; 94] = b"abcdefghijklmnopqrstuvwxyz0123456789.-_:/[]ABCDEFGHIJKLMNOPQRSTUVWXYZ~!$&'()*+,;=%\"`{}#<>?@\\^|";

/// Where all machines are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    canonical: At,
    left: Where,
    right: Where,
}

/// Where the machines of a side are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Where {
    listed: u32,
    expressions: At,
}

struct Reached {
    place: Place,
    from: u32,
    byte: u8,
    length: u16,
}

impl Side {
    pub(super) fn new(
        language: &Language<'_>,
        texts: &[&str],
        regexes: &[&str],
    ) -> Result<Self, Undecided> {
        Ok(Self {
            any: language.any,
            listed: Listed::new(texts).ok_or(Undecided::Unreadable)?,
            expressions: Expressions::new(regexes).map_err(|Full| Undecided::TooLarge)?,
            asks_about_insecure: language.asks_about_insecure,
        })
    }
}

/// A side, with the states of its regexes that were needed so far.
struct Machines<'a> {
    any: bool,
    listed: &'a mut Listed,
    expressions: Running<'a>,
    asks_about_insecure: bool,
}

impl<'a> Machines<'a> {
    fn new(side: &'a mut Side) -> Self {
        Self {
            any: side.any,
            listed: &mut side.listed,
            expressions: side.expressions.run(),
            asks_about_insecure: side.asks_about_insecure,
        }
    }

    fn start(&mut self) -> Result<Where, Full> {
        Ok(Where {
            listed: self.listed.start(),
            expressions: self.expressions.start()?,
        })
    }

    fn step(&mut self, at: Where, byte: u8) -> Result<Where, Full> {
        Ok(Where {
            listed: self.listed.step(at.listed, byte)?,
            expressions: self.expressions.step(at.expressions, byte)?,
        })
    }

    fn is_dead(&self, at: Where) -> bool {
        !self.any && at.listed == DEAD && at.expressions.is_none()
    }

    /// The bytes with which something may go on.
    fn bytes(&self, at: Where) -> u128 {
        if self.any || at.expressions.is_some() {
            u128::MAX
        } else {
            self.listed.bytes(at.listed)
        }
    }

    fn allows(&mut self, at: Where, kind: Kind) -> Result<bool, Full> {
        let is_asked = self.asks_about_insecure || !kind.is_insecure;
        Ok(self.any
            || self.listed.matches(at.listed)
            || (is_asked && self.expressions.matches(at.expressions)?))
    }
}

/// An origin that `left` allows and `right` does not, and that comes before `best`. `is_one` has the last word.
pub(super) fn search(
    left: &mut Side,
    right: &mut Side,
    best: Option<Witness>,
    is_one: impl Fn(&str) -> bool,
) -> Result<Option<Witness>, Undecided> {
    let search = Search {
        canonical: Canonical::new().map_err(|Full| Undecided::TooLarge)?,
        left: Machines::new(left),
        right: Machines::new(right),
        places: Vec::new(),
        known: HashSet::default(),
        best,
        doubtful: 0,
    };
    search.run(is_one)
}

struct Search<'a> {
    canonical: Canonical,
    left: Machines<'a>,
    right: Machines<'a>,
    places: Vec<Reached>,
    known: HashSet<Place, RandomState>,
    best: Option<Witness>,
    /// How many examples were none.
    doubtful: usize,
}

impl Search<'_> {
    fn run(mut self, is_one: impl Fn(&str) -> bool) -> Result<Option<Witness>, Undecided> {
        match self.go(&is_one) {
            // Whatever was not looked at: there is one.
            _ if self.best.is_some() => Ok(self.best),
            Err(Full) => Err(Undecided::TooLarge),
            Ok(()) if self.doubtful > 0 => Err(Undecided::NoExample),
            Ok(()) => Ok(None),
        }
    }

    fn go(&mut self, is_one: impl Fn(&str) -> bool) -> Result<(), Full> {
        let start = Place {
            canonical: self.canonical.start()?,
            left: self.left.start()?,
            right: self.right.start()?,
        };
        self.add(start, 0, 0, 0);
        let (mut next, mut steps) = (0, 0);
        while next < self.places.len() {
            let Reached { place, length, .. } = self.places[next];
            if !self.may_be_better(length) {
                return Ok(());
            }
            if let Some(kind) = self.canonical.kind(place.canonical)?
                && self.left.allows(place.left, kind)?
                && !self.right.allows(place.right, kind)?
            {
                self.consider(next, kind, &is_one);
            }
            let from = u32::try_from(next).map_err(|_| Full)?;
            next += 1;
            if usize::from(length) >= Origin::MAX_LEN {
                continue;
            }
            let bytes = self.left.bytes(place.left);
            for &byte in BYTES.iter().filter(|&&byte| bytes >> byte & 1 == 1) {
                steps += 1;
                let canonical = self.canonical.step(place.canonical, byte)?;
                if canonical.is_none() {
                    continue;
                }
                let left = self.left.step(place.left, byte)?;
                if self.left.is_dead(left) {
                    continue;
                }
                let right = self.right.step(place.right, byte)?;
                let to = Place {
                    canonical,
                    left,
                    right,
                };
                self.add(to, from, byte, length + 1);
            }
            if self.places.len() > MAX_PLACES || steps > MAX_STEPS || self.doubtful > MAX_CANDIDATES
            {
                return Err(Full);
            }
        }
        Ok(())
    }

    fn add(&mut self, place: Place, from: u32, byte: u8, length: u16) {
        if self.known.insert(place) {
            self.places.push(Reached {
                place,
                from,
                byte,
                length,
            });
        }
    }

    /// Whether an origin of this length or a longer one can come before the best so far.
    fn may_be_better(&self, length: u16) -> bool {
        let best = self.best.as_ref();
        best.is_none_or(|best| !best.is_web() || usize::from(length) <= best.as_str().len())
    }

    fn consider(&mut self, place: usize, kind: Kind, is_one: impl Fn(&str) -> bool) {
        let length = usize::from(self.places[place].length);
        let is_better = self.best.as_ref().is_none_or(|best| {
            (best.is_web(), length) < (kind.is_web, best.as_str().len())
                || (best.is_web() == kind.is_web && length <= best.as_str().len())
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
    fn text(&self, place: usize) -> String {
        let before = |place: &usize| (*place > 0).then(|| self.places[*place].from as usize);
        let places = iter::successors(Some(place), before).filter(|place| *place > 0);
        places
            .map(|place| char::from(self.places[place].byte))
            .collect()
    }
}
