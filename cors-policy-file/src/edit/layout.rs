//! Lines, indentation and white space of a text that is being edited.

use core::ops::Range;

/// A part of a text, and what to put in its place.
pub(super) type Step = (Range<usize>, String);

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line of a place ends, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    match text[at..end].ends_with('\r') {
        true => end - 1,
        false => end,
    }
}

/// The white space before a place, if nothing else stands before it in its line.
pub(super) fn indentation(text: &str, at: usize) -> Option<&str> {
    let before = &text[line_start(text, at)..at];
    before
        .trim_start_matches([' ', '\t'])
        .is_empty()
        .then_some(before)
}

/// The line break that the line of a place has, or the one before.
pub(super) fn line_break(text: &str, at: usize) -> &'static str {
    let end = line_end(text, at);
    let here = text[end..].starts_with('\r');
    let last = end == text.len() && text.contains("\r\n");
    if here || last { "\r\n" } else { "\n" }
}

/// By how much the first line that is indented is.
pub(super) fn unit(text: &str) -> &str {
    let indented = text.lines().map(|line| {
        let rest = line.trim_start_matches([' ', '\t']);
        (&line[..line.len() - rest.len()], rest)
    });
    let mut units = indented.filter(|(unit, rest)| !unit.is_empty() && !rest.is_empty());
    units.next().map_or("  ", |(unit, _)| unit)
}

/// What separates keys and values of a table, as an entry of it has it.
pub(super) fn assignment<'a>(written: Option<&str>, usual: &'a [&'a str]) -> &'a str {
    let same = usual.iter().find(|usual| Some(**usual) == written);
    same.unwrap_or(&usual[0])
}

/// How many bytes a run of white space and comments has, and whether there are comments.
pub(super) fn blank(text: &str, comments: bool) -> (usize, bool) {
    let mut rest = text;
    let mut any = false;
    loop {
        rest = rest.trim_start();
        if !(comments && rest.starts_with('#')) {
            return (text.len() - rest.len(), any);
        }
        any = true;
        rest = rest.find('\n').map_or("", |end| &rest[end..]);
    }
}
