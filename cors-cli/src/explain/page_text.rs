//! Pages for a terminal: the few things of Markdown that pages use.

use core::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::{
    pages::{self, Kind, Page},
    streams,
};

/// Lines of prose are no longer than this, however wide the terminal is.
const MOST_COLUMNS: usize = 100;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const CODE: Style = AnsiColor::Cyan.on_default();
const EMPHASIS: Style = Style::new().italic();
const LINK: Style = Style::new().underline();
const BAD: Style = AnsiColor::Red.on_default();
const GOOD: Style = AnsiColor::Green.on_default();

/// A page, under its code.
pub(super) fn human(page: Page) -> String {
    let kinds: Vec<_> = page.kinds().map(Kind::title).collect();
    let mut out = format!(
        "{BOLD}{}{BOLD:#}  {DIM}{}{DIM:#}\n\n",
        page.code,
        kinds.join(", ")
    );
    render(page.text, columns(), &mut out);
    out
}

/// Every code with its summary, by what it stands for first.
pub(super) fn list() -> String {
    let width = pages::all().map(|page| page.code.len()).max().unwrap_or(0);
    let mut out = String::new();
    for kind in Kind::ALL {
        if !out.is_empty() {
            out.push('\n');
        }
        let mut title = kind.title().to_owned();
        title[..1].make_ascii_uppercase();
        let _ = writeln!(out, "{BOLD}{title}{BOLD:#}");
        for page in pages::all().filter(|page| page.kinds().next() == Some(kind)) {
            let _ = writeln!(
                out,
                "  {CODE}{:width$}{CODE:#}  {}",
                page.code,
                inline(page.summary)
            );
        }
    }
    out
}

/// `None` where nothing is wrapped.
fn columns() -> Option<usize> {
    streams::width().map(|width| width.min(MOST_COLUMNS))
}

fn render(text: &str, columns: Option<usize>, out: &mut String) {
    let mut paragraph = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            flush(&mut paragraph, columns, out);
            block(info, lines.by_ref().take_while(|line| *line != "```"), out);
        } else if line.is_empty() {
            flush(&mut paragraph, columns, out);
            out.push('\n');
        } else {
            paragraph.push(line);
        }
    }
    flush(&mut paragraph, columns, out);
}

/// Lines of prose: the document's own ends of lines mean nothing.
fn flush(paragraph: &mut Vec<&str>, columns: Option<usize>, out: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    let text = inline(&paragraph.join(" "));
    paragraph.clear();
    match columns {
        None => out.push_str(&text),
        Some(columns) => {
            let options = textwrap::Options::new(columns)
                .break_words(false)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            out.push_str(&textwrap::fill(&text, options));
        }
    }
    out.push('\n');
}

/// A block of code, with a bar in front that is red for what is wrong.
fn block<'a>(info: &str, lines: impl Iterator<Item = &'a str>, out: &mut String) {
    let bar = match info.split(' ').nth(1) {
        Some("bad") => BAD,
        Some("good") => GOOD,
        _ => DIM,
    };
    for line in lines {
        let _ = writeln!(out, "{}", format!("  {bar}│{bar:#} {line}").trim_end());
    }
}

/// `code`, *emphasis*, and the addresses in <https://example.com>. Where there is no colour, the marks stay.
fn inline(text: &str) -> String {
    let is_coloured = streams::is_coloured();
    let mut out = String::with_capacity(text.len());
    for (place, part) in text.split('`').enumerate() {
        match place % 2 == 1 {
            true if is_coloured => {
                let _ = write!(out, "{CODE}{part}{CODE:#}");
            }
            true => {
                let _ = write!(out, "`{part}`");
            }
            false => prose(part, is_coloured, &mut out),
        }
    }
    out
}

fn prose(text: &str, is_coloured: bool, out: &mut String) {
    for (place, part) in text.split('*').enumerate() {
        match place % 2 == 1 {
            true if is_coloured => {
                let _ = write!(out, "{EMPHASIS}{part}{EMPHASIS:#}");
            }
            true => {
                let _ = write!(out, "*{part}*");
            }
            false => {
                let mut parts = part.split("<http");
                out.push_str(parts.next().unwrap_or_default());
                for part in parts {
                    let (rest, behind) = part.split_once('>').unwrap_or((part, ""));
                    let _ = write!(out, "{LINK}http{rest}{LINK:#}{behind}");
                }
            }
        }
    }
}
