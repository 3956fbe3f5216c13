//! What the browser did and why, step by step.

use cors_browser::{Blocked, Outcome};
use serde_json::{Value, json};
use textwrap::core::display_width;

use super::{DIM, text};

/// Citations stand below each other, unless that would tear them from what they are about.
const FARTHEST: usize = 76;

/// Numbered, each with its section of the standard.
pub(crate) fn steps_human(outcome: &Outcome, width: Option<usize>) -> String {
    numbered(&steps(outcome), width)
}

/// Sentences and citations, numbered.
pub(crate) fn numbered(steps: &[(String, &str)], width: Option<usize>) -> String {
    let steps: Vec<_> = steps
        .iter()
        .map(|(sentence, citation)| (text::plain(sentence), text::shortened(citation)))
        .collect();
    let digits = steps.len().to_string().len();
    let longest = steps.iter().map(|(sentence, _)| display_width(sentence));
    let column = longest.max().unwrap_or_default().min(FARTHEST);
    let mut lines = String::new();
    for (number, (sentence, citation)) in (1..).zip(&steps) {
        let first = format!("  {number:>digits$}  ");
        let rest = " ".repeat(first.len());
        let text = text::wrapped(sentence, &first, &rest, width);
        let last = display_width(text.lines().last().unwrap_or_default());
        let gap = match width {
            None => (first.len() + column).saturating_sub(last) + 2,
            // At the right edge, on a line of its own where it has to be.
            Some(width) => match width.checked_sub(last + display_width(citation)) {
                Some(gap) if gap >= 2 => gap,
                _ => {
                    let indent = width.saturating_sub(display_width(citation));
                    lines += &format!("{text}\n{:indent$}{DIM}{citation}{DIM:#}\n", "");
                    continue;
                }
            },
        };
        lines += &format!("{text}{:gap$}{DIM}{citation}{DIM:#}\n", "");
    }
    lines
}

/// `[{"sentence", "citation"}]`
pub(crate) fn steps_json(outcome: &Outcome) -> Value {
    listed(&steps(outcome))
}

/// The same of sentences and citations.
pub(crate) fn listed(steps: &[(String, &str)]) -> Value {
    let steps = steps
        .iter()
        .map(|(sentence, citation)| json!({ "sentence": sentence, "citation": citation }));
    steps.collect()
}

/// What the browser did, and what comes of it for the page.
pub(crate) fn steps(outcome: &Outcome) -> Vec<(String, &'static str)> {
    let steps = outcome.steps().iter();
    let steps = steps.map(|step| (step.to_string(), step.citation()));
    let end = outcome
        .result()
        .err()
        .map(|blocked| (end(outcome, blocked), blocked.citation()));
    steps.chain(end).collect()
}

/// What comes back, and what the page gets of it.
fn end(outcome: &Outcome, blocked: &Blocked) -> String {
    let Some(last) = outcome.exchanges().last() else {
        return "The browser sends nothing".to_owned();
    };
    let status = last.response().status().as_u16();
    match blocked {
        Blocked::NoAnswer { .. } => "Nothing comes back".to_owned(),
        Blocked::NotExposed { .. } => "The page sees the rest of the response".to_owned(),
        _ if last.is_preflight() => {
            format!(
                "The preflight is answered with status {status}, and the browser does not send the request"
            )
        }
        _ => format!("The response has status {status}, and the browser keeps it from the page"),
    }
}
