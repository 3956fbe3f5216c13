//! What the modelled browser makes of a server's answers, as people and scripts read it: the verdict, the steps,
//! the notes. `explain` and `probe` share it.

mod note;
mod steps;
mod text;

use anstyle::{AnsiColor, Style};
use cors_browser::{Outcome, Reason};
use serde_json::{Value, json};

pub(crate) use self::{
    note::{Note, notes, notes_human, notes_json},
    steps::{listed, numbered, steps, steps_human, steps_json},
    text::{plain, wrapped},
};

/// Red, for what is blocked.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();

/// Green, for what is allowed, and what is to be inserted.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();

/// For what is said besides.
pub(crate) const ASIDE: Style = AnsiColor::Cyan.on_default();

/// For what nobody has to read.
pub(crate) const DIM: Style = Style::new().dimmed();

/// The verdict in one sentence, on a line of its own.
pub(crate) fn headline(is_allowed: bool, sentence: &str, width: Option<usize>) -> String {
    let (style, word) = match is_allowed {
        true => (GOOD, "allowed"),
        false => (BAD, "blocked"),
    };
    let text = wrapped(&format!("{word}: {}", plain(sentence)), "", "  ", width);
    let rest = text.strip_prefix(word).unwrap_or_default();
    format!("{style}{word}{style:#}{rest}\n")
}

/// `{"allowed", "reason", "sentence"}`, with a sentence that may say more than the browser's.
pub(crate) fn browser_json(outcome: &Outcome, sentence: &str) -> Value {
    json!({
        "allowed": is_allowed(outcome),
        "reason": reason(outcome).map(Reason::as_str),
        "sentence": sentence,
    })
}

/// Whether the browser lets the page have what it asked for.
pub(crate) fn is_allowed(outcome: &Outcome) -> bool {
    outcome.result().is_ok()
}

/// Why it does not. `None` also for a mistake of the page's, which no server can mend.
pub(crate) fn reason(outcome: &Outcome) -> Option<Reason> {
    outcome.result().err()?.reason()
}

/// The verdict in a lower-case sentence.
pub(crate) fn sentence(outcome: &Outcome) -> String {
    match (outcome.result(), outcome.steps().last()) {
        (Err(blocked), _) => blocked.to_string(),
        // It says what the page sees.
        (Ok(_), Some(step)) => text::in_lower_case(&step.to_string()),
        (Ok(_), None) => "the page sees the response".to_owned(),
    }
}

#[cfg(test)]
mod tests;
