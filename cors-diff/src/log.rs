//! The log of what changed, if the feature `tracing` is on.

use crate::Change;

#[cfg(not(feature = "tracing"))]
pub(crate) fn changed(_changes: &[Change]) {}

/// The most changes that are said one by one.
#[cfg(feature = "tracing")]
const MOST_LINES: usize = 20;

/// The most characters of each.
#[cfg(feature = "tracing")]
const MOST_CHARACTERS: usize = 200;

#[cfg(feature = "tracing")]
pub(crate) fn changed(changes: &[Change]) {
    for change in changes.iter().take(MOST_LINES) {
        let (setting, kind) = (change.setting().as_str(), change.kind().as_str());
        let sentence = cut(&change.to_string());
        tracing::info!(target: "cors", setting, kind, "CORS policy replaced: {sentence}");
    }
    let count = changes.len().saturating_sub(MOST_LINES);
    if count > 0 {
        tracing::info!(target: "cors", count, "CORS policy replaced: more changes than are listed");
    }
}

/// On one line, and of a bearable length.
#[cfg(feature = "tracing")]
fn cut(sentence: &str) -> String {
    let mut characters = sentence.chars().flat_map(|c| {
        let is_plain = !c.is_control();
        let escaped = (!is_plain).then(|| c.escape_default());
        is_plain
            .then_some(c)
            .into_iter()
            .chain(escaped.into_iter().flatten())
    });
    let mut line: String = characters.by_ref().take(MOST_CHARACTERS).collect();
    if characters.next().is_some() {
        line.push('…');
    }
    line
}
