//! What was meant by a text that is no method and no header name, or hardly one.

use crate::names::is_token;

/// What a text in a list of names was meant to be.
#[derive(Debug, PartialEq)]
pub(crate) enum Meant<'a> {
    /// One name, with something around it.
    Name(&'a str),
    /// A header with its value.
    Header(&'a str),
    /// Several names.
    Several(Vec<&'a str>),
}

/// What is meant, if it can be told and is not the text itself.
pub(crate) fn read(text: &str) -> Option<Meant<'_>> {
    let word = without_quotes(text);
    if is_token(word.as_bytes()) && !word.contains('|') {
        return (word != text).then_some(Meant::Name(word));
    }
    if let Some((name, _)) = word.split_once(':') {
        let name = name.trim_end();
        return is_token(name.as_bytes()).then_some(Meant::Header(name));
    }
    let names: Vec<_> = word
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'))
        .map(|name| name.trim_matches(QUOTES))
        .filter(|name| !name.is_empty())
        .collect();
    let are_names = names.iter().all(|name| *name == "*" || is_plain(name));
    match names[..] {
        [name] if are_names && name != text => Some(Meant::Name(name)),
        [_, _, ..] if are_names => Some(Meant::Several(names)),
        _ => None,
    }
}

/// What stands around the elements of a list.
const QUOTES: [char; 9] = [
    '"', '\'', '`', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '[', ']',
];

/// A header that was written with blanks in the place of its hyphens: `content type`.
pub(crate) fn with_hyphens(text: &str) -> Option<String> {
    let words: Vec<_> = text.split(' ').collect();
    let are_words = words
        .iter()
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic()));
    (are_words && matches!(words.len(), 2..=3)).then(|| words.join("-"))
}

/// Whether it is a name as they are, and no odd one.
fn is_plain(name: &str) -> bool {
    is_token(name.as_bytes()) && name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Without the white space, quotes and brackets around it. An apostrophe belongs to a name if there is
/// only one.
fn without_quotes(text: &str) -> &str {
    const PAIRS: [(char, char); 8] = [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('\u{201c}', '\u{201d}'),
        ('\u{2018}', '\u{2019}'),
        ('\u{ab}', '\u{bb}'),
        ('[', ']'),
        ('<', '>'),
    ];
    let mut text = text.trim();
    while let Some(inner) = PAIRS
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
    {
        text = inner.trim();
    }
    text
}
