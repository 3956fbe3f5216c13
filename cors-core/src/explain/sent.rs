//! What a request said, as it is shown to people: escaped, cut, and told apart from the words around it.

use core::fmt::{self, Write as _};

/// As many characters are shown.
const MOST: usize = 200;

/// Escaped: control characters, those that end a line or change the direction of text, and bytes
/// that are not UTF-8. Cut to a bearable length.
pub(crate) fn sent(bytes: &[u8]) -> String {
    sent_up_to(bytes, MOST)
}

/// The same, cut to so many characters, and the one that says so.
pub(super) fn sent_up_to(bytes: &[u8], most: usize) -> String {
    let mut text = String::new();
    let mut left = most;
    // A character has four bytes at most, so that what is left out here would not fit.
    let bytes = &bytes[..bytes.len().min(4 * most + 4)];
    let mut push = |piece: &str| {
        let rest = left.checked_sub(piece.chars().count());
        text.push_str(if rest.is_some() { piece } else { "…" });
        left = rest.unwrap_or_default();
        rest.is_some()
    };
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let piece = match c {
                // Nothing is quoted here.
                '"' | '\'' => c.to_string(),
                _ => c.escape_debug().to_string(),
            };
            if !push(&piece) {
                return text;
            }
        }
        for byte in chunk.invalid() {
            if !push(&format!("\\x{byte:02x}")) {
                return text;
            }
        }
    }
    text
}

/// The same, cut to so many bytes, and the character that says so.
pub(super) fn sent_within(bytes: &[u8], most: usize) -> String {
    let text = sent_up_to(bytes, most);
    if text.len() <= most {
        return text;
    }
    // What was cut already ends in the character that says so.
    let whole = text.strip_suffix('…').unwrap_or(&text);
    let end = (0..=most.min(whole.len())).rev();
    let end = { end }.find(|end| whole.is_char_boundary(*end));
    format!("{}…", &whole[..end.unwrap_or_default()])
}

/// What was [`sent`], within a sentence. In quotes if it is more than one word: whoever sends it must not put
/// words into the sentence's mouth, such as another cure.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        if !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '"') {
            return f.write_str(text);
        }
        f.write_char('"')?;
        for c in text.chars() {
            // Backslashes are escaped already.
            if c == '"' {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        f.write_char('"')
    }
}
