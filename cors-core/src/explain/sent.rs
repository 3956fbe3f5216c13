//! What a request said, as it is shown to people: escaped, and cut.

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
    let mut push = |piece: &str| {
        let fits = piece.chars().count() <= left;
        // Nothing that comes later may fit either.
        left = if fits {
            left - piece.chars().count()
        } else {
            0
        };
        text.push_str(if fits { piece } else { "…" });
        fits
    };
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let piece = match c {
                // Nothing is quoted here.
                '"' | '\'' => c.to_string(),
                // `escape_debug` leaves some of them as they are.
                _ if is_hidden(c) => c.escape_unicode().to_string(),
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

/// Whether a character ends a line, changes the direction of text, or is not seen.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{85}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
