//! Sentences on a terminal: wrapped where it is one, and without what would command it.

/// The text, wrapped at the width of the terminal, if it is one.
pub(crate) fn wrapped(text: &str, first: &str, rest: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return format!("{first}{text}");
    };
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        // URLs and header lists are pasted elsewhere.
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}

/// The text with whatever a terminal could take for a command escaped, and what ends a line or changes the
/// direction of text: servers choose their headers, and whoever wrote a message its words.
pub(crate) fn plain(text: &str) -> String {
    let is_command = |char: char| {
        char.is_control()
            || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_command) {
        return text.to_owned();
    }
    let mut plain = String::new();
    for char in text.chars() {
        match is_command(char) {
            true => plain.extend(char.escape_default()),
            false => plain.push(char),
        }
    }
    plain
}

/// A URL as people read it.
pub(super) fn shortened(url: &str) -> &str {
    url.strip_prefix("https://").unwrap_or(url)
}

/// A sentence in the middle of another one.
pub(super) fn in_lower_case(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let first = chars.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
