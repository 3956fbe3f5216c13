//! The answer, for people.

use super::{Answer, edited::Edited};
use crate::{
    explain::cures::instruction,
    input::Loaded,
    verdict::{self, ASIDE, GOOD},
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
    text += &cures(answer, file, name, width);
    if let Some(edited) = &answer.remedy.edited {
        text += &preview(edited, colour);
    }
    if let Some(reason) = answer.remedy.not_edited {
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
        let cure = instruction(*setting, addition);
        let (file, condition) = (&file.name, condition.unwrap_or_default());
        let sentence = format!("fixed {file}: {cure} of policy {name:?}{condition}");
        verdict::plain(&sentence) + "\n"
    });
    cures.collect()
}

/// The lines that the cures change.
fn preview(edited: &Edited, colour: bool) -> String {
    let lines = edited.preview(colour);
    let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
    match lines.is_empty() {
        true => lines,
        false => format!("\n{lines}"),
    }
}

/// Each cure on a line of its own, after an empty one.
fn cures(answer: &Answer, file: &Loaded, name: &str, width: Option<usize>) -> String {
    let additions = answer.remedy.cures.additions();
    let mut lines = String::new();
    for (setting, addition) in additions {
        let condition = addition.condition();
        let condition = condition.map(|condition| format!("if {condition}, "));
        let place = answer
            .remedy
            .edited
            .as_ref()
            .and_then(|edited| edited.place(file, name, *setting));
        let place = place.map(|(line, column)| format!(" ({}:{line}:{column})", file.name));
        let cure = format!(
            "cure: {}{} of policy {name:?}{}",
            condition.unwrap_or_default(),
            instruction(*setting, addition),
            place.unwrap_or_default(),
        );
        let line = verdict::wrapped(&verdict::plain(&cure), "  ", "        ", width);
        lines += &line.replacen("cure:", &format!("{GOOD}cure{GOOD:#}:"), 1);
        lines.push('\n');
    }
    if additions.len() > 1 {
        lines += &format!("        {ASIDE}all of these are needed{ASIDE:#}\n");
    }
    match lines.is_empty() {
        true => lines,
        false => format!("\n{lines}"),
    }
}
