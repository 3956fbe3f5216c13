//! What a request said, as it is shown to people: escaped, and cut.

use core::fmt::Write;

/// The most bytes of it that are shown.
const MOST: usize = 200;

/// Escaped: control characters, those that end a line or change the direction of text, and bytes
/// that are not UTF-8. Cut to a bearable length.
pub(crate) fn sent(bytes: &[u8]) -> String {
    let cut = &bytes[..bytes.len().min(MOST)];
    let mut text = String::with_capacity(cut.len());
    for chunk in cut.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                // Nothing is quoted here.
                '"' | '\'' => text.push(c),
                _ => text.extend(c.escape_debug()),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    if cut.len() < bytes.len() {
        text.push('…');
    }
    text
}
