//! The answer for people: files, and on standard error what is lost.

use core::fmt::Write as _;

use cors_export::LossKind;
use cors_policy_file::{Level, Places, Remark};

use super::{
    exported::Exported,
    folder::{Folder, Status},
};
use crate::{formats::counted, input::Loaded, streams, verdict::plain};

/// Each loss with its line of the policy file, then what has to be set elsewhere.
pub(super) fn remarks(exported: &Exported, file: &Loaded) -> String {
    let losses = exported.losses();
    let losses = losses.map(|(policy, loss)| exported.remark(policy, loss));
    let mut remarks: Vec<_> = losses.collect();
    if !exported.is_refused() {
        let needed = exported.requirements().into_iter();
        remarks.extend(needed.map(|(policy, requirement)| {
            let message = format!("required: {}", plain(&requirement.to_string()));
            Remark::new(Level::Note, requirement.code().as_str(), message, policy)
        }));
    }
    if remarks.is_empty() {
        return String::new();
    }
    let places = Places::named(&plain(&file.name), &file.text, file.format);
    places.snippets(&remarks, streams::is_talk_coloured())
}

/// The files one after the other, each under its name. All targets read `#` as a comment, and YAML `---` as the end of
/// a document.
pub(super) fn files(exported: &Exported) -> String {
    let mut text = String::new();
    for (at, file) in exported.files().enumerate() {
        if at > 0 {
            let is_yaml = file.name().ends_with(".yaml");
            text.push_str(if is_yaml { "---\n" } else { "\n" });
        }
        let _ = writeln!(text, "# {}: {}", file.name(), file.place());
        text.push_str(file.text());
    }
    text
}

/// A line for each file: what became of it, and where it belongs.
pub(super) fn written(folder: &Folder<'_>) -> String {
    let mut text = String::new();
    for (file, path, status) in folder.files() {
        let what = match status {
            Status::Written => "wrote",
            Status::Unchanged => "unchanged:",
        };
        let path = plain(&path.display().to_string());
        let _ = writeln!(text, "{what} {path}: {}", file.place());
    }
    text
}

/// `2 policies exported to nginx: 4 files, 1 loss (1 different)`
pub(super) fn last_line(exported: &Exported) -> String {
    format!(
        "{} exported to {}: {}, {}\n",
        counted(exported.policies.len(), "policy", "policies"),
        exported.target,
        counted(exported.files().count(), "file", "files"),
        losses(exported)
    )
}

/// `nothing exported to istio: 1 of 2 policies would lose what it must not; 1 loss (1 looser)`
pub(super) fn refusal(exported: &Exported) -> String {
    let is_refused = |name: &str| {
        let mut losses = exported.losses();
        losses.any(|(policy, loss)| policy == name && exported.is_refused_for(loss))
    };
    let names = exported.policies.iter().map(|(name, _)| name);
    let refused = names.filter(|name| is_refused(name)).count();
    let who = match (refused, exported.policies.len()) {
        (1, 1) => "the policy would lose what it".to_owned(),
        (1, all) => format!("1 of {all} policies would lose what it"),
        (refused, all) => format!("{refused} of {all} policies would lose what they"),
    };
    let is_impossible = |kind| {
        !matches!(
            kind,
            LossKind::Looser | LossKind::Narrower | LossKind::Different
        )
    };
    let cure = match exported
        .losses()
        .any(|(_, loss)| is_impossible(loss.kind()))
    {
        true => "",
        false => "; --allow-looser exports what is looser all the same",
    };
    format!(
        "nothing exported to {}: {who} must not; {}{cure}",
        exported.target,
        losses(exported)
    )
}

/// `3 losses (1 looser, 2 different)`
fn losses(exported: &Exported) -> String {
    let kinds = [
        LossKind::Impossible,
        LossKind::Looser,
        LossKind::Narrower,
        LossKind::Different,
    ];
    let of_kind = |kind| {
        let losses = exported.losses();
        losses.filter(|(_, loss)| loss.kind() == kind).count()
    };
    let counts = kinds.map(|kind| (of_kind(kind), kind));
    let counts: Vec<_> = { counts.iter() }
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    match exported.losses().count() {
        0 => "nothing lost".to_owned(),
        all => format!("{} ({})", counted(all, "loss", "losses"), counts.join(", ")),
    }
}
