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
/// than it has branches. Two fillings give strings of the same branches, in the same order.
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
            let mut samples: Vec<_> = once
                .iter()
                // What is longer than any origin is no sample of one.
                .filter(|sample| sample.len().saturating_mul(times) <= Origin::MAX_LEN)
                .map(|sample: &String| sample.repeat(times))
                .collect();
            if repetition.min == 0 {
                samples.push(String::new());
            }
            samples
        }
        HirKind::Concat(parts) => parts.iter().fold(vec![String::new()], |heads, part| {
            let tails = samples_of(part, filling);
            if tails.is_empty() {
                return tails;
            }
            // Each of both sides once: all their pairs would be too many.
            (0..heads.len().max(tails.len()))
                .map(|n| [heads[n % heads.len()].as_str(), &tails[n % tails.len()]].concat())
                .collect()
        }),
        HirKind::Alternation(branches) => branches
            .iter()
            .flat_map(|branch| samples_of(branch, filling))
            .collect(),
    }
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
