//! Lines of HAProxy's configuration, and how its words are quoted.

use crate::plan::Plan;

/// A line has at most 64 words. Lists are cut behind so many.
pub(super) const WORDS: usize = 50;

/// The rules of one policy.
pub(super) struct Lines {
    text: String,
    /// What the names of its lists and variables begin with.
    pub(super) cors: String,
}

impl Lines {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        Self {
            text: String::new(),
            cors: format!("cors.{}", plan.identifier),
        }
    }

    /// Adds a line, or several.
    pub(super) fn push(&mut self, lines: impl AsRef<str>) {
        for line in lines.as_ref().lines() {
            let line = line.trim_start();
            if !line.is_empty() {
                self.text.push_str(&format!("    {line}\n"));
            }
        }
    }

    /// A comment, which begins a part of the file.
    pub(super) fn comment(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.push(format!("# {text}"));
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// A text as one word. Within single quotes, nothing is special: no space, `#`, `\` or `$`
/// (<https://docs.haproxy.org/2.6/configuration.html#2.2>).
pub(super) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text as the value of a header, where `%` begins a variable
/// (<https://docs.haproxy.org/2.6/configuration.html#8.2.4>).
pub(super) fn quote_format(text: &str) -> String {
    quote(&text.replace('%', "%%"))
}

/// A regex as one word that whole values match.
pub(super) fn quote_whole(regex: &str) -> String {
    quote(&format!("^(?:{regex})$"))
}
