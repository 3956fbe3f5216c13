//! What a regex of `SetEnvIf` matches.

use cors_core::Origin;

use crate::proof::{Clause, Matcher, NotRead};

/// As Apache matches it: anywhere, unless it has anchors.
pub(super) fn clause(regex: &str, ignores_case: bool) -> Result<Clause, NotRead> {
    let not_read = || NotRead(format!("the regex {regex:?} is not understood"));
    let inner = regex
        .strip_prefix('^')
        .and_then(|rest| rest.strip_suffix('$'));
    let is_anchored = |inner: &&str| !ends_in_escape(inner) && !has_branches(inner);
    let Some(mut inner) = inner.filter(is_anchored) else {
        let matcher = match ignores_case {
            true => format!("(?i:{regex})"),
            false => regex.to_owned(),
        };
        return Ok(vec![Matcher::Search(matcher)]);
    };
    let mut clause = Vec::new();
    while let Some(rest) = inner.strip_prefix("(?") {
        let Some(rest) = rest.strip_prefix(['!', '=']) else {
            break;
        };
        let end = closing(rest).ok_or_else(not_read)?;
        let condition = &rest[..end];
        if inner.starts_with("(?!") {
            // Not as long as this. No origin is longer than the engine's limit.
            let least = { condition.strip_prefix(".{") }
                .and_then(|rest| rest.strip_suffix('}'))
                .and_then(|number| number.parse::<usize>().ok());
            if !least.is_some_and(|least| least > Origin::MAX_LEN) {
                return Err(not_read());
            }
        } else {
            let whole = { condition.strip_prefix("(?:") }.and_then(|rest| rest.strip_suffix(")$"));
            let whole = whole.filter(|whole| closing(whole).is_none());
            clause.push(whole_matcher(whole.ok_or_else(not_read)?, ignores_case));
        }
        inner = &rest[end + 1..];
    }
    clause.push(match (literal(inner), ignores_case) {
        (Some(text), false) => Matcher::Exact(text),
        (Some(text), true) => Matcher::ExactIgnoringCase(text),
        (None, _) => {
            let group = inner
                .strip_prefix("(?:")
                .and_then(|rest| rest.strip_suffix(')'));
            let group = group.filter(|group| closing(group).is_none());
            whole_matcher(group.unwrap_or(inner), ignores_case)
        }
    });
    Ok(clause)
}

fn whole_matcher(regex: &str, ignores_case: bool) -> Matcher {
    Matcher::Whole(match ignores_case {
        true => format!("(?i:{regex})"),
        false => regex.to_owned(),
    })
}

/// The text that a regex stands for, if it stands for one.
fn literal(regex: &str) -> Option<String> {
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
fn closing(regex: &str) -> Option<usize> {
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
