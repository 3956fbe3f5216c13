//! Strings that a regex matches.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::syntax::{characters, contains};
use crate::Origin;

/// The most strings that are made up: they only serve as examples.
const MAX_SAMPLES: usize = 256;

/// The most parts in a row that are each tried in several ways.
const MAX_PARTS: usize = 200;

/// Strings that the expression matches, one through each of its branches while these are few.
pub(super) fn samples_of(hir: &Hir) -> Vec<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        // A dot that was meant as one comes first: what it makes looks like what was meant.
        HirKind::Class(class) if contains(class, '.') => {
            let other = character(class).map(String::from);
            ["."].map(String::from).into_iter().chain(other).collect()
        }
        HirKind::Class(class) => character(class).into_iter().map(String::from).collect(),
        HirKind::Capture(capture) => samples_of(&capture.sub),
        HirKind::Repetition(repetition) => {
            let once = match repetition.sub.kind() {
                HirKind::Class(class) => character(class).into_iter().map(String::from).collect(),
                _ => samples_of(&repetition.sub),
            };
            let times = repetition.min.max(1) as usize;
            let mut samples: Vec<String> = once
                .iter()
                .map(|sample| cut(core::iter::repeat_n(sample.as_str(), times)))
                .collect();
            if repetition.min == 0 {
                samples.push(String::new());
            }
            samples
        }
        HirKind::Concat(parts) if parts.len() > MAX_PARTS => long_row(parts),
        HirKind::Concat(parts) => parts.iter().fold(vec![String::new()], |heads, part| {
            joined(&heads, &samples_of(part))
        }),
        HirKind::Alternation(branches) => branches
            .iter()
            .flat_map(samples_of)
            .take(MAX_SAMPLES)
            .collect(),
    }
}

/// The shortest way through many parts, since it has to fit into an origin, and a few that leave it in
/// one of them.
fn long_row(parts: &[Hir]) -> Vec<String> {
    const MAX_DETOURS: usize = 16;
    let mut heads = vec![String::new()];
    for part in parts {
        let mut tails = samples_of(part);
        tails.sort_by_key(String::len);
        let Some((shortest, others)) = tails.split_first() else {
            return Vec::new();
        };
        let room = MAX_DETOURS.saturating_sub(heads.len());
        let detours = others.iter().take(room).map(|other| [&heads[0], other]);
        let detours: Vec<_> = detours
            .map(|pieces| cut(pieces.into_iter().map(String::as_str)))
            .collect();
        for head in &mut heads {
            *head = cut([head.as_str(), shortest].into_iter());
        }
        heads.extend(detours);
    }
    heads
}

/// Every head with every tail while they are few, so that what may be left out is. Then each of
/// both sides once: all their pairs would be too many.
fn joined(heads: &[String], tails: &[String]) -> Vec<String> {
    const MAX_PAIRS: usize = 64;
    if heads.is_empty() || tails.is_empty() {
        return Vec::new();
    }
    let join = |head: &String, tail: &String| cut([head.as_str(), tail].into_iter());
    if heads.len() * tails.len() <= MAX_PAIRS {
        let pairs = heads
            .iter()
            .flat_map(|head| tails.iter().map(move |tail| (head, tail)));
        return pairs.map(|(head, tail)| join(head, tail)).collect();
    }
    (0..heads.len().max(tails.len()))
        .map(|n| join(&heads[n % heads.len()], &tails[n % tails.len()]))
        .collect()
}

/// The pieces in one, cut where it is longer than any origin: it stays so, and costs no more.
fn cut<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    pieces
        .flat_map(str::chars)
        .take(Origin::MAX_LEN + 1)
        .collect()
}

/// A character of the class, one that may stand in a host if there is such a one.
fn character(class: &Class) -> Option<char> {
    let first = match class {
        Class::Unicode(class) => class.iter().next().map(|range| range.start()),
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    };
    characters(class).next().or(first)
}
