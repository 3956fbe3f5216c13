//! Lines into words, as HAProxy does it: <https://docs.haproxy.org/2.6/configuration.html#2.2>.

use crate::proof::NotRead;

/// HAProxy takes no more.
const MAX_WORDS: usize = 64;

/// The words of a line, without its comment.
pub(in super::super) fn split(line: &str) -> Result<Vec<String>, NotRead> {
    let fail = |reason: &str| Err(NotRead(format!("{reason}: {line}")));
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        match char {
            ' ' | '\t' => words.extend(word.take()),
            '#' => break,
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('\'') => break,
                        Some(char) => word.push(char),
                        None => return fail("a quote isn't closed"),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('"') => break,
                        // The environment's.
                        Some('$') => return fail("a variable of the environment decides"),
                        Some('\\') => match unescape(chars.next(), "\\\"$") {
                            Some(char) => word.push(char),
                            None => return fail("an escape isn't known"),
                        },
                        Some(char) => word.push(char),
                        None => return fail("a quote isn't closed"),
                    }
                }
            }
            '\\' => match unescape(chars.next(), "\\\"' #") {
                Some(char) => word.get_or_insert_default().push(char),
                None => return fail("an escape isn't known"),
            },
            char => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    match words.len() > MAX_WORDS {
        true => fail("it has more than 64 words"),
        false => Ok(words),
    }
}

fn unescape(char: Option<char>, themselves: &str) -> Option<char> {
    char.filter(|char| themselves.contains(*char))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_are_those_of_haproxy() {
        for (line, words) in [
            ("", &[][..]),
            ("  # all of it", &[]),
            ("acl  a\tb", &["acl", "a", "b"]),
            ("a b#c d", &["a", "b"]),
            (r"a\ b \# \\ \'", &["a b", "#", r"\", "'"]),
            (r"'a b' '#' '\.' '' $x", &["a b", "#", r"\.", "", "$x"]),
            (r"'it'\''s' a'b'c", &["it's", "abc"]),
            (r#""a \"b\" \\" "'""#, &[r#"a "b" \"#, "'"]),
        ] {
            assert_eq!(split(line).unwrap(), words, "{line}");
        }
        for line in ["'a", "\"a", "a\\", r"\.", "\"$HOME\"", &"a ".repeat(65)] {
            assert!(split(line).is_err(), "{line}");
        }
    }
}
