//! What a condition says about one text.

use core::slice;

use regex_automata::hybrid::regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::{
    super::origins::PRINTABLE,
    lists::{Term, Test},
};
use crate::proof::{Clause, Matcher, NotRead};

/// The texts for which a conjunction holds that looks at nothing but `subject`.
pub(super) fn clauses(terms: &[Term], subject: &str) -> Result<Vec<Clause>, NotRead> {
    let mut texts: Option<Vec<Matcher>> = None;
    let mut regexes: Vec<Clause> = vec![Vec::new()];
    let mut is_short = false;
    let mut buckets = Vec::new();
    for term in terms {
        if term.is_negated {
            return Err(NotRead(
                "an origin is allowed where a list doesn't hold".to_owned(),
            ));
        }
        if let Some(bucket) = Bucket::of(term, subject) {
            buckets.push(bucket);
            continue;
        }
        if let Some(test) = term.tests.iter().find(|test| test.subject != subject) {
            let subject = &test.subject;
            return Err(NotRead(format!("origins are allowed by {subject}")));
        }
        let kind = |kind: &str| term.tests.iter().all(|test| test.method == kind);
        let matchers: Vec<_> = { term.tests.iter() }.flat_map(matchers).collect();
        if kind("reg") {
            if matchers == [Matcher::Whole(PRINTABLE.to_owned())] {
                is_short = true;
                continue;
            }
            regexes = { regexes.iter() }
                .flat_map(|clause| {
                    matchers
                        .iter()
                        .map(|one| [&clause[..], slice::from_ref(one)].concat())
                })
                .collect();
        } else if kind("str") && texts.is_none() {
            texts = Some(matchers);
        } else {
            return Err(NotRead(
                "origins are compared in a way that isn't known".to_owned(),
            ));
        }
    }
    let texts = match texts {
        Some(texts) => texts,
        None if buckets.is_empty() => return Ok(regexes),
        None => return Err(NotRead("regexes are asked about some origins".to_owned())),
    };
    // HAProxy compares C strings: a NUL ends them.
    if !is_short && !regexes.iter().all(|clause| clause.iter().any(refuses_nul)) {
        let reason = "texts are compared up to the first NUL";
        return Err(NotRead(reason.to_owned()));
    }
    let mut clauses = Vec::new();
    for text in texts {
        for regexes in &regexes {
            match &text {
                Matcher::Exact(text) => {
                    if buckets.iter().all(|bucket| bucket.has(text)) && all_match(regexes, text)? {
                        clauses.push(vec![Matcher::Exact(text.clone())]);
                        break;
                    }
                }
                // Of its other cases, some may be in the bucket.
                text => clauses.push([slice::from_ref(text), &regexes[..]].concat()),
            }
        }
    }
    Ok(clauses)
}

fn matchers(test: &Test) -> impl Iterator<Item = Matcher> {
    test.patterns
        .iter()
        .map(|pattern| match (&*test.method, test.ignores_case) {
            ("reg", _) => regex(pattern, test.ignores_case),
            (_, true) => Matcher::ExactIgnoringCase(pattern.clone()),
            (_, false) => Matcher::Exact(pattern.clone()),
        })
}

/// PCRE's `-m reg` finds a match anywhere.
fn regex(pattern: &str, ignores_case: bool) -> Matcher {
    let as_read = |regex: &str| match ignores_case {
        true => format!("(?i:{regex})"),
        false => regex.to_owned(),
    };
    match whole(pattern) {
        Some(inner) => Matcher::Whole(as_read(inner)),
        None => Matcher::Search(as_read(pattern)),
    }
}

/// What stands between `^` and `$`, where they are about all of it.
fn whole(pattern: &str) -> Option<&str> {
    let HirKind::Concat(parts) = regex_syntax::parse(pattern).ok()?.into_kind() else {
        return None;
    };
    let is =
        |part: Option<&Hir>, look| part.is_some_and(|part| *part.kind() == HirKind::Look(look));
    if !is(parts.first(), Look::Start) || !is(parts.last(), Look::End) {
        return None;
    }
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let parsed = regex_syntax::parse(inner).ok()?;
    let bare = { inner.strip_prefix("(?:") }.and_then(|inner| inner.strip_suffix(')'));
    let bare = bare.filter(|bare| regex_syntax::parse(bare).is_ok_and(|bare| bare == parsed));
    Some(bare.unwrap_or(inner))
}

fn refuses_nul(matcher: &Matcher) -> bool {
    match matcher {
        Matcher::Whole(regex) => regex_syntax::parse(regex).is_ok_and(|hir| !has_nul(&hir)),
        _ => false,
    }
}

fn has_nul(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&0),
        HirKind::Class(Class::Unicode(class)) => class.iter().any(|range| range.start() == '\0'),
        HirKind::Class(Class::Bytes(class)) => class.iter().any(|range| range.start() == 0),
        HirKind::Repetition(repetition) => has_nul(&repetition.sub),
        HirKind::Capture(capture) => has_nul(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(has_nul),
    }
}

fn all_match(regexes: &[Matcher], text: &str) -> Result<bool, NotRead> {
    for matcher in regexes {
        let regex = match matcher {
            Matcher::Whole(regex) => format!("^(?:{regex})$"),
            Matcher::Search(regex) => regex.clone(),
            Matcher::Exact(_) | Matcher::ExactIgnoringCase(_) => return Ok(false),
        };
        let regex = Regex::new(&regex).map_err(|error| NotRead(error.to_string()))?;
        if !regex.is_match(&mut regex.create_cache(), text) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Texts whose checksum leaves this when it is divided.
struct Bucket {
    by: u32,
    left: u32,
}

impl Bucket {
    fn of(term: &Term, subject: &str) -> Option<Self> {
        let [test] = &term.tests[..] else { return None };
        let by = { test.subject.strip_prefix(subject) }
            .and_then(|rest| rest.strip_prefix(",crc32,mod("))
            .and_then(|rest| rest.strip_suffix(')'))?;
        let [left] = &test.patterns[..] else {
            return None;
        };
        let by = by.parse().ok().filter(|by| *by > 0)?;
        let left = left.parse().ok()?;
        (test.method == "int").then_some(Self { by, left })
    }

    fn has(&self, text: &str) -> bool {
        let mut crc = u32::MAX;
        for byte in text.bytes() {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                let is_odd = crc & 1 == 1;
                crc >>= 1;
                if is_odd {
                    // https://docs.haproxy.org/2.6/configuration.html#7.3.1-crc32
                    crc ^= 0xedb8_8320;
                }
            }
        }
        (crc ^ u32::MAX) % self.by == self.left
    }
}
