//! Lists and tables of YAML that have a line for each entry: what is put at their end, and what is taken out.

use core::ops::Range;

use super::layout::{Step, indentation, line_break, line_end, line_start};

/// What puts lines at the end of what stands in `span`. `column`: that of the others. `own`: whether
/// comments that stand at it belong to what is there.
pub(super) fn append(
    text: &str,
    span: &Range<usize>,
    column: usize,
    own: bool,
    new: &[String],
) -> Step {
    let mut end = last_line(text, span);
    // What is commented out belongs to the others.
    while let Some(next) = text[end..].find('\n').map(|at| end + at + 1) {
        let line = &text[next..line_end(text, next)];
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let belongs = blanks > column || (own && blanks == column);
        if !belongs || !line[blanks..].starts_with('#') {
            break;
        }
        end = next + line.len();
    }
    let before = format!("{}{}", line_break(text, end), " ".repeat(column));
    let lines: String = new.iter().map(|new| format!("{before}{new}")).collect();
    (end..end, lines)
}

/// The end of the last line that says something. What the parser calls the end is where the next thing begins.
fn last_line(text: &str, span: &Range<usize>) -> usize {
    let mut end = span.end;
    loop {
        let start = line_start(text, end).max(span.start);
        let written = text[start..end].trim();
        if start == span.start || !(written.is_empty() || written.starts_with('#')) {
            let said = start + text[start..end].trim_end().len();
            return line_end(text, said.max(span.start));
        }
        end = start - 1;
    }
}

/// The column of a place, in characters.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// Where the dash before an item is, if it stands in the same line.
pub(super) fn dash(text: &str, item: usize) -> Option<usize> {
    let start = line_start(text, item);
    let before = &text[start..item];
    let is_dash = |at: &usize| {
        let (left, right) = (&before[..*at], &before[at + 1..]);
        left.chars().next_back().is_none_or(char::is_whitespace) && right.starts_with([' ', '\t'])
    };
    let mut dashes = before.match_indices('-').map(|(at, _)| at).filter(is_dash);
    dashes.next_back().map(|at| start + at)
}

/// What takes out an item with its line; a comment on it stays.
pub(super) fn remove(text: &str, item: &Range<usize>) -> Option<Step> {
    let dash = dash(text, item.start)?;
    indentation(text, dash)?;
    let end = line_end(text, item.end);
    let rest = &text[item.end..end];
    let comment = rest.trim_start();
    let span = if comment.is_empty() {
        let next = text[end..].find('\n').map(|at| end + at + 1)?;
        line_start(text, dash)..next
    } else {
        dash..end - comment.len()
    };
    Some((span, String::new()))
}
