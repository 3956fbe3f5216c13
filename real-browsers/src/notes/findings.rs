//! What was found: every difference in full, and how often each note was seen to hold.

use std::collections::BTreeMap;

use cors_browser::{NoteCode, Outcome};

/// Of one engine.
#[derive(Default)]
pub(super) struct Findings {
    /// By note: how often it was said, how often it was not, and each was right.
    right: BTreeMap<NoteCode, [usize; 2]>,
    pub(super) wrong: Vec<String>,
}

/// The sentences of the notes that matter to a question.
#[derive(Default)]
pub(super) struct Said(Vec<(NoteCode, String)>);

impl Said {
    pub(super) fn of(outcome: &Outcome, codes: &[NoteCode]) -> Self {
        let notes = outcome.notes().iter();
        let notes = notes.filter(|note| codes.contains(&note.code()));
        Self(notes.map(|note| (note.code(), note.to_string())).collect())
    }

    /// Whether one of them has these words.
    pub(super) fn has(&self, words: &str) -> bool {
        self.0.iter().any(|(_, sentence)| sentence.contains(words))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Findings {
    /// Whether the browser did what follows from the notes that were given, or from there being none
    /// with the code.
    pub(super) fn compare(
        &mut self,
        code: NoteCode,
        said: &Said,
        asked: &str,
        expected: &str,
        seen: &str,
    ) {
        if expected != seen {
            let sentences: Vec<_> = said
                .0
                .iter()
                .map(|(_, sentence)| sentence.as_str())
                .collect();
            let sentences = match sentences[..] {
                [] => "none".to_owned(),
                _ => sentences.join("\n            "),
            };
            self.wrong.push(format!(
                "{code}, {asked}\n  notes:    {sentences}\n  expected: {expected}\n  seen:     {seen}"
            ));
            return;
        }
        for (code, _) in &said.0 {
            self.right.entry(*code).or_default()[0] += 1;
        }
        if said.is_empty() {
            self.right.entry(code).or_default()[1] += 1;
        }
    }

    /// How often each note was right, and how often it was right that there was none.
    pub(super) fn right(&self) -> String {
        let counts = self.right.iter();
        let counts = counts.map(|(code, [said, unsaid])| match unsaid {
            0 => format!("{code} {said}"),
            _ => format!("{code} {said} (and {unsaid} without)"),
        });
        counts.collect::<Vec<_>>().join(", ")
    }
}
