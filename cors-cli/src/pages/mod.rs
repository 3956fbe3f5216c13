//! The page of each code: what it says, why it matters, and what to do.

/// A page. `text` is Markdown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    pub(crate) code: &'static str,
    /// One sentence.
    pub(crate) summary: &'static str,
    pub(crate) text: &'static str,
}

/// The page of a code, if there is such a code.
pub(crate) fn page(_code: &str) -> Option<Page> {
    None
}
