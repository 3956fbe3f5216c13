//! Places that are counted in characters, in bytes.

/// From characters, which the parser counts, to bytes.
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// The place of every [`STEP`](Self::STEP)th character.
    steps: Vec<usize>,
}

impl<'a> Offsets<'a> {
    const STEP: usize = 64;

    pub(super) fn new(text: &'a str) -> Self {
        let steps = text
            .char_indices()
            .step_by(Self::STEP)
            .map(|(at, _)| at)
            .collect();
        Self { text, steps }
    }

    pub(super) fn byte(&self, character: usize) -> usize {
        let Some(&start) = self.steps.get(character / Self::STEP) else {
            return self.text.len();
        };
        let mut rest = self.text[start..].char_indices();
        rest.nth(character % Self::STEP)
            .map_or(self.text.len(), |(at, _)| start + at)
    }
}
