//! What an edit changes, for people: the lines with something new, and marks below it.

use core::ops::Range;
use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};

use super::edited::Edited;
use crate::source::Source;

impl Edited {
    /// The lines with something new, for a terminal, in colour or not: what was inserted has marks
    /// below it, a line that is new as a whole begins with `+`, and one that lost something is shown
    /// with `-` as it was and with `+` as it is.
    ///
    /// Nothing that the file says can control the terminal, and long lines are cut.
    #[must_use]
    pub fn preview(&self, colour: bool) -> String {
        let lines = self.lines();
        let style = |style: Style| if colour { style } else { Style::new() };
        let (gone, new) = (
            style(AnsiColor::Red.on_default()),
            style(AnsiColor::Green.on_default()),
        );
        let number = style(AnsiColor::BrightBlue.on_default().bold());
        let numbers = lines.iter().map(|line| line.number);
        let width = numbers.max().unwrap_or_default().to_string().len();
        let mut text = String::new();
        for line in lines {
            let (shown, marks) = line.show();
            let (sign, style) = match line.kind {
                Kind::Gone => ('-', gone),
                Kind::New => ('+', new),
                Kind::Marked | Kind::Context => ('|', number),
            };
            let at = line.number;
            text.push_str(&format!(
                "{number}{at:width$}{number:#} {style}{sign}{style:#}"
            ));
            match (line.kind, shown.is_empty()) {
                (_, true) => text.push('\n'),
                (Kind::Gone | Kind::New, false) => {
                    text.push_str(&format!(" {style}{shown}{style:#}\n"));
                }
                (_, false) => text.push_str(&format!(" {shown}\n")),
            }
            if line.kind == Kind::Marked {
                let blank = "";
                text.push_str(&format!(
                    "{blank:width$} {number}|{number:#} {new}{marks}{new:#}\n"
                ));
            }
        }
        text
    }

    /// The lines worth showing, in order.
    fn lines(&self) -> Vec<Line<'_>> {
        let old = Source::new("", self.before().to_owned());
        let new = Source::new("", self.text().to_owned());
        let mut shown = BTreeMap::new();
        for change in self.changes() {
            // Those that are gone stand before what is there instead.
            let next = new.position(change.inserted.start).line;
            let (before, removed) = (self.before(), &change.removed);
            for (number, span) in touched(before, &old, removed) {
                let line = Line::new(before, number, old.line(number), Kind::Gone);
                shown.entry((next, 0, number)).or_insert(line);
                if span.start < removed.start || span.end > removed.end {
                    let line = Line::new(self.text(), next, new.line(next), Kind::New);
                    shown.insert((next, 1, 0), line);
                }
            }
            for (number, span) in touched(self.text(), &new, &change.inserted) {
                let is_whole =
                    span.start >= change.inserted.start && span.end <= change.inserted.end;
                let kind = if is_whole { Kind::New } else { Kind::Marked };
                let line = Line::new(self.text(), number, new.line(number), kind);
                let line = shown.entry((number, 1, 0)).or_insert(line);
                line.marked.push(change.inserted.clone());
            }
        }
        // A line that is new as a whole says little without the one above it.
        let is_new = |number| {
            let mut gone = shown.range((number, 0, 0)..(number, 1, 0));
            gone.next().is_none()
        };
        let whole = shown.iter().filter(|((number, ..), line)| {
            line.kind == Kind::New && !line.marked.is_empty() && is_new(*number)
        });
        let above: Vec<_> = whole.map(|((number, ..), _)| number - 1).collect();
        for number in above.into_iter().filter(|number| *number > 0) {
            let is_shown = shown.range((number, 0, 0)..(number + 1, 0, 0)).next();
            if is_shown.is_none() {
                let line = Line::new(self.text(), number, new.line(number), Kind::Context);
                if !line.text.trim().is_empty() {
                    shown.insert((number, 1, 0), line);
                }
            }
        }
        shown.into_values().collect()
    }
}

/// The lines of which something that can be seen is in `span`, each with what can be seen of it.
fn touched(text: &str, source: &Source, span: &Range<usize>) -> Vec<(usize, Range<usize>)> {
    let part = &text[span.clone()];
    let start = span.end - part.trim_start().len();
    let end = span.start + part.trim_end().len();
    if start >= end {
        return Vec::new();
    }
    let lines = source.position(start).line..=source.position(end - 1).line;
    let seen = lines.filter_map(|number| {
        let line = source.line(number);
        let written = &text[line.clone()];
        let start = line.end - written.trim_start().len();
        let end = line.start + written.trim_end().len();
        (start < end).then_some((number, start..end))
    });
    seen.collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gone,
    New,
    Marked,
    Context,
}

struct Line<'a> {
    number: usize,
    kind: Kind,
    text: &'a str,
    start: usize,
    /// What is new of it, in bytes of the whole text.
    marked: Vec<Range<usize>>,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, number: usize, span: Range<usize>, kind: Kind) -> Self {
        Self {
            number,
            kind,
            start: span.start,
            text: &text[span],
            marked: Vec::new(),
        }
    }

    /// As it is shown, and the marks below it.
    fn show(&self) -> (String, String) {
        let is_marked = |at: usize| {
            let at = self.start + at;
            self.marked.iter().any(|span| span.contains(&at))
        };
        let letters = self.text.trim_end().char_indices();
        let cells: Vec<_> = letters
            .flat_map(|(at, letter)| {
                let (letter, width) = visible(letter);
                core::iter::repeat_n((letter, is_marked(at)), width)
            })
            .collect();
        let first = cells.iter().position(|(_, marked)| *marked);
        let last = cells.iter().rposition(|(_, marked)| *marked);
        let (mut start, mut end) = (0, cells.len());
        if cells.len() > MAX_LINE {
            start = first.unwrap_or_default().saturating_sub(AROUND);
            end = last.map_or(MAX_LINE, |last| last + 1 + AROUND).min(end);
        }
        let cut = |is_cut: bool| is_cut.then_some(('…', false));
        let part = cells[start..end].iter().copied();
        let part = { cut(start > 0).into_iter() }
            .chain(part)
            .chain(cut(end < cells.len()));
        let mark = |marked| if marked { '+' } else { ' ' };
        let (shown, marks): (String, String) =
            part.map(|(letter, marked)| (letter, mark(marked))).unzip();
        (shown, marks.trim_end().to_owned())
    }
}

/// Longer lines are cut to what stands around the marks.
const MAX_LINE: usize = 160;
const AROUND: usize = 40;

/// What a letter looks like where nothing controls a terminal, and how often it is repeated.
fn visible(letter: char) -> (char, usize) {
    match letter {
        '\t' => (' ', 4),
        '\u{feff}' => (' ', 0),
        '\0'..='\x1f' => (char::from_u32(0x2400 + letter as u32).unwrap_or(' '), 1),
        // Controls, and what turns the direction of a text.
        '\x7f'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' => (char::REPLACEMENT_CHARACTER, 1),
        _ => (letter, 1),
    }
}
