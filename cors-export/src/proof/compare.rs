//! Both ways.

use cors_core::{Origin, Policy, Setting};
use cors_diff::{Change, Kind, OriginSet, diff_origins};

use super::{Matcher, Origins, written::Written};
use crate::{Code, File, Loss, LossKind, Target, regex::escape, targets};

/// What differs between the policy and what the files say.
pub(crate) fn prove(policy: &Policy, target: Target, files: &[File]) -> Vec<Loss> {
    match targets::read(target, files) {
        Ok(read) => compare(policy, target, &read),
        Err(reason) => vec![unproven(&reason.0)],
    }
}

/// What differs between the policy and what a target allows.
pub(crate) fn compare(policy: &Policy, target: Target, read: &Origins) -> Vec<Loss> {
    let set = set(policy, read);
    let changes = diff_origins(policy, &set);
    let mut losses: Vec<_> = { changes.iter() }
        .map(|change| loss(target, change))
        .collect();
    if read.any {
        return losses;
    }
    match set.malformed() {
        Ok(None) => {}
        Ok(Some(witness)) => {
            let sentence = format!("{target} allows {witness:?} too, which no browser sends");
            losses.push(
                origins(LossKind::Different, Code::MalformedOrigins, sentence)
                    .with_witness(witness),
            );
        }
        Err(reason) => losses.push(unproven(&reason.to_string())),
    }
    losses
}

fn loss(target: Target, change: &Change) -> Loss {
    let Some(witness) = change.witness() else {
        return unproven(&change.to_string());
    };
    let (kind, code, sentence) = match change.kind() {
        Kind::Widens => (
            LossKind::Looser,
            Code::MoreOrigins,
            format!("{target} would allow {witness}, which the policy doesn't"),
        ),
        _ => (
            LossKind::Narrower,
            Code::FewerOrigins,
            format!("{target} does not allow {witness}, which the policy does"),
        ),
    };
    origins(kind, code, sentence).with_witness(witness)
}

fn unproven(reason: &str) -> Loss {
    let sentence = format!("what was written can't be compared with the policy: {reason}");
    origins(LossKind::Impossible, Code::Unproven, sentence)
}

fn origins(kind: LossKind, code: Code, sentence: String) -> Loss {
    Loss::new(kind, code, Setting::AllowOrigins, sentence)
}

/// The same as texts, patterns that were written as they always are, and regexes that match as a whole.
fn set(policy: &Policy, read: &Origins) -> OriginSet {
    let mut set = OriginSet::default();
    let written = Written::of(policy, read);
    for pattern in written.patterns {
        set.allow_pattern(pattern);
    }
    if read.any {
        set.allow_any();
    }
    for clause in &read.clauses {
        match &clause[..] {
            [Matcher::Exact(text)] => set.allow_text(text),
            [Matcher::ExactIgnoringCase(text)] if is_lower(text) => {
                set.allow_text(text);
                set.allow_text(text.to_ascii_uppercase());
            }
            [Matcher::Whole(regex)] if written.regexes.contains(regex) => {}
            all => set.allow_regexes(all.iter().map(whole)),
        }
    }
    set
}

/// Whether browsers send this text, and in no other case.
fn is_lower(text: &str) -> bool {
    let is_web =
        Origin::parse(text).is_ok_and(|origin| matches!(origin.scheme(), "http" | "https"));
    is_web || matches!(text, "null" | "file://")
}

/// Everything is ASCII, and a value has no line ends, so that `.` is any byte of it.
fn whole(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Exact(text) => escape(text),
        Matcher::ExactIgnoringCase(text) => format!("(?i:{})", escape(text)),
        Matcher::Whole(regex) => format!("(?:{regex})"),
        Matcher::Search(regex) => format!("(?s:.*)(?:{regex})(?s:.*)"),
    }
}

#[cfg(test)]
mod tests;
