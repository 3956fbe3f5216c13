//! Strings that a regex matches.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::Origin;

/// Which character a class of several stands for.
#[derive(Clone, Copy)]
pub(super) enum Filling {
    First,
    Second,
}

/// Strings that the expression matches, at least one through each of its branches, and no more
/// than it has branches or a few dozen. Two fillings give strings of the same branches, in the same order.
pub(super) fn samples_of(hir: &Hir, filling: Filling) -> Vec<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        // A dot that was meant as one comes first: what it makes looks like what was meant.
        HirKind::Class(class) if contains(class, '.') => {
            vec![".".to_owned(), character(class, filling).into()]
        }
        HirKind::Class(class) => vec![character(class, filling).into()],
        HirKind::Capture(capture) => samples_of(&capture.sub, filling),
        HirKind::Repetition(repetition) => {
            let once = match repetition.sub.kind() {
                HirKind::Class(class) => vec![character(class, filling).into()],
                _ => samples_of(&repetition.sub, filling),
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
        HirKind::Concat(parts) => parts.iter().fold(vec![String::new()], |heads, part| {
            joined(&heads, &samples_of(part, filling))
        }),
        HirKind::Alternation(branches) => branches
            .iter()
            .flat_map(|branch| samples_of(branch, filling))
            .collect(),
    }
}

/// Every head with every tail while they are few, so that what may be left out is. Then each of
/// both sides once: all their pairs would be too many.
fn joined(heads: &[String], tails: &[String]) -> Vec<String> {
    const MAX_PAIRS: usize = 64;
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
fn character(class: &Class, filling: Filling) -> char {
    const IN_HOSTS: &str = "abcdefghijklmnopqrstuvwxyz1234567890-.";
    let first = match class {
        Class::Unicode(class) => class.iter().next().map(|range| range.start()),
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    };
    let mut fitting = IN_HOSTS.chars().filter(|&c| contains(class, c));
    let one = fitting.next();
    let other = match filling {
        Filling::First => None,
        Filling::Second => fitting.find(char::is_ascii_alphanumeric),
    };
    other.or(one).or(first).unwrap_or('a')
}

fn contains(class: &Class, wanted: char) -> bool {
    match class {
        Class::Unicode(class) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&wanted)),
        Class::Bytes(class) => u8::try_from(wanted).is_ok_and(|byte| {
            class
                .iter()
                .any(|range| (range.start()..=range.end()).contains(&byte))
        }),
    }
}
