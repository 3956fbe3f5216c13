//! A parsed regex, reduced to what origins can match.
//!
//! Origins are ASCII, have no white space and none of `` #<>?@\^| ``, and are at most
//! [`Origin::MAX_LEN`] bytes long. Branches that need something else match nothing, and are left out; what is longer is
//! not counted.

use cors_core::Origin;
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition};

/// The bytes that origins have.
pub(super) const RANGES: [(u8, u8); 7] = [
    (b'!', b'"'),
    (b'$', b';'),
    (b'=', b'='),
    (b'A', b'['),
    (b']', b']'),
    (b'_', b'{'),
    (b'}', b'~'),
];

/// Those of them that origins with domains have: of `https` and its kin.
const OF_DOMAINS: [(u8, u8); 5] = [
    (b'-', b':'),
    (b'[', b'['),
    (b']', b']'),
    (b'_', b'_'),
    (b'a', b'z'),
];

/// The origins that a regex is reduced to.
#[derive(Clone, Copy)]
pub(super) enum Of {
    All,
    /// Those of schemes with domains.
    Domains,
}

impl Of {
    fn ranges(self) -> &'static [(u8, u8)] {
        match self {
            Self::All => &RANGES,
            Self::Domains => &OF_DOMAINS,
        }
    }
}

/// The same regex for whole origins. What matches nothing is a class without bytes.
pub(super) fn of_origins(hir: &Hir, of: Of) -> Result<Hir, String> {
    let place = Place {
        starts: true,
        ends: true,
        of,
    };
    reduce(hir, place)
}

/// Whether a regex matches nothing.
pub(super) fn is_nothing(hir: &Hir) -> bool {
    hir.properties().minimum_len().is_none()
}

/// Where a part of a regex stands: an anchor says nothing at an end of a whole.
#[derive(Clone, Copy)]
struct Place {
    starts: bool,
    ends: bool,
    of: Of,
}

fn reduce(hir: &Hir, place: Place) -> Result<Hir, String> {
    let reduced = match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => {
            match literal.0.iter().all(|&byte| is_of_origin(byte, place.of)) {
                true => Hir::literal(literal.0.clone()),
                false => Hir::fail(),
            }
        }
        HirKind::Class(class) => Hir::class(Class::Bytes(class_of(class, place.of))),
        HirKind::Look(look) => match look_in_ascii(*look)? {
            Look::Start if place.starts => Hir::empty(),
            Look::End if place.ends => Hir::empty(),
            look => Hir::look(look),
        },
        HirKind::Repetition(repetition) => repeat(repetition, place.of)?,
        HirKind::Capture(capture) => reduce(&capture.sub, place)?,
        HirKind::Concat(parts) => {
            let last = parts.len().saturating_sub(1);
            let parts = parts.iter().enumerate().map(|(at, part)| {
                let place = Place {
                    starts: place.starts && at == 0,
                    ends: place.ends && at == last,
                    ..place
                };
                reduce(part, place)
            });
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            match parts.iter().any(is_nothing) {
                true => Hir::fail(),
                false => Hir::concat(parts),
            }
        }
        HirKind::Alternation(branches) => {
            let branches = branches.iter().map(|branch| reduce(branch, place));
            let mut branches = branches.collect::<Result<Vec<_>, _>>()?;
            branches.retain(|branch| !is_nothing(branch));
            Hir::alternation(branches)
        }
    };
    let is_too_long =
        { reduced.properties().minimum_len() }.is_none_or(|len| len > Origin::MAX_LEN);
    Ok(if is_too_long { Hir::fail() } else { reduced })
}

fn repeat(repetition: &Repetition, of: Of) -> Result<Hir, String> {
    let inside = Place {
        starts: false,
        ends: false,
        of,
    };
    let sub = reduce(&repetition.sub, inside)?;
    let (min, max) = (repetition.min, repetition.max);
    if is_nothing(&sub) || max == Some(0) {
        return Ok(match min {
            0 => Hir::empty(),
            _ => Hir::fail(),
        });
    }
    let longest = u32::try_from(Origin::MAX_LEN).unwrap_or(u32::MAX);
    let is_empty = sub.properties().minimum_len() == Some(0);
    if is_empty && sub.properties().maximum_len() == Some(0) {
        // Looks: once is as good as often.
        return Ok(Hir::repetition(Repetition {
            min: min.min(1),
            max: Some(1),
            greedy: true,
            sub: Box::new(sub),
        }));
    }
    let whole = Repetition {
        // What may be empty may be repeated more often than it has to be.
        min: if is_empty { min.min(longest) } else { min },
        max: max.filter(|&max| max <= longest),
        greedy: true,
        sub: Box::new(sub),
    };
    Ok(Hir::repetition(match whole.max {
        None if whole.min < 2 => flat(whole),
        _ => without_empty_turns(whole),
    }))
}

/// `(?:x?){3}` is `x{0,3}`.
fn without_empty_turns(outer: Repetition) -> Repetition {
    match outer.sub.kind() {
        HirKind::Repetition(inner) if (inner.min, inner.max) == (0, Some(1)) => Repetition {
            min: 0,
            sub: inner.sub.clone(),
            ..outer
        },
        _ => outer,
    }
}

/// `(?:x+|y)*` is `(?:x|y)*`: repeated once, it matches in one way what programs that try one way after the other would
/// look for in all of them.
fn flat(outer: Repetition) -> Repetition {
    let mut min = outer.min;
    let mut once = |part: &Hir| match part.kind() {
        HirKind::Repetition(inner) if inner.min < 2 && inner.max.is_none_or(|max| max == 1) => {
            min = min.min(inner.min);
            (*inner.sub).clone()
        }
        _ => part.clone(),
    };
    let sub = match outer.sub.kind() {
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(once).collect()),
        _ => once(&outer.sub),
    };
    let is_changed = sub != *outer.sub;
    let flattened = Repetition {
        min,
        sub: Box::new(sub),
        ..outer
    };
    match is_changed {
        true => flat(flattened),
        false => flattened,
    }
}

fn is_of_origin(byte: u8, of: Of) -> bool {
    { of.ranges().iter() }.any(|(first, last)| (*first..=*last).contains(&byte))
}

/// Without the bytes that no origin has.
pub(super) fn class_of_origin(class: &Class) -> ClassBytes {
    class_of(class, Of::All)
}

fn class_of(class: &Class, of: Of) -> ClassBytes {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => { class.iter() }
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
        Class::Bytes(class) => { class.iter() }
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
    };
    let ascii = ranges.into_iter().filter_map(|(first, last)| {
        let first = u8::try_from(first).ok().filter(u8::is_ascii)?;
        let last = u8::try_from(last).unwrap_or(u8::MAX).min(0x7f);
        Some(ClassBytesRange::new(first, last))
    });
    let mut class = ClassBytes::new(ascii);
    let ranges = of.ranges().iter();
    let ranges = ranges.map(|&(first, last)| ClassBytesRange::new(first, last));
    class.intersect(&ClassBytes::new(ranges));
    class
}

/// A value of a header is one line, and words of ASCII end where words of Unicode do.
fn look_in_ascii(look: Look) -> Result<Look, String> {
    match look {
        Look::Start | Look::StartLF | Look::StartCRLF => Ok(Look::Start),
        Look::End | Look::EndLF | Look::EndCRLF => Ok(Look::End),
        Look::WordAscii | Look::WordUnicode => Ok(Look::WordAscii),
        Look::WordAsciiNegate | Look::WordUnicodeNegate => Ok(Look::WordAsciiNegate),
        _ => Err("it looks for one end of a word, which RE2 and Go can't; write \\b".to_owned()),
    }
}
