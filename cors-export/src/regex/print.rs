//! Prints parsed regexes.

use core::fmt::Write as _;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// A regex as PCRE, RE2 and Go read it alike, or why there is none.
pub(crate) fn portable(text: &str) -> Result<String, String> {
    let hir = regex_syntax::parse(text).map_err(|error| error.to_string())?;
    let mut printed = String::new();
    print(&hir, &mut printed)?;
    Ok(printed)
}

/// A text that stands for itself.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if matches!(
            char,
            '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$'
        ) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

/// The most that RE2 and Go repeat something.
const MAX_REPETITION: u32 = 1000;

fn print(hir: &Hir, printed: &mut String) -> Result<(), String> {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let text = core::str::from_utf8(&literal.0).map_err(|error| error.to_string())?;
            match text.is_ascii() {
                true => printed.push_str(&escape(text)),
                // No origin has it.
                false => return Err("origins are ASCII".to_owned()),
            }
        }
        HirKind::Class(class) => print_class(class, printed)?,
        HirKind::Look(Look::Start) => printed.push('^'),
        HirKind::Look(Look::End) => printed.push('$'),
        HirKind::Look(look) => {
            return Err(format!("it has {look:?}, which is read in several ways"));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(0).max(repetition.min);
            if most > MAX_REPETITION {
                return Err(format!(
                    "it repeats something {most} times, and RE2 takes 1000"
                ));
            }
            group(&repetition.sub, printed)?;
            match (repetition.min, repetition.max) {
                (0, None) => printed.push('*'),
                (1, None) => printed.push('+'),
                (0, Some(1)) => printed.push('?'),
                (min, None) => drop(write!(printed, "{{{min},}}")),
                (min, Some(max)) if min == max => drop(write!(printed, "{{{min}}}")),
                (min, Some(max)) => drop(write!(printed, "{{{min},{max}}}")),
            }
        }
        HirKind::Capture(capture) => group(&capture.sub, printed)?,
        HirKind::Concat(parts) => {
            for part in parts {
                match part.kind() {
                    HirKind::Alternation(_) => group(part, printed)?,
                    _ => print(part, printed)?,
                }
            }
        }
        HirKind::Alternation(branches) => {
            for (at, branch) in branches.iter().enumerate() {
                if at > 0 {
                    printed.push('|');
                }
                print(branch, printed)?;
            }
        }
    }
    Ok(())
}

fn group(hir: &Hir, printed: &mut String) -> Result<(), String> {
    let is_one = matches!(hir.kind(), HirKind::Class(_));
    if is_one {
        return print(hir, printed);
    }
    printed.push_str("(?:");
    print(hir, printed)?;
    printed.push(')');
    Ok(())
}

fn print_class(class: &Class, printed: &mut String) -> Result<(), String> {
    let mut ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => { class.iter() }
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
        Class::Bytes(class) => { class.iter() }
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
    };
    // Of what is no printable ASCII, no origin has anything.
    ranges.retain_mut(|(first, last)| {
        *first = (*first).max(0x21);
        *last = (*last).min(0x7e);
        first <= last
    });
    if ranges.is_empty() {
        return Err("it has a class without a character that an origin has".to_owned());
    }
    printed.push('[');
    for (first, last) in ranges {
        let chars = [first, last].map(|code| char::from_u32(code).unwrap_or(' '));
        push_in_class(chars[0], printed);
        if first < last {
            printed.push('-');
            push_in_class(chars[1], printed);
        }
    }
    printed.push(']');
    Ok(())
}

fn push_in_class(char: char, printed: &mut String) {
    if matches!(char, '\\' | ']' | '[' | '^' | '-' | '&' | '~') {
        printed.push('\\');
    }
    printed.push(char);
}
