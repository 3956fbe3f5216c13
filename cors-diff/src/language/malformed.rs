//! The shortest text that regexes match and no browser sends.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::{
    Clause, MAX_PLACES, Undecided,
    canonical::Canonical,
    expression::{Expressions, Running},
    lazy::{At, Full},
    search::BYTES,
};

/// Clauses that read whole texts, origins or not.
pub(crate) struct Reader<'a>(Running<'a>);

impl<'a> Reader<'a> {
    pub(crate) fn new(expressions: &'a Expressions) -> Self {
        Self(expressions.run())
    }

    /// Whether one of the clauses matches all of it.
    pub(crate) fn matches(&mut self, text: &str) -> Result<bool, Undecided> {
        let mut read = || -> Result<bool, Full> {
            let mut at = self.0.start()?;
            for byte in text.bytes().rev() {
                at = self.0.step(at, byte)?;
            }
            self.0.matches(at)
        };
        read().map_err(|Full| Undecided::TooLarge)
    }
}

/// Regexes as one machine.
pub(crate) fn expressions(clauses: &[Clause<'_>]) -> Result<Expressions, Undecided> {
    Expressions::new(clauses).map_err(|Full| Undecided::TooLarge)
}

/// The first of the shortest texts of printable ASCII that one of the clauses matches, and that are neither origins
/// nor among the others that browsers send.
pub(crate) fn malformed(
    clauses: &[Clause<'_>],
    others: &[&str],
) -> Result<Option<String>, Undecided> {
    let expressions = expressions(clauses)?;
    search(&expressions, others).map_err(|Full| Undecided::TooLarge)
}

fn search(expressions: &Expressions, others: &[&str]) -> Result<Option<String>, Full> {
    let mut canonical = Canonical::new()?;
    let mut running = expressions.run();
    let start = (canonical.start()?, running.start()?);
    let mut known: HashSet<(At, At), RandomState> = HashSet::default();
    known.insert(start);
    // Each with the place that it was reached from, and the byte that led there.
    let mut places = vec![(start, 0, 0)];
    let mut next = 0;
    while let Some(&(place, ..)) = places.get(next) {
        if canonical.kind(place.0)?.is_none() && running.matches(place.1)? {
            let text = text(&places, next);
            if !others.contains(&text.as_str()) {
                return Ok(Some(text));
            }
        }
        let bytes = running.bytes(place.1)?;
        for &byte in BYTES.iter().filter(|&&byte| bytes >> byte & 1 == 1) {
            let to = (canonical.step(place.0, byte)?, running.step(place.1, byte)?);
            if known.insert(to) {
                places.push((to, next, byte));
            }
        }
        if places.len() > MAX_PLACES {
            return Err(Full);
        }
        next += 1;
    }
    Ok(None)
}

/// What led to a place, which was read from its end.
fn text(places: &[((At, At), usize, u8)], mut at: usize) -> String {
    let mut text = String::new();
    while at > 0 {
        let (_, from, byte) = places[at];
        text.push(byte.into());
        at = from;
    }
    text
}
