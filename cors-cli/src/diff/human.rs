//! The changes for people: by policy, what lets in more with a plus.

use core::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use cors_diff::Kind;

use super::pairs::{Pair, Presence};

/// Everything that changes, and in the last line how much.
pub(super) fn write(pairs: &[Pair], old: &str, new: &str) -> String {
    let mut text = String::new();
    let changed = pairs.iter().filter(|pair| !pair.changes.is_empty());
    for pair in changed {
        heading(pair, &mut text);
        for change in &pair.changes {
            let (sign, style) = sign(change.kind);
            let sentence = visible(&change.sentence);
            let setting = change.setting;
            let dimmed = Style::new().dimmed();
            let _ = writeln!(
                text,
                "  {style}{sign} {sentence}{style:#}  {dimmed}{setting}{dimmed:#}"
            );
        }
        text.push('\n');
    }
    let count = |kind| {
        let changes = pairs.iter().flat_map(|pair| &pair.changes);
        changes.filter(|change| change.kind == kind).count()
    };
    let [widen, narrow, differ] = [Kind::Widens, Kind::Narrows, Kind::Differs].map(count);
    let (old, new) = (visible(old), visible(new));
    let all = match widen + narrow + differ {
        0 => return format!("no changes from {old} to {new}\n"),
        1 => "1 change".to_owned(),
        all => format!("{all} changes"),
    };
    let verb = |count: usize, one, many| format!("{count} {}", if count == 1 { one } else { many });
    let _ = writeln!(
        text,
        "{all} from {old} to {new}: {}, {}, {}",
        verb(widen, "widens", "widen"),
        verb(narrow, "narrows", "narrow"),
        verb(differ, "differs", "differ")
    );
    text
}

fn heading(pair: &Pair, text: &mut String) {
    let bold = Style::new().bold();
    let name = match &pair.old_name {
        Some(old) => format!("{} → {}", visible(old), visible(&pair.name)),
        None => visible(&pair.name),
    };
    let remark = match pair.presence {
        Presence::Both => "",
        Presence::New => " (new)",
        Presence::Removed => " (removed)",
    };
    let _ = writeln!(text, "{bold}{name}{bold:#}{remark}");
}

fn sign(kind: Kind) -> (char, Style) {
    match kind {
        Kind::Widens => ('+', AnsiColor::Green.on_default()),
        Kind::Narrows => ('-', AnsiColor::Red.on_default()),
        _ => ('~', AnsiColor::Yellow.on_default()),
    }
}

/// Control characters are shown, and not sent to the terminal.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_control() {
            true => visible.extend(c.escape_default()),
            false => visible.push(c),
        }
    }
    visible
}
