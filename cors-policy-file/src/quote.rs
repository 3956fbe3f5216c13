//! Quoted texts: what a file says, cut to a length that can be read, and what it should say, in its own quotes.

use super::{
    Format,
    edit::{Quotes, string},
};

/// A string in the quotes of what was written in its place, or in none if there were none and it needs none.
pub(super) fn like(written: &str, text: &str, format: Format) -> String {
    string(text, format, Quotes::of_written(written))
}

/// A message whose quoted parts and words are cut where they are longer than anyone reads. What
/// stands in the file has its place beside the message.
pub(super) fn bearable(message: String) -> String {
    // Most messages are short as a whole.
    if message.len() <= MAX {
        return message;
    }
    let mut cut = String::new();
    let mut rest = message.as_str();
    while !rest.is_empty() {
        let (part, after) = rest.split_at(part(rest));
        push(&mut cut, part);
        rest = after;
    }
    cut
}

/// In characters. The longest origin that DNS has room for is not cut in half of all cases, and
/// nobody reads to its end.
const MAX: usize = 120;

/// The length of what is cut or kept as one: a quoted text, a word, or what stands between words.
fn part(text: &str) -> usize {
    if text.starts_with('"') {
        let mut escaped = false;
        for (at, letter) in text.char_indices().skip(1) {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return at + 1,
                _ => {}
            }
        }
        return text.len();
    }
    let is_space = text.starts_with(' ');
    let end = text.find(|letter: char| letter == '"' || (letter == ' ') != is_space);
    end.unwrap_or(text.len())
}

fn push(cut: &mut String, part: &str) {
    let length = part.chars().count();
    if length <= MAX {
        cut.push_str(part);
    } else {
        cut.extend(part.chars().take(80));
        cut.push('…');
        cut.extend(part.chars().skip(length - 20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_kept() {
        const ORIGIN: &str = "https://a.example:8080";
        for (written, text, format, expected) in [
            (
                "'https://A.example:8080'",
                ORIGIN,
                Format::Toml,
                "'https://a.example:8080'",
            ),
            ("'x'", ORIGIN, Format::Yaml, "'https://a.example:8080'"),
            ("\"x\"", ORIGIN, Format::Toml, "\"https://a.example:8080\""),
            ("\"x\"", ORIGIN, Format::Yaml, "\"https://a.example:8080\""),
            ("\"x\"", ORIGIN, Format::Json, "\"https://a.example:8080\""),
            ("x/", ORIGIN, Format::Yaml, ORIGIN),
            ("put", "PUT", Format::Yaml, "PUT"),
            // A wildcard would begin an alias, and names may be numbers or words of YAML's.
            ("x/", "*.a.example", Format::Yaml, "\"*.a.example\""),
            (
                "x/",
                "https://a.example:*",
                Format::Yaml,
                "\"https://a.example:*\"",
            ),
            (
                "x/",
                "https://{slug}.example",
                Format::Yaml,
                "\"https://{slug}.example\"",
            ),
            ("x/", "1e3", Format::Yaml, "\"1e3\""),
            ("x/", "null", Format::Yaml, "\"null\""),
            ("x/", "yes", Format::Yaml, "\"yes\""),
            ("'x'", "don't", Format::Yaml, "'don''t'"),
            ("'x'", "don't", Format::Toml, "\"don't\""),
        ] {
            assert_eq!(like(written, text, format), expected);
        }
    }

    #[test]
    fn long_parts_lose_their_middle() {
        let long = "x".repeat(1_000);
        let cut = format!("{}…{}", "x".repeat(79), "x".repeat(19));
        let sentence = |text: &str| format!("invalid origin {text:?}: it has no scheme");
        assert_eq!(bearable(sentence(&long)), sentence(&cut));
        let blanks = "a b\" ".repeat(1_000);
        assert!(bearable(sentence(&blanks)).len() < 200);
        assert!(bearable(sentence(&blanks)).ends_with(" \": it has no scheme"));
        assert!(bearable(format!("found the number {}", "9".repeat(500))).len() < 150);
        assert!(
            bearable(format!("\"{}", "é\\\"".repeat(500)))
                .chars()
                .count()
                <= 101
        );
        assert_eq!(bearable("a b ".repeat(200)), "a b ".repeat(200));
    }
}
