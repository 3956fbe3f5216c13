//! Pages for a terminal: the few things of Markdown that pages use.

use std::{
    fmt::Write,
    io::{self, IsTerminal},
};

use anstyle::{AnsiColor, Style};

use crate::pages::{self, Kind, Page};

/// Lines of prose are no longer than this, however wide the terminal is.
const MOST_COLUMNS: usize = 100;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const CODE: Style = AnsiColor::Cyan.on_default();
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
                inline(page.summary, &Style::new())
            );
        }
    }
    out
}

/// `None` where nothing is wrapped.
fn columns() -> Option<usize> {
    { io::stdout().is_terminal() }.then(|| textwrap::termwidth().min(MOST_COLUMNS))
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
            if line.starts_with("- ") {
                flush(&mut paragraph, columns, out);
            }
            paragraph.push(line.trim_start());
        }
    }
    flush(&mut paragraph, columns, out);
}

/// Lines of prose: the document's own ends of lines mean nothing.
fn flush(paragraph: &mut Vec<&str>, columns: Option<usize>, out: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    let text = inline(&paragraph.join(" "), &Style::new());
    paragraph.clear();
    match columns {
        None => out.push_str(&text),
        Some(columns) => {
            let indent = if text.starts_with("- ") { "  " } else { "" };
            let options = textwrap::Options::new(columns)
                .subsequent_indent(indent)
                .break_words(false)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            out.push_str(&textwrap::fill(&text, options));
        }
    }
    out.push('\n');
}

/// A block of code, with a bar in front of what is wrong or right.
fn block<'a>(info: &str, lines: impl Iterator<Item = &'a str>, out: &mut String) {
    let mut words = info.split(' ').skip(1);
    let bar = match words.next() {
        Some("bad" | "blocked") => BAD,
        Some("good" | "read") => GOOD,
        _ => DIM,
    };
    for line in lines {
        let line = if line.is_empty() {
            format!("  {bar}│{bar:#}\n")
        } else {
            format!("  {bar}│{bar:#} {line}\n")
        };
        out.push_str(&line);
    }
}

/// `code`, **bold** and <https://example.com>.
fn inline(text: &str, _base: &Style) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 1 {
            let _ = write!(out, "{CODE}{part}{CODE:#}");
            continue;
        }
        for (i, part) in part.split("**").enumerate() {
            let part = part.replace("<http", "http").replace('>', "");
            if i % 2 == 1 {
                let _ = write!(out, "{BOLD}{part}{BOLD:#}");
            } else {
                out.push_str(&part);
            }
        }
    }
    out
}
