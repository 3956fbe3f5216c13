//! The answer, for people.

use super::Answer;
use crate::{
    explain::{cures::instruction, shown},
    input::Loaded,
    verdict,
};

/// The verdict, the steps, the cures with the lines that they change, and the notes.
pub(super) fn human(
    answer: &Answer,
    file: &Loaded,
    name: &str,
    colour: bool,
    width: Option<usize>,
) -> String {
    let mut text = verdict::headline(answer.is_allowed(), &answer.sentence, width);
    if let Some(outcome) = &answer.outcome {
        text += &format!("\n{}", verdict::steps_human(outcome, width));
    }
    let remedy = &answer.remedy;
    text += &shown::cures(&remedy.cures, remedy.edited.as_ref(), file, name, width);
    if let Some(edited) = &remedy.edited {
        text += &shown::preview(edited, colour);
    }
    if let Some(reason) = remedy.not_edited {
        text += &format!("\n  {}: {reason}\n", file.name);
    }
    text + &verdict::notes_human(&answer.notes, width)
}

/// What was written into the file, for those who watch.
pub(super) fn fixed(answer: &Answer, file: &Loaded, name: &str) -> String {
    let cures = answer.remedy.cures.additions().iter();
    let cures = cures.map(|(setting, addition)| {
        let condition = addition.condition();
        let condition = condition.map(|condition| format!(", which is right only if {condition}"));
        let cure = instruction(*setting, addition, &format!("policy {name:?}"));
        let sentence = format!(
            "fixed {}: {cure}{}",
            file.name,
            condition.unwrap_or_default()
        );
        verdict::plain(&sentence) + "\n"
    });
    cures.collect()
}

/// Why nothing was written, for those who watch.
pub(super) fn not_fixed(answer: &Answer, file: &Loaded) -> String {
    match answer.remedy.not_edited {
        Some(reason) => format!("nothing is fixed: {}: {reason}\n", file.name),
        None => "nothing is fixed: there is no cure\n".to_owned(),
    }
}
