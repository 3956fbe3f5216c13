//! The regexes of a list, as one machine.

use std::collections::{HashMap, HashSet};

use cors_core::Origin;
use foldhash::fast::RandomState;
use regex_automata::hybrid::LazyStateID;
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition};

use super::{
    Clause,
    lazy::{At, Full, Lazy, Machine},
};

/// Regexes that are matched against whole origins. None of them is a machine, too.
pub(crate) struct Expressions {
    machine: Option<Machine>,
    /// The places of each clause's regexes. Several clauses may have the same ones.
    clauses: Vec<Vec<usize>>,
}

impl Expressions {
    pub(super) fn new(clauses: &[Clause<'_>]) -> Result<Self, Full> {
        let mut texts = Vec::new();
        let mut places: HashMap<&str, usize, RandomState> = HashMap::default();
        let mut place = |text| {
            *places.entry(text).or_insert_with(|| {
                texts.push(text);
                texts.len() - 1
            })
        };
        let clauses = clauses.iter();
        let clauses = clauses
            .map(|clause| clause.iter().map(|text| place(*text)).collect())
            .collect();
        if texts.is_empty() {
            let machine = None;
            return Ok(Self { machine, clauses });
        }
        let patterns =
            { texts.iter() }.map(|text| regex_syntax::parse(text).ok().map(|hir| ascii(&hir)));
        // A policy has built with them, so they can be read.
        let patterns = patterns.collect::<Option<Vec<_>>>().ok_or(Full)?;
        let machine = Some(Machine::new(&patterns).ok_or(Full)?);
        Ok(Self { machine, clauses })
    }

    pub(super) fn run(&self) -> Running<'_> {
        Running {
            machine: self.machine.as_ref().map(Lazy::new),
            clauses: &self.clauses,
            known: HashMap::default(),
        }
    }
}

/// Regexes that are read from their ends.
pub(super) struct Running<'a> {
    machine: Option<Lazy<'a>>,
    clauses: &'a [Vec<usize>],
    /// Whether a clause matches where the machine is, where that was asked.
    known: HashMap<LazyStateID, bool, RandomState>,
}

impl Running<'_> {
    pub(super) fn start(&mut self) -> Result<At, Full> {
        self.machine.as_mut().map_or(Ok(None), Lazy::start)
    }

    pub(super) fn step(&mut self, at: At, byte: u8) -> Result<At, Full> {
        match &mut self.machine {
            Some(lazy) => lazy.step(at, byte),
            None => Ok(None),
        }
    }

    pub(super) fn bytes(&mut self, at: At) -> Result<u128, Full> {
        let machine = self.machine.as_mut();
        machine.map_or(Ok(0), |machine| machine.bytes(at))
    }

    /// Whether all of a clause match what has been read.
    pub(super) fn matches(&mut self, at: At) -> Result<bool, Full> {
        let (Some(machine), Some(state)) = (&mut self.machine, at) else {
            return Ok(false);
        };
        if let Some(known) = self.known.get(&state) {
            return Ok(*known);
        }
        let mut matching = HashSet::<usize, RandomState>::default();
        machine.matches(at, |regex| {
            matching.insert(regex);
        })?;
        let mut clauses = self.clauses.iter().filter(|_| !matching.is_empty());
        let matches = clauses.any(|clause| clause.iter().all(|regex| matching.contains(regex)));
        self.known.insert(state, matches);
        Ok(matches)
    }
}

/// The same for ASCII, which origins are: classes without the rest of Unicode are a hundredth of the size.
/// Words end at the same places, and captures are not needed.
fn ascii(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) if literal.0.is_ascii() => Hir::literal(literal.0.clone()),
        HirKind::Literal(_) => Hir::fail(),
        HirKind::Class(class) => Hir::class(Class::Bytes(class_in_ascii(class))),
        HirKind::Look(look) => Hir::look(look_in_ascii(*look)),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            min: repetition.min,
            max: repetition.max.filter(|max| is_limit(*max, &repetition.sub)),
            greedy: repetition.greedy,
            sub: Box::new(ascii(&repetition.sub)),
        }),
        HirKind::Capture(capture) => ascii(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(ascii).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(ascii).collect()),
    }
}

/// Whether an origin can be too long for this many repetitions. Counting further would take a state for each.
fn is_limit(max: u32, sub: &Hir) -> bool {
    let is_empty = sub.properties().minimum_len() == Some(0);
    is_empty || usize::try_from(max).is_ok_and(|max| max < Origin::MAX_LEN)
}

fn class_in_ascii(class: &Class) -> ClassBytes {
    let ascii = |first: u32, last: u32| {
        let first = u8::try_from(first).ok().filter(u8::is_ascii)?;
        let last = u8::try_from(last).unwrap_or(u8::MAX).min(0x7f);
        Some(ClassBytesRange::new(first, last))
    };
    match class {
        Class::Unicode(class) => ClassBytes::new(
            { class.iter() }.filter_map(|range| ascii(range.start().into(), range.end().into())),
        ),
        Class::Bytes(class) => ClassBytes::new(
            { class.iter() }.filter_map(|range| ascii(range.start().into(), range.end().into())),
        ),
    }
}

fn look_in_ascii(look: Look) -> Look {
    match look {
        Look::WordUnicode => Look::WordAscii,
        Look::WordUnicodeNegate => Look::WordAsciiNegate,
        Look::WordStartUnicode => Look::WordStartAscii,
        Look::WordEndUnicode => Look::WordEndAscii,
        Look::WordStartHalfUnicode => Look::WordStartHalfAscii,
        Look::WordEndHalfUnicode => Look::WordEndHalfAscii,
        other => other,
    }
}
