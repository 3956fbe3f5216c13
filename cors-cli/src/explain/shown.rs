//! Cures as people read them: what to do, where, and the lines that change.

use cors_core::{Policy, Setting};
use cors_policy_file::{Addition, Edited, locate};

use super::cures::{Cures, entries, instruction};
use crate::{
    input::Loaded,
    verdict::{self, GOOD},
};

/// One cure on a line of its own.
pub(super) fn cure(text: &str, width: Option<usize>) -> String {
    let text = verdict::plain(&format!("cure: {text}"));
    let line = verdict::wrapped(&text, "  ", "        ", width);
    line.replacen("cure:", &format!("{GOOD}cure{GOOD:#}:"), 1) + "\n"
}

/// Each cure, after an empty line, with its place in the file that has it now.
pub(super) fn cures(
    cures: &Cures,
    edited: Option<&Edited>,
    file: &Loaded,
    name: &str,
    width: Option<usize>,
) -> String {
    let lines = cures.additions().iter().map(|(setting, addition)| {
        let condition = addition.condition();
        let condition = condition.map(|condition| format!("if {condition}, "));
        let instruction = instruction(*setting, addition, &format!("policy {name:?}"));
        let place = edited.and_then(|edited| locate(edited.text(), file.format, name, *setting));
        let place = place.map(|place| place.position);
        let place = place.map(|at| format!(" ({}:{}:{})", file.name, at.line, at.column));
        let text = condition.unwrap_or_default() + &instruction + &place.unwrap_or_default();
        cure(&text, width)
    });
    if cures.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}", lines.collect::<String>());
    if cures.additions().len() > 1 {
        text += "        all of these are needed\n";
    }
    text
}

/// The lines that an edit changes, after an empty one.
pub(super) fn preview(edited: &Edited, colour: bool) -> String {
    let lines = edited.preview(colour);
    let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
    match lines.is_empty() {
        true => lines,
        false => format!("\n{lines}"),
    }
}

/// Whether a policy says it already.
pub(super) fn has(policy: &Policy, setting: Setting, addition: &Addition) -> bool {
    let settings = policy.settings();
    let all = |is_there: &dyn Fn(&String) -> bool| {
        entries(addition).is_some_and(|entries| entries.iter().all(is_there))
    };
    let listed = match setting {
        Setting::AllowOrigins => return all(&|origin| policy.allows_origin(origin)),
        Setting::AllowMethods => return all(&|method| settings.allow_methods().contains(method)),
        Setting::AllowHeaders => settings.allow_headers(),
        Setting::ExposeHeaders => settings.expose_headers(),
        flag => {
            return matches!(addition, Addition::Flag(value) if settings.flag(flag) == Some(*value));
        }
    };
    all(&|name| {
        listed
            .iter()
            .any(|listed| listed.eq_ignore_ascii_case(name))
    })
}
