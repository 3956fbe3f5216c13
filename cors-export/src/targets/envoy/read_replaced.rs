//! Reads which values of `Origin` are replaced.

use super::replaced::{NO_ORIGIN, ORIGIN};
use crate::proof::{Matcher, NotRead};

/// What is replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Replaced {
    /// What is longer.
    Longer(usize),
    /// What the first regex matches as a whole, and the second doesn't.
    Unless(Matcher, Matcher),
}

/// Reads the value of a header that replaces another under a condition.
pub(super) fn read(value: &str) -> Result<Replaced, NotRead> {
    let condition = { value.strip_prefix("%CEL('origin' in request.headers && ") }
        .and_then(|rest| rest.strip_suffix(&*format!(" ? ('{NO_ORIGIN}') : '')%")));
    let read =
        condition.and_then(|condition| read_length(condition).or_else(|| read_unless(condition)));
    read.ok_or_else(|| NotRead(format!("Origin is replaced by {value:?}")))
}

fn read_length(condition: &str) -> Option<Replaced> {
    let length = condition.strip_prefix(&*format!("size({ORIGIN}) > "))?;
    length.parse().ok().map(Replaced::Longer)
}

fn read_unless(condition: &str) -> Option<Replaced> {
    let (replaced, rest) = read_match(condition)?;
    let (kept, rest) = read_match(rest.strip_prefix(" && !(")?)?;
    (rest == ")").then_some(Replaced::Unless(replaced, kept))
}

/// A match of the whole value, and what stands behind it.
fn read_match(text: &str) -> Option<(Matcher, &str)> {
    let rest = { text.strip_prefix(ORIGIN) }.and_then(|rest| rest.strip_prefix(".matches("))?;
    let (regex, rest) = read_literal(rest)?;
    let regex = regex.strip_prefix("^(?:")?.strip_suffix(")$")?.to_owned();
    let rest = rest.strip_prefix(')')?;
    Some((Matcher::Whole(regex), rest))
}

/// A text in single quotes, and what stands behind it.
/// <https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values>
fn read_literal(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('\'')?;
    let mut read = String::new();
    loop {
        let char = rest.chars().next()?;
        rest = &rest[char.len_utf8()..];
        match char {
            '\'' => return Some((read, rest)),
            '\\' => {
                let escaped = rest.chars().next()?;
                rest = &rest[escaped.len_utf8()..];
                match escaped {
                    '\\' | '\'' => read.push(escaped),
                    'x' => {
                        let code = rest.get(..2)?;
                        rest = &rest[2..];
                        read.push(u8::from_str_radix(code, 16).ok()?.into());
                    }
                    _ => return None,
                }
            }
            char => read.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::cel, read_literal, read_match};
    use crate::proof::Matcher;

    proptest! {
        #[test]
        fn literals_are_read_as_they_were(text in "[ -~]{0,40}") {
            let written = cel::literal(&text);
            prop_assert!(!written.contains('%'));
            let written = written + ")";
            prop_assert_eq!(read_literal(&written), Some((text, ")")));
        }

        #[test]
        fn regexes_are_read_as_they_were(regex in r"([a-z'%]|\\[.+]|\(\?:a\|b\)){1,20}") {
            let written = cel::matches(super::ORIGIN, &regex).unwrap() + "!";
            prop_assert_eq!(read_match(&written), Some((Matcher::Whole(regex), "!")));
        }
    }
}
