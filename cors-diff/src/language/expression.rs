//! The regexes of a list, as one machine.

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition};

use super::lazy::{At, Full, Lazy, Machine};

/// Regexes that are matched against whole origins. None of them is a machine, too.
pub(super) struct Expressions(Option<Machine>);

impl Expressions {
    pub(super) fn new(texts: &[&str]) -> Result<Self, Full> {
        if texts.is_empty() {
            return Ok(Self(None));
        }
        let patterns =
            { texts.iter() }.map(|text| regex_syntax::parse(text).ok().map(|hir| ascii(&hir)));
        // A policy has built with them, so they can be read.
        let patterns = patterns.collect::<Option<Vec<_>>>().ok_or(Full)?;
        let machine = Machine::new(&patterns).ok_or(Full)?;
        Ok(Self(Some(machine)))
    }

    pub(super) fn run(&self) -> Running<'_> {
        Running(self.0.as_ref().map(Lazy::new))
    }
}

/// Regexes that are read from their ends.
pub(super) struct Running<'a>(Option<Lazy<'a>>);

impl Running<'_> {
    pub(super) fn start(&mut self) -> Result<At, Full> {
        self.0.as_mut().map_or(Ok(None), Lazy::start)
    }

    pub(super) fn step(&mut self, at: At, byte: u8) -> Result<At, Full> {
        match &mut self.0 {
            Some(lazy) => lazy.step(at, byte),
            None => Ok(None),
        }
    }

    pub(super) fn bytes(&mut self, at: At) -> Result<u128, Full> {
        self.0.as_mut().map_or(Ok(0), |lazy| lazy.bytes(at))
    }

    /// Whether one of them matches what has been read.
    pub(super) fn matches(&mut self, at: At) -> Result<bool, Full> {
        let mut any = false;
        if let Some(lazy) = &mut self.0 {
            lazy.matches(at, |_| any = true)?;
        }
        Ok(any)
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
            max: repetition.max,
            greedy: repetition.greedy,
            sub: Box::new(ascii(&repetition.sub)),
        }),
        HirKind::Capture(capture) => ascii(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(ascii).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(ascii).collect()),
    }
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
