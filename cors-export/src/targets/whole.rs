//! What regexes of targets match that match anywhere, unless they have anchors.

use crate::proof::Matcher;

/// A regex that matches anywhere, as what it matches of whole values.
pub(super) fn whole(regex: &str) -> Matcher {
    match between_anchors(regex) {
        None => Matcher::Search(regex.to_owned()),
        Some(inner) => Matcher::Whole(ungrouped(inner).to_owned()),
    }
}

/// What stands between `^` and `$`, if they hold for all of it.
pub(super) fn between_anchors(regex: &str) -> Option<&str> {
    let inner = regex.strip_prefix('^')?.strip_suffix('$')?;
    (!ends_in_escape(inner) && !has_branches(inner)).then_some(inner)
}

/// Without the group around all of it.
pub(super) fn ungrouped(regex: &str) -> &str {
    let group = regex
        .strip_prefix("(?:")
        .and_then(|rest| rest.strip_suffix(')'));
    group
        .filter(|group| !ends_in_escape(group) && closing(group).is_none())
        .unwrap_or(regex)
}

/// The text that a regex stands for, if it stands for one.
pub(super) fn literal(regex: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = regex.chars();
    while let Some(char) = chars.next() {
        text.push(match char {
            '\\' => chars.next().filter(char::is_ascii_punctuation)?,
            '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                return None;
            }
            char => char,
        });
    }
    Some(text)
}

/// Whether it has an alternative outside of groups, which takes one of the anchors.
fn has_branches(regex: &str) -> bool {
    let mut depth = 0_usize;
    for (_, char) in syntax(regex) {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// The place of the parenthesis that closes a group whose begin has been read.
pub(super) fn closing(regex: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, char) in syntax(regex) {
        match char {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The characters that stand neither in classes nor behind backslashes.
fn syntax(regex: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut is_escaped, mut in_class) = (false, false);
    regex.char_indices().filter(move |&(_, char)| {
        let was_escaped = is_escaped;
        is_escaped = !was_escaped && char == '\\';
        if was_escaped || char == '\\' {
            return false;
        }
        match char {
            '[' if !in_class => in_class = true,
            ']' => in_class = false,
            _ => return !in_class,
        }
        false
    })
}

fn ends_in_escape(regex: &str) -> bool {
    regex.len() % 2 != regex.trim_end_matches('\\').len() % 2
}
