//! What a regex says: read, without captures and without what no origin contains, and compiled
//! within bounds.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

/// The longest regex that is read, in bytes. A class such as `\w` takes two bytes here and some
/// thousand in memory.
const MAX_TEXT: usize = 16_384;

/// The most that a compiled regex takes, in bytes.
pub(super) const MAX_COMPILED: usize = 1 << 20;

/// A regex as it is matched, and what it says.
pub(super) struct Compiled {
    pub(super) regex: regex::Regex,
    pub(super) hir: Hir,
}

/// The error says in one line why it is no regex.
pub(super) fn compile(text: &str) -> Result<Compiled, String> {
    if text.len() > MAX_TEXT {
        let length = text.len();
        return Err(format!(
            "it has {length} bytes, and at most {MAX_TEXT} are read"
        ));
    }
    let hir = regex_syntax::parse(text).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => one_line(&error.kind().to_string()),
        regex_syntax::Error::Translate(error) => one_line(&error.kind().to_string()),
        other => one_line(&other.to_string()),
    })?;
    let hir = plain(&hir);
    let regex = regex::RegexBuilder::new(&format!(r"\A(?:{hir})\z"))
        .size_limit(MAX_COMPILED)
        // What is nested as deep as can be is nested a little deeper when it is written again.
        .nest_limit(2_000)
        .build()
        .map_err(|error| one_line(&error.to_string()))?;
    Ok(Compiled { regex, hir })
}

fn one_line(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches('.').to_owned()
}

/// The same, without captures and in ASCII.
///
/// An engine keeps room for every capture in every state: with some thousand of both, gigabytes.
/// Origins are ASCII, and classes without the rest of Unicode are a hundredth of the size.
fn plain(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) if literal.0.is_ascii() => Hir::literal(literal.0.clone()),
        HirKind::Literal(_) => Hir::fail(),
        HirKind::Class(class) => Hir::class(Class::Unicode(in_ascii(class))),
        HirKind::Look(look) => Hir::look(*look),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            min: repetition.min,
            max: repetition.max,
            greedy: repetition.greedy,
            sub: Box::new(plain(&repetition.sub)),
        }),
        HirKind::Capture(capture) => plain(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(plain).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(plain).collect()),
    }
}

fn in_ascii(class: &Class) -> ClassUnicode {
    let ascii = |first: u32, last: u32| {
        let last = last.min(127);
        (first <= last).then(|| {
            let [first, last] = [first, last].map(|code| char::from_u32(code).unwrap_or('\0'));
            ClassUnicodeRange::new(first, last)
        })
    };
    match class {
        Class::Unicode(class) => ClassUnicode::new(
            { class.iter() }.filter_map(|range| ascii(range.start().into(), range.end().into())),
        ),
        Class::Bytes(class) => ClassUnicode::new(
            { class.iter() }.filter_map(|range| ascii(range.start().into(), range.end().into())),
        ),
    }
}

/// The characters of a class that an origin may have, in this order.
pub(super) fn characters(class: &Class) -> impl Iterator<Item = char> {
    const IN_ORIGINS: &str = "abcdefghijklmnopqrstuvwxyz1234567890-_.:/[]";
    IN_ORIGINS.chars().filter(|&c| contains(class, c))
}

pub(super) fn contains(class: &Class, wanted: char) -> bool {
    match class {
        Class::Unicode(class) => { class.iter() }.any(|r| (r.start()..=r.end()).contains(&wanted)),
        Class::Bytes(class) => u8::try_from(wanted)
            .is_ok_and(|byte| { class.iter() }.any(|r| (r.start()..=r.end()).contains(&byte))),
    }
}

/// The same expression with only one of the branches of one of its alternations, for each branch of
/// each. None if these are more than `most`.
pub(super) fn branches(hir: &Hir, most: usize) -> Vec<Hir> {
    let count = count_branches(hir);
    if count > most {
        return Vec::new();
    }
    (0..count)
        .map(|branch| only(hir, &mut Some(branch)))
        .collect()
}

fn count_branches(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Alternation(branches) => {
            branches.len() + branches.iter().map(count_branches).sum::<usize>()
        }
        HirKind::Concat(parts) => parts.iter().map(count_branches).sum(),
        HirKind::Repetition(repetition) => count_branches(&repetition.sub),
        _ => 0,
    }
}

/// `skip` branches are passed over first. It is taken when the branch is found.
fn only(hir: &Hir, skip: &mut Option<usize>) -> Hir {
    let Some(branch) = *skip else {
        return hir.clone();
    };
    match hir.kind() {
        HirKind::Alternation(branches) => {
            if let Some(kept) = branches.get(branch) {
                *skip = None;
                return kept.clone();
            }
            *skip = Some(branch - branches.len());
            let mut rest = Vec::with_capacity(branches.len());
            for branch in branches {
                let before = skip.is_some();
                let part = only(branch, skip);
                if before && skip.is_none() {
                    return part;
                }
                rest.push(part);
            }
            Hir::alternation(rest)
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(|part| only(part, skip)).collect()),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(only(&repetition.sub, skip));
            // A branch that may be left out is not left out where it is looked at.
            let min = repetition.min.max(skip.is_none().into());
            Hir::repetition(Repetition {
                min,
                sub,
                ..repetition.clone()
            })
        }
        _ => hir.clone(),
    }
}
