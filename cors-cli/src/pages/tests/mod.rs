//! Pages: one for each code, and what their examples show.

mod answers;
mod codes;
mod exports;
mod policies;
mod shape;

use super::Page;

/// A block of code of a page.
struct Block {
    page: Page,
    /// The language, then what the block shows.
    words: Vec<&'static str>,
    text: String,
}

impl Block {
    fn is(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
}

/// The blocks of every page in one of these languages.
fn blocks(languages: &[&str]) -> Vec<Block> {
    super::all()
        .flat_map(blocks_of)
        .filter(|block| languages.contains(&block.words[0]))
        .collect()
}

fn blocks_of(page: Page) -> Vec<Block> {
    let mut parts = page.text.split("```");
    parts.next();
    let mut blocks = Vec::new();
    while let Some(part) = parts.next() {
        let (info, text) = part.split_once('\n').unwrap();
        blocks.push(Block {
            page,
            words: info.split(' ').collect(),
            text: text.to_owned(),
        });
        assert!(
            parts.next().is_some(),
            "{}: a block does not end",
            page.code
        );
    }
    blocks
}
