//! Prints parsed regexes.

use core::fmt::Write as _;

use regex_syntax::hir::{ClassBytes, Hir, HirKind, Look, Repetition};

use super::subset::{Of, class_of_origin, is_nothing, of_origins};

/// A regex for whole origins as PCRE, RE2 and Go read it alike, or why there is none. It needs no group around it.
/// `None` if no origin matches it.
pub(crate) fn portable(text: &str) -> Result<Option<String>, String> {
    portable_of(text, Of::All)
}

/// The same for origins of schemes with domains: of what it matches, no class has another byte than those have.
pub(crate) fn portable_of_domains(text: &str) -> Result<Option<String>, String> {
    portable_of(text, Of::Domains)
}

fn portable_of(text: &str, of: Of) -> Result<Option<String>, String> {
    let hir = regex_syntax::parse(text).map_err(|error| error.to_string())?;
    let hir = of_origins(&hir, of)?;
    if is_nothing(&hir) {
        return Ok(None);
    }
    if !is_repeatable(&hir, MAX_REPEATED) {
        return Err(format!(
            "it repeats what it repeats more than {MAX_REPEATED} times, which RE2 and Go don't"
        ));
    }
    let (cost, depth) = size(&hir);
    if cost > MAX_COST || depth > MAX_DEPTH {
        return Err("it is larger than what PCRE reads".to_owned());
    }
    let mut printed = String::new();
    match hir.kind() {
        HirKind::Alternation(_) => group(&hir, &mut printed),
        _ => print(&hir, &mut printed),
    }
    Ok(Some(printed))
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

/// The most that RE2 and Go repeat something, repetitions inside of others multiplied.
const MAX_REPEATED: u32 = 1000;

/// A regex of PCRE is compiled to at most 64 KiB, with repetitions written out. This leaves room for canonical origins
/// beside it.
const MAX_COST: usize = 32_000;

/// PCRE nests 250 groups.
const MAX_DEPTH: usize = 200;

/// As RE2's `RepetitionWalker` and Go's `repeatIsValid` count.
fn is_repeatable(hir: &Hir, left: u32) -> bool {
    let left = match hir.kind() {
        HirKind::Repetition(repetition) if is_counted(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min);
            match left.checked_div(times) {
                Some(0) => return false,
                rest => rest.unwrap_or(left),
            }
        }
        _ => left,
    };
    hir.kind().subs().iter().all(|sub| is_repeatable(sub, left))
}

fn is_counted(repetition: &Repetition) -> bool {
    !matches!(
        (repetition.min, repetition.max),
        (0 | 1, None) | (0, Some(1))
    )
}

/// About as many bytes as PCRE compiles it to, and how deep its groups are nested.
fn size(hir: &Hir) -> (usize, usize) {
    let subs = hir.kind().subs().iter().map(size);
    let (cost, depth) = subs.fold((0_usize, 0), |(costs, depths), (cost, depth)| {
        (
            costs.saturating_add(cost).saturating_add(6),
            depths.max(depth),
        )
    });
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (1, 0),
        HirKind::Literal(literal) => (2 * literal.0.len(), 0),
        HirKind::Class(_) => (40, 0),
        HirKind::Repetition(repetition) if is_counted(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min + 1);
            (cost.saturating_mul(times as usize), depth + 1)
        }
        _ => (cost, depth + 1),
    }
}

fn print(hir: &Hir, printed: &mut String) {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            printed.push_str(&escape(&String::from_utf8_lossy(&literal.0)));
        }
        HirKind::Class(class) => print_class(&class_of_origin(class), printed),
        HirKind::Look(look) => printed.push_str(match look {
            Look::Start => "^",
            Look::End => "$",
            Look::WordAsciiNegate => r"\B",
            _ => r"\b",
        }),
        HirKind::Repetition(repetition) => {
            print_one(&repetition.sub, printed);
            let _ = match (repetition.min, repetition.max) {
                (0, None) => write!(printed, "*"),
                (1, None) => write!(printed, "+"),
                (0, Some(1)) => write!(printed, "?"),
                (min, None) => write!(printed, "{{{min},}}"),
                (min, Some(max)) if min == max => write!(printed, "{{{min}}}"),
                (min, Some(max)) => write!(printed, "{{{min},{max}}}"),
            };
        }
        HirKind::Capture(capture) => print(&capture.sub, printed),
        HirKind::Concat(parts) => {
            for part in parts {
                match part.kind() {
                    HirKind::Alternation(_) => group(part, printed),
                    _ => print(part, printed),
                }
            }
        }
        HirKind::Alternation(branches) => {
            for (at, branch) in branches.iter().enumerate() {
                if at > 0 {
                    printed.push('|');
                }
                print(branch, printed);
            }
        }
    }
}

/// What a repetition repeats.
fn print_one(hir: &Hir, printed: &mut String) {
    match hir.kind() {
        HirKind::Class(_) => print(hir, printed),
        HirKind::Literal(literal) if literal.0.len() == 1 => print(hir, printed),
        _ => group(hir, printed),
    }
}

fn group(hir: &Hir, printed: &mut String) {
    printed.push_str("(?:");
    print(hir, printed);
    printed.push(')');
}

fn print_class(class: &ClassBytes, printed: &mut String) {
    printed.push('[');
    for range in class.iter() {
        push_in_class(range.start().into(), printed);
        if range.start() < range.end() {
            printed.push('-');
            push_in_class(range.end().into(), printed);
        }
    }
    printed.push(']');
}

/// `&`, `~` and `[` begin something else in some dialects.
fn push_in_class(char: char, printed: &mut String) {
    if matches!(char, '\\' | ']' | '[' | '^' | '-' | '&' | '~') {
        printed.push('\\');
    }
    printed.push(char);
}

#[cfg(test)]
mod tests;
