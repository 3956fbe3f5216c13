//! What is no reason to block a request, and still surprises.

use cors_browser::Outcome;
use serde_json::{Value, json};

use super::{ASIDE, DIM, text};

/// A note, of the modelled browser's or of a subcommand's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) code: Option<&'static str>,
    pub(crate) sentence: String,
    pub(crate) citation: Option<&'static str>,
}

impl Note {
    /// A note that is no browser's.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self {
            code: None,
            sentence: sentence.into(),
            citation: None,
        }
    }
}

/// What the modelled browser notes.
pub(crate) fn notes(outcome: &Outcome) -> Vec<Note> {
    let notes = outcome.notes().iter().map(|note| Note {
        code: Some(note.code().as_str()),
        sentence: note.to_string(),
        citation: Some(note.citation()),
    });
    notes.collect()
}

/// Each on a line of its own, after an empty one. Nothing where there are none.
pub(crate) fn notes_human(notes: &[Note], width: Option<usize>) -> String {
    let mut lines = String::new();
    for note in notes {
        let line = text::wrapped(
            &text::plain(&format!("note: {}", note.sentence)),
            "  ",
            "        ",
            width,
        );
        let line = line.replacen("note:", &format!("{ASIDE}note{ASIDE:#}:"), 1);
        let citation = note.citation.map(text::shortened);
        let citation = citation.map(|citation| format!("  {DIM}{citation}{DIM:#}"));
        lines += &format!("{line}{}\n", citation.unwrap_or_default());
    }
    match lines.is_empty() {
        true => lines,
        false => format!("\n{lines}"),
    }
}

/// `[{"code", "sentence", "citation"}]`
pub(crate) fn notes_json(notes: &[Note]) -> Value {
    let notes = notes.iter().map(
        |note| json!({ "code": note.code, "sentence": note.sentence, "citation": note.citation }),
    );
    notes.collect()
}
