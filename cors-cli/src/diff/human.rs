//! The changes for people: by policy, what lets in more with a plus.

use core::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use cors_diff::Kind;

use super::pairs::{Pair, Presence};
use crate::{formats::counted, verdict::plain};

/// Everything that changes, and in the last line how much.
pub(super) fn write(pairs: &[Pair], old: &str, new: &str) -> String {
    let mut text = String::new();
    let changed = pairs.iter().filter(|pair| !pair.changes.is_empty());
    for pair in changed {
        heading(pair, &mut text);
        for change in &pair.changes {
            let (sign, style) = sign(change.kind);
            let sentence = plain(&change.sentence);
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
    let (old, new) = (plain(old), plain(new));
    let all = match widen + narrow + differ {
        0 => return format!("no changes from {old} to {new}\n"),
        all => counted(all, "change", "changes"),
    };
    let _ = writeln!(
        text,
        "{all} from {old} to {new}: {}, {}, {}",
        counted(widen, "widens", "widen"),
        counted(narrow, "narrows", "narrow"),
        counted(differ, "differs", "differ")
    );
    text
}

fn heading(pair: &Pair, text: &mut String) {
    let bold = Style::new().bold();
    let name = match &pair.old_name {
        Some(old) => format!("{} → {}", plain(old), plain(&pair.name)),
        None => plain(&pair.name),
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
