//! The answer for people: each diagnostic with its line, and in the last line how many there are.

use anstyle::AnsiColor;
use cors_policy_file::{Diagnostics, Severity};

use super::{checked::Checked, patch};
use crate::{exit::Cannot, formats::counted, input::Origin, streams};

/// What is wrong.
pub(super) fn found(files: &[Checked]) -> Result<(), Cannot> {
    let mut text = snippets(files, |file| &file.found);
    text.push_str(&last_line(files));
    streams::answer(&text)
}

/// What was fixed, and what is left. Where a text went to standard output, this is no answer.
pub(super) fn fixed(files: &[Checked]) -> Result<(), Cannot> {
    let stdin = files.iter().find(|file| file.origin == Origin::Stdin);
    if let Some(file) = stdin
        && let Some(text) = &file.text
    {
        let fixed = file.fixed.as_ref().map(|fixed| &fixed.text);
        streams::exact(fixed.unwrap_or(text))?;
    }
    let mut text = applied(files);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&snippets(files, Checked::after));
    text.push_str(&last_line_of_fix(files));
    match stdin {
        Some(_) => {
            streams::talk(&text);
            Ok(())
        }
        None => streams::answer(&text),
    }
}

/// What would be fixed, as a patch.
pub(super) fn dry_run(files: &[Checked]) -> Result<(), Cannot> {
    streams::exact(&patch::patch(files, streams::is_coloured()))?;
    let line = match sum(files, Checked::fixable) {
        0 => last_line(files),
        fixable => {
            let (counts, place) = (counts(files, |file| &file.found), place(files));
            format!("{counts} in {place}; {fixable} would be fixed\n")
        }
    };
    streams::talk(&line);
    Ok(())
}

fn snippets(files: &[Checked], found: impl Fn(&Checked) -> &Diagnostics) -> String {
    let colour = streams::is_coloured();
    let snippets = files.iter().map(|file| found(file).snippets(colour));
    snippets.collect()
}

/// A line for each fix.
fn applied(files: &[Checked]) -> String {
    let green = AnsiColor::Green.on_default().bold();
    let mut lines = String::new();
    for file in files {
        for applied in file.fixed.iter().flat_map(|fixed| &fixed.applied) {
            let place = applied.position.map_or_else(String::new, |position| {
                format!(":{}:{}", position.line, position.column)
            });
            let (name, diagnostic) = (&file.name, &applied.diagnostic);
            lines.push_str(&format!(
                "{green}fixed{green:#} {name}{place}: {diagnostic}\n"
            ));
        }
    }
    lines
}

/// `2 errors, 1 warning in cors.toml; 1 can be fixed with --fix`
fn last_line(files: &[Checked]) -> String {
    let counts = counts(files, |file| &file.found);
    if counts.is_empty() {
        return nothing_wrong(files);
    }
    let fix = match sum(files, Checked::fixable) {
        0 => String::new(),
        fixable => format!("; {fixable} can be fixed with --fix"),
    };
    format!("{counts} in {}{fix}\n", place(files))
}

/// `3 fixed in cors.toml; 1 error left`
fn last_line_of_fix(files: &[Checked]) -> String {
    let left = counts(files, Checked::after);
    let fixed = sum(files, |file| {
        file.fixed.as_ref().map_or(0, |fixed| fixed.applied.len())
    });
    match (fixed, left.as_str()) {
        (0, "") => nothing_wrong(files),
        (0, left) => format!("nothing fixed in {}; {left} left\n", place(files)),
        (fixed, "") => format!("{fixed} fixed in {}; nothing left\n", place(files)),
        (fixed, left) => format!("{fixed} fixed in {}; {left} left\n", place(files)),
    }
}

/// `cors.toml: 2 policies, nothing wrong`
fn nothing_wrong(files: &[Checked]) -> String {
    let policies = sum(files, |file| file.policies.as_ref().map_or(0, Vec::len));
    let policies = counted(policies, "policy", "policies");
    match files {
        [file] => format!("{}: {policies}, nothing wrong\n", file.name),
        files => format!("{} files: {policies}, nothing wrong\n", files.len()),
    }
}

/// The file, or how many of them have something wrong.
fn place(files: &[Checked]) -> String {
    match files {
        [file] => file.name.clone(),
        files => {
            let concerned = files.iter().filter(|file| !file.found.is_empty()).count();
            format!("{concerned} of {} files", files.len())
        }
    }
}

/// `2 errors, 1 warning`, or nothing.
fn counts(files: &[Checked], found: impl Fn(&Checked) -> &Diagnostics) -> String {
    let count = |severity, one, many| match sum(files, |file| found(file).count(severity)) {
        0 => None,
        number => Some(counted(number, one, many)),
    };
    let counts = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    counts.join(", ")
}

fn sum(files: &[Checked], number: impl Fn(&Checked) -> usize) -> usize {
    files.iter().map(number).sum()
}
