//! Findings as text, in the shape that Rust's compiler gives its own.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use cors_core::Severity;

use super::{diagnostics::Diagnostic, node::Span, remark, source::Source};

/// What is shown of a finding, or of a remark.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    pub(super) level: remark::Level,
    pub(super) code: &'a str,
    pub(super) message: &'a str,
    pub(super) help: Option<&'a str>,
    /// What can be put in the place of the span.
    pub(super) fix: Option<&'a str>,
    pub(super) span: Option<Span>,
}

impl<'a> From<&'a Diagnostic> for Shown<'a> {
    fn from(item: &'a Diagnostic) -> Self {
        Self {
            level: match item.severity {
                Severity::Error => remark::Level::Error,
                _ => remark::Level::Warning,
            },
            code: item.code.as_str(),
            message: &item.message,
            help: item.help.as_deref(),
            fix: item.fix(),
            span: item.span.clone(),
        }
    }
}

/// How a correction is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Correction {
    /// In words.
    Words,
    /// As the line that it makes, where it is certain.
    Line,
}

/// The findings and their number.
pub(super) fn render(source: &Source, items: &[Diagnostic], colour: bool) -> String {
    let mut text = of_diagnostics(source, items, colour, Correction::Words);
    text.push_str(&summary(source, items));
    text.push('\n');
    text
}

pub(super) fn of_diagnostics(
    source: &Source,
    items: &[Diagnostic],
    colour: bool,
    correction: Correction,
) -> String {
    let items: Vec<_> = items.iter().map(Shown::from).collect();
    snippets(source, &items, colour, correction)
}

pub(super) fn snippets(
    source: &Source,
    items: &[Shown<'_>],
    colour: bool,
    correction: Correction,
) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    let mut equal = HashMap::<_, usize>::new();
    for item in items {
        *equal.entry((item.code, item.level)).or_default() += 1;
    }
    let mut shown = HashMap::<_, usize>::new();
    for item in items {
        let kind = (item.code, item.level);
        let number = shown.entry(kind).or_default();
        *number += 1;
        if *number > MAX_EQUAL {
            continue;
        }
        let corrected = match correction {
            Correction::Line => corrected(source, item),
            Correction::Words => None,
        };
        let mut group = group(source, item, corrected.is_none());
        let more = equal[&kind] - *number;
        if *number == MAX_EQUAL && more > 0 {
            group =
                group.element(Level::NOTE.message(format!("and {} more like it", grouped(more))));
        }
        let groups: Vec<_> = [group].into_iter().chain(corrected).collect();
        text.push_str(&renderer.render(&groups));
        text.push_str("\n\n");
    }
    text
}

/// The line as it should be, below what to do.
fn corrected<'a>(source: &'a Source, item: &Shown<'a>) -> Option<Group<'a>> {
    let (fix, help, span) = (item.fix?, item.help?, item.span.as_ref()?);
    let position = source.position(span.start);
    let line = source.line(position.line);
    if line.len() > MAX_LINE || span.end > line.end {
        return None;
    }
    let patch = Patch::new(within(&line, span), fix);
    let snippet = Snippet::source(&source.text[line]).line_start(position.line);
    let title = Level::HELP.secondary_title(help);
    Some(title.element(snippet.patch(patch)))
}

/// As many as anyone mends before looking again.
const MAX_EQUAL: usize = 50;

/// A number with its thousands set apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A longer line would hide what matters, and cost time for each finding in it.
const MAX_LINE: usize = 2_000;

fn group<'a>(source: &'a Source, item: &Shown<'a>, with_help: bool) -> Group<'a> {
    let level = match item.level {
        remark::Level::Error => Level::ERROR,
        remark::Level::Warning => Level::WARNING,
        remark::Level::Note => Level::NOTE,
    };
    let title = level.primary_title(item.message).id(item.code);
    let name = source.name.as_str();
    let group = match &item.span {
        None => title.element(Origin::path(name)),
        Some(span) => {
            let position = source.position(span.start);
            let line = source.line(position.line);
            if line.len() > MAX_LINE {
                let origin = Origin::path(name).line(position.line);
                title.element(origin.char_column(position.column))
            } else {
                let span = within(&line, span);
                let snippet = Snippet::source(&source.text[line]).line_start(position.line);
                title.element(
                    snippet
                        .path(name)
                        .annotation(AnnotationKind::Primary.span(span)),
                )
            }
        }
    };
    match item.help.filter(|_| with_help) {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn within(line: &Span, span: &Span) -> Span {
    let start = span.start.min(line.end);
    start - line.start..span.end.clamp(start, line.end) - line.start
}

fn summary(source: &Source, items: &[Diagnostic]) -> String {
    let count = |severity, one: &str| match items
        .iter()
        .filter(|item| item.severity == severity)
        .count()
    {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let counts = [
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    format!("{}: {}", source.name, counts.join(", "))
}
