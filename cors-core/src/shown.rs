//! What somebody wrote, as messages show it.

/// The most characters that are shown.
const MOST: usize = 100;

/// In quotes, and cut to a bearable length.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}", [&text[..end], "…"].concat()),
        None => format!("{text:?}"),
    }
}
