//! What a regex costs a program that tries one way of matching after the other, as PCRE does.
//!
//! It tries every way in which the regex can read the beginning of a text. Where there are two ways around a loop that
//! read the same, each turn doubles them. Where one loop can hand over to another one that reads the same, each place to
//! do so is a way. The first is exponential in the length of a text, the second its square for one such pair, its cube for
//! two in a row.
//!
//! Repetitions that are counted are taken for loops, unless what they repeat is read in one way: their ways are as many.

use std::collections::HashSet;

use regex_syntax::hir::{Hir, HirKind, Repetition};

use super::subset::class_of_origin;

/// Whether a portable regex may cost more than the square of a text's length. What takes too long to find out may.
pub(crate) fn backtracks(regex: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(regex) else {
        return true;
    };
    let mut ways = Ways::default();
    if ways.read(&hir).is_none() {
        return true;
    }
    ways.is_costly().unwrap_or(true)
}

/// The most bytes and classes that a regex may have, with what is written out.
const MAX_PLACES: usize = 30_000;

/// The most ways from one of them to another.
const MAX_STEPS: usize = 1_000_000;

/// The most pairs that are looked at.
const MAX_PAIRS: usize = 1_000_000;

/// The bytes and classes of a regex, each of which reads one byte, and the ways from one to the next: as often as there
/// are ways.
#[derive(Default)]
struct Ways {
    reads: Vec<u128>,
    next: Vec<Vec<usize>>,
    steps: usize,
}

/// A part of a regex.
struct Part {
    /// The ways past it. More than two count as two.
    empty: usize,
    first: Vec<usize>,
    last: Vec<usize>,
}

impl Part {
    const EMPTY: Self = Self {
        empty: 1,
        first: Vec::new(),
        last: Vec::new(),
    };
}

impl Ways {
    /// `None` if it is too large.
    fn read(&mut self, hir: &Hir) -> Option<Part> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(Part::EMPTY),
            HirKind::Literal(literal) => {
                let mut whole = Part::EMPTY;
                for byte in &literal.0 {
                    let one = self.place(1_u128.checked_shl((*byte).into()).unwrap_or_default())?;
                    whole = self.then(whole, one)?;
                }
                Some(whole)
            }
            HirKind::Class(class) => {
                let ranges = class_of_origin(class);
                let bytes = ranges.iter().flat_map(|range| range.start()..=range.end());
                self.place(bytes.fold(0, |bytes, byte| bytes | 1 << byte))
            }
            HirKind::Repetition(repetition) => self.repeat(repetition),
            HirKind::Capture(capture) => self.read(&capture.sub),
            HirKind::Concat(parts) => {
                let mut whole = Part::EMPTY;
                for part in parts {
                    let part = self.read(part)?;
                    whole = self.then(whole, part)?;
                }
                Some(whole)
            }
            HirKind::Alternation(branches) => {
                let mut whole = Part {
                    empty: 0,
                    ..Part::EMPTY
                };
                for branch in branches {
                    let branch = self.read(branch)?;
                    whole.empty = (whole.empty + branch.empty).min(2);
                    whole.first.extend(branch.first);
                    whole.last.extend(branch.last);
                }
                Some(whole)
            }
        }
    }

    fn repeat(&mut self, repetition: &Repetition) -> Option<Part> {
        let (min, max) = (repetition.min, repetition.max);
        if max == Some(min) && is_straight(&repetition.sub) {
            let mut whole = Part::EMPTY;
            for _ in 0..min {
                let one = self.read(&repetition.sub)?;
                whole = self.then(whole, one)?;
            }
            return Some(whole);
        }
        let mut one = self.read(&repetition.sub)?;
        let is_counted = min > 1 || max.is_some_and(|max| max > 1);
        if is_counted && one.empty > 0 {
            // Which of the turns are empty makes too many ways.
            return None;
        }
        if max.is_none_or(|max| max > 1) {
            self.connect(&one.last, &one.first)?;
        }
        if min == 0 {
            one.empty = (one.empty + 1).min(2);
        }
        Some(one)
    }

    fn place(&mut self, reads: u128) -> Option<Part> {
        let new = self.reads.len();
        self.reads.push(reads);
        self.next.push(Vec::new());
        (new < MAX_PLACES).then(|| Part {
            empty: 0,
            first: vec![new],
            last: vec![new],
        })
    }

    fn then(&mut self, one: Part, two: Part) -> Option<Part> {
        self.connect(&one.last, &two.first)?;
        let often = |places: Vec<usize>, ways| (0..ways).flat_map(move |_| places.clone());
        Some(Part {
            empty: (one.empty * two.empty).min(2),
            first: { one.first.into_iter() }
                .chain(often(two.first, one.empty))
                .collect(),
            last: often(one.last, two.empty).chain(two.last).collect(),
        })
    }

    fn connect(&mut self, from: &[usize], to: &[usize]) -> Option<()> {
        self.steps = { from.len().checked_mul(to.len()) }?.checked_add(self.steps)?;
        for &from in from.iter().filter(|_| self.steps <= MAX_STEPS) {
            self.next[from].extend(to);
        }
        (self.steps <= MAX_STEPS).then_some(())
    }

    /// `None` if it takes too long to find out.
    fn is_costly(&self) -> Option<bool> {
        let loops = self.loops();
        for members in &loops {
            if self.is_ambiguous(members)? {
                return Some(true);
            }
        }
        // In their order: what stands behind in a regex is never in front again, except in a loop.
        let mut hands_over = vec![false; loops.len()];
        for (to, behind) in loops.iter().enumerate() {
            for (from, front) in loops[..to].iter().enumerate() {
                if self.reads_the_same(front, behind)? {
                    if hands_over[from] {
                        return Some(true);
                    }
                    hands_over[to] = true;
                }
            }
        }
        Some(false)
    }

    /// Places from each of which one gets to all others of them, in the order of the regex.
    fn loops(&self) -> Vec<HashSet<usize>> {
        let mut loops: Vec<HashSet<usize>> = Vec::new();
        // A loop leads back somewhere, and takes what stands between with it.
        let mut edges: Vec<(usize, usize)> = Vec::new();
        for (from, next) in self.next.iter().enumerate() {
            edges.extend(
                { next.iter() }
                    .filter(|to| **to <= from)
                    .map(|to| (*to, from)),
            );
        }
        let starts: HashSet<usize> = edges.iter().map(|(to, _)| *to).collect();
        let mut starts: Vec<_> = starts.into_iter().collect();
        starts.sort_unstable();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.next.len()];
        for (from, next) in self.next.iter().enumerate() {
            for &to in next {
                before[to].push(from);
            }
        }
        for start in starts {
            if loops.iter().any(|known| known.contains(&start)) {
                continue;
            }
            let there = reached(&self.next, start);
            let back = reached(&before, start);
            loops.push(there.intersection(&back).copied().collect());
        }
        loops
    }

    /// Whether there are two ways around a loop that read the same.
    fn is_ambiguous(&self, members: &HashSet<usize>) -> Option<bool> {
        let inside = |at: usize| {
            let next = self.next[at].iter().copied();
            next.filter(|to| members.contains(to))
        };
        // Two ways from one place to the next.
        for &at in members {
            let mut seen = HashSet::new();
            if !inside(at).all(|to| seen.insert(to)) {
                return Some(true);
            }
        }
        // Two ways that part, and meet again: from a loop's places one always gets back to where they parted.
        let mut known = HashSet::new();
        let mut pairs: Vec<_> = members.iter().map(|&at| (at, at)).collect();
        while let Some((one, two)) = pairs.pop() {
            for to in inside(one) {
                for other in inside(two) {
                    if self.reads[to] & self.reads[other] == 0 {
                        continue;
                    }
                    if one != two && to == other {
                        return Some(true);
                    }
                    if to != other && known.insert((to, other)) {
                        pairs.push((to, other));
                    }
                }
            }
            if known.len() > MAX_PAIRS {
                return None;
            }
        }
        Some(false)
    }

    /// Whether a text leads around the first loop, from it to the second, and around that.
    fn reads_the_same(&self, front: &HashSet<usize>, behind: &HashSet<usize>) -> Option<bool> {
        let mut looked_at = 0;
        for &first in front {
            for &second in behind {
                let end = (first, second, second);
                let mut known = HashSet::from([(first, first, second)]);
                let mut threes = vec![(first, first, second)];
                while let Some((one, two, three)) = threes.pop() {
                    for &a in self.next[one].iter().filter(|to| front.contains(to)) {
                        for &c in self.next[three].iter().filter(|to| behind.contains(to)) {
                            let both = self.reads[a] & self.reads[c];
                            for &b in self.next[two].iter().filter(|_| both != 0) {
                                looked_at += 1;
                                if both & self.reads[b] == 0 {
                                    continue;
                                }
                                if (a, b, c) == end {
                                    return Some(true);
                                }
                                if known.insert((a, b, c)) {
                                    threes.push((a, b, c));
                                }
                            }
                        }
                    }
                    if looked_at > MAX_PAIRS {
                        return None;
                    }
                }
            }
        }
        Some(false)
    }
}

/// Whether it is read in one way: each of its texts is as long as the others.
fn is_straight(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => true,
        HirKind::Repetition(repetition) => {
            repetition.max == Some(repetition.min) && is_straight(&repetition.sub)
        }
        HirKind::Capture(capture) => is_straight(&capture.sub),
        HirKind::Concat(parts) => parts.iter().all(is_straight),
        HirKind::Alternation(_) => false,
    }
}

fn reached(next: &[Vec<usize>], start: usize) -> HashSet<usize> {
    let mut reached = HashSet::from([start]);
    let mut places = vec![start];
    while let Some(at) = places.pop() {
        places.extend(
            { next[at].iter() }
                .copied()
                .filter(|to| reached.insert(*to)),
        );
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::backtracks;
    use crate::regex::portable;

    #[test]
    fn what_is_tried_in_many_ways_is_found() {
        for regex in [
            "https://(?:[a-z]+-?)*\\.b",
            "https://(?:[a-z]|a)*b",
            "https://(?:ab|a[bc])*d",
            "https://(?:a|b|ab)+\\.c",
            "(?:a*b*)*c",
            "(?:a?b?)+c",
            "(?:a?b?){30}a",
            "(?:ab|a[bc]){30}",
            "(?:[a-z]{1,20}){1,20}\\.b",
            "(?:[a-z0-9]+\\.?)+b",
            "(?:[a-z]+[0-9a-z]+)+\\.b",
            ".*a.*b.*c",
            "https?://.*-.*-.*\\.example\\.com",
            "a*a*a*b",
        ] {
            let regex = portable(regex).unwrap().unwrap();
            assert!(backtracks(&regex), "{regex}");
        }
    }

    #[test]
    fn what_people_write_is_not() {
        for regex in [
            "https://([a-z0-9-]+\\.)*b\\.cd",
            "https://(?:[a-z]+)*b",
            "https://(?:(?:[a-z]+)*)+b",
            "https://(?:[a-z]+|[0-9]+|-)+\\.b",
            "https?://.*\\.example\\.com",
            ".*\\.example\\..*",
            "https?://.*-.*\\.example\\.com(:[0-9]+)?",
            "https://pr-[0-9]{1,5}\\.example\\.com(?::\\d+)?",
            "https://[0-9a-f]{8}-[0-9a-f]{4}\\.b\\.cd",
            "https://[a-z]{1,63}\\.[a-z]{1,63}\\.[a-z]{2,}",
            "https://([a-z]{1,63}\\.){1,10}b\\.cd",
            "https://(\\d{1,3}\\.){3}\\d{1,3}(:\\d{1,5})?",
            "https://[a-z]+-[a-z]+-[a-z]+-[a-z]+-[a-z]+\\.b",
            "https://(?:one|two|three|other)\\.example\\.com",
            "https://[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.example\\.com",
            "https://\\w+\\b\\.b\\.cd",
            "https://[^.]+\\.b\\.cd",
            ".*",
            "(?:a?){30}a{30}",
        ] {
            let regex = portable(regex).unwrap().unwrap();
            assert!(!backtracks(&regex), "{regex}");
        }
    }

    #[test]
    fn our_own_are_not() {
        for pattern in [
            "https://*.example.com:*",
            "http://localhost:*",
            "https://{slug}-a.example.com",
            "app://*.b",
        ] {
            for regex in crate::regex::of_pattern(pattern).unwrap() {
                assert!(!backtracks(&regex), "{regex}");
            }
        }
    }
}
