//! What is wrong with a policy file, each finding with its place.

use core::fmt;
use std::{
    env,
    io::{self, IsTerminal},
    path::Path,
};

pub use cors_core::Severity;

use super::{node::Span, render};

/// Everything found in one policy file, in the order of the file.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    source: Source,
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Every finding.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// How many findings of this severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.items
            .iter()
            .filter(|item| item.severity == severity)
            .count()
    }

    /// Whether there is nothing to report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Each finding with the line it's about, and a summary: for a terminal, in colour or not.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::render(&self.source, &self.items, colour)
    }

    /// Writes them to standard error, in colour where that is a terminal that takes it.
    pub fn report(&self) {
        // https://no-color.org
        let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        eprint!("{}", self.render(io::stderr().is_terminal() && !no_colour));
    }

    pub(super) fn new(source: Source, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| {
            (
                finding.span.as_ref().map_or(0, |span| span.start),
                finding.severity != Severity::Error,
            )
        });
        // What an alias repeats is wrong once.
        findings.dedup_by(|a, b| a.code == b.code && a.span == b.span && a.message == b.message);
        let items = findings
            .into_iter()
            .map(|finding| finding.locate(&source))
            .collect();
        Self { source, items }
    }

    /// A file that could not even be looked at.
    pub(super) fn unreadable(path: &Path, code: &'static str, message: String) -> Self {
        let source = Source::new(&path.display().to_string(), String::new());
        Self::new(source, vec![Finding::error(code, message, None)])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl core::error::Error for Diagnostics {}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Whether it keeps the file from being used.
    pub severity: Severity,
    /// A stable name: `unknown-key`, or that of the policy's [`Problem`](cors_core::Problem).
    pub code: &'static str,
    /// One lower-case sentence.
    pub message: String,
    /// The cure, where it's short: `write "https://app.example.com"`.
    pub help: Option<String>,
    /// The text that should stand at the [`position`](Self::position), where there is one.
    pub suggestion: Option<String>,
    /// The name of the policy it's about.
    pub policy: Option<String>,
    /// Where it is, absent if it's about the file.
    pub position: Option<Position>,
}

impl Diagnostic {
    /// The sentence without the cure, if that's the [`help`](Self::help)'s.
    #[must_use]
    pub fn title(&self) -> &str {
        let help = self.help.as_deref();
        let message = help.and_then(|help| self.message.strip_suffix(help)?.strip_suffix("; "));
        message.unwrap_or(&self.message)
    }
}

/// A place in the text of a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The same in bytes from the start of the text, a byte order mark not counted.
    pub span: Span,
}

/// A [`Diagnostic`] in the making.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) suggestion: Option<String>,
    pub(super) policy: Option<String>,
    pub(super) span: Option<Span>,
}

impl Finding {
    pub(super) fn error(code: &'static str, message: String, span: Option<Span>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message,
            help: None,
            suggestion: None,
            policy: None,
            span,
        }
    }

    fn locate(self, source: &Source) -> Diagnostic {
        Diagnostic {
            severity: self.severity,
            code: self.code,
            message: self.message,
            help: self.help,
            suggestion: self.suggestion,
            policy: self.policy,
            position: self.span.map(|span| source.position(span)),
        }
    }
}

/// A text, its name, and where its lines start.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
    lines: Vec<usize>,
}

impl Source {
    pub(super) fn new(name: &str, text: String) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = core::iter::once(0).chain(starts).collect();
        Self {
            name: name.to_owned(),
            text,
            lines,
        }
    }

    fn position(&self, span: Span) -> Position {
        let line = self.lines.partition_point(|&start| start <= span.start);
        let before = &self.text[self.lines[line - 1]..span.start];
        Position {
            line,
            column: before.chars().count() + 1,
            span,
        }
    }

    /// The line's extent without its end.
    pub(super) fn line(&self, line: usize) -> Span {
        let start = self.lines[line - 1];
        let end = self
            .lines
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') {
            end - 1
        } else {
            end
        };
        start..end
    }
}
