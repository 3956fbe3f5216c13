//! What is wrong with a policy file, each finding with its place.

use core::{fmt, ops::Range};

use std::collections::HashSet;

use cors_core::Problem;
pub use cors_core::Severity;

use super::{
    code::Code,
    quote::bearable,
    render::{self, Correction},
    source::{Position, Source},
};

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

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Where one of the findings begins, absent if it is about the file.
    #[must_use]
    pub fn position(&self, item: &Diagnostic) -> Option<Position> {
        item.span
            .as_ref()
            .map(|span| self.source.position(span.start))
    }

    /// The place behind the last character of what one of the findings is about.
    #[must_use]
    pub fn end(&self, item: &Diagnostic) -> Option<Position> {
        item.span
            .as_ref()
            .map(|span| self.source.position(span.end))
    }

    /// Each finding with the line it's about, for a terminal, in colour or not. Where the line has a
    /// [fix](Diagnostic::fix) it follows, corrected.
    ///
    /// ```
    /// use cors_policy_file::Format;
    ///
    /// let text = "[policies.a]\nallow_origins = [\"https://app.example.com/\"]\n";
    /// let error = cors_policy_file::parse("cors.toml", text, Format::Toml).unwrap_err();
    /// assert_eq!(
    ///     error.snippets(false),
    ///     r#"error[origin-path]: invalid origin "https://app.example.com/": an origin has no path
    ///  --> cors.toml:2:18
    ///   |
    /// 2 | allow_origins = ["https://app.example.com/"]
    ///   |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   |
    /// help: write "https://app.example.com"
    ///   |
    /// 2 - allow_origins = ["https://app.example.com/"]
    /// 2 + allow_origins = ["https://app.example.com"]
    ///   |
    ///
    /// "#
    /// );
    /// ```
    #[must_use]
    pub fn snippets(&self, colour: bool) -> String {
        render::of_diagnostics(&self.source, &self.items, colour, Correction::Line)
    }

    /// Each finding with the line it's about, and a summary: for a terminal, in colour or not.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::render(&self.source, &self.items, colour)
    }

    pub(super) fn new(source: Source, mut items: Vec<Diagnostic>) -> Self {
        items.sort_by_key(|item| {
            let start = item.span.as_ref().map_or(0, |span| span.start);
            (start, item.severity != Severity::Error)
        });
        for item in &mut items {
            item.message = bearable(core::mem::take(&mut item.message));
            item.help = item.help.take().map(bearable);
        }
        // What an alias repeats is wrong once.
        let mut seen = HashSet::new();
        items.retain(|item| seen.insert((item.code, item.span.clone(), item.message.clone())));
        Self { source, items }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl core::error::Error for Diagnostics {}

/// One finding.
///
/// `Display` gives its message and its help in one lower-case sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Whether it keeps the file from being used.
    pub severity: Severity,
    /// What it is about, by a stable name.
    pub code: Code,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do about it: `write "https://app.example.com"`.
    pub help: Option<String>,
    /// The text that should stand in the place of the [`span`](Self::span), where there is one.
    pub suggestion: Option<String>,
    /// The name of the policy it's about.
    pub policy: Option<String>,
    /// Where it is, in bytes from the start of the text, a byte order mark not counted; absent if
    /// it's about the file. [`Diagnostics::position`] has its line and column.
    pub span: Option<Range<usize>>,
    /// Whether the suggestion is only what may have been meant.
    pub(super) doubtful: bool,
}

impl Diagnostic {
    /// The [suggestion](Self::suggestion), where it can be put in its place without asking anybody: it is
    /// what the file says whoever reads it, and no policy allows more than somebody wrote.
    /// [`fix`](crate::fix()) does that to a whole file.
    ///
    /// ```
    /// use cors_policy_file::Format;
    ///
    /// let text = "[policies.a]\nallow_origins = [\"https://.example.com\", \"https://A.example\"]\n";
    /// let error = cors_policy_file::parse("cors.toml", text, Format::Toml).unwrap_err();
    /// let fixes: Vec<_> = error.items().iter().map(|item| item.fix()).collect();
    /// // The first may be one that has lost its first label.
    /// assert_eq!(fixes, [None, Some("\"https://a.example\"")]);
    /// ```
    #[must_use]
    pub fn fix(&self) -> Option<&str> {
        self.suggestion.as_deref().filter(|_| !self.doubtful)
    }

    pub(super) fn error(
        code: Code,
        message: impl Into<String>,
        span: Option<Range<usize>>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            help: None,
            suggestion: None,
            policy: None,
            span,
            doubtful: false,
        }
    }

    pub(super) fn syntax(message: impl Into<String>, span: Range<usize>) -> Self {
        Self::error(Code::Syntax, message, Some(span))
    }

    /// `suggestion`: the problem's, as the format writes it.
    pub(super) fn problem(
        problem: &Problem,
        suggestion: Option<String>,
        span: Range<usize>,
    ) -> Self {
        Self {
            severity: problem.severity(),
            code: problem.into(),
            message: problem.message(),
            help: Some(problem.cure()),
            suggestion,
            policy: None,
            span: Some(span),
            doubtful: !problem.is_certain(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}
