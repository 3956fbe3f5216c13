//! What --fix would change, as a patch that `patch` and `git apply -p0` take.

use anstyle::{AnsiColor, Style};
use similar::TextDiff;

use super::checked::Checked;

/// One patch for all files.
pub(super) fn patch(files: &[Checked], colour: bool) -> String {
    let mut patch = String::new();
    for file in files {
        let (Some(text), Some(fixed)) = (&file.text, &file.fixed) else {
            continue;
        };
        let diff = TextDiff::from_lines(text.as_str(), fixed.text.as_str());
        let diff = diff
            .unified_diff()
            .header(&file.name, &file.name)
            .to_string();
        match colour {
            true => patch.extend(diff.split_inclusive('\n').map(coloured)),
            false => patch.push_str(&diff),
        }
    }
    patch
}

fn coloured(line: &str) -> String {
    let style = match line.as_bytes() {
        [b'-', ..] => AnsiColor::Red.on_default(),
        [b'+', ..] => AnsiColor::Green.on_default(),
        [b'@', ..] => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    };
    let end = line.len() - line.trim_end_matches(['\r', '\n']).len();
    let (written, end) = line.split_at(line.len() - end);
    format!("{style}{written}{style:#}{end}")
}
