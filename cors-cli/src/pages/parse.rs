//! From a file of the documentation to its pages.

use super::Page;

/// What [`Page`] borrows.
#[derive(Debug)]
pub(super) struct Owned {
    code: &'static str,
    summary: &'static str,
    text: String,
}

impl Owned {
    pub(super) fn page(&'static self) -> Page {
        Page {
            code: self.code,
            summary: self.summary,
            text: &self.text,
        }
    }
}

/// The pages of a file: each begins with a heading that is its code. What stands in front of the first one
/// is about the whole file.
pub(super) fn pages(file: &'static str) -> impl Iterator<Item = Owned> {
    let sections = file.split("\n## ").skip(1);
    sections.filter_map(|section| {
        let (code, text) = section.split_once('\n')?;
        let text = text.trim_start();
        Some(Owned {
            code: code.trim(),
            summary: text.lines().next().unwrap_or_default(),
            text: without_links(text),
        })
    })
}

/// The same without where the links to other pages lead, which only the documentation can follow:
/// ``[`code`]`` is `code`.
fn without_links(text: &str) -> String {
    let lines = text.lines().filter(|line| !is_definition(line));
    let mut plain = String::with_capacity(text.len());
    for line in lines {
        plain.push_str(&line.replace("[`", "`").replace("`]", "`"));
        plain.push('\n');
    }
    plain.truncate(plain.trim_end().len());
    plain.push('\n');
    plain
}

/// ``[`code`]: crate::pages::names#code``
pub(super) fn is_definition(line: &str) -> bool {
    line.starts_with("[`") && line.contains("`]: ")
}
