//! How answers are written: for people, for scripts, for code scanning, for GitHub, for editors.

mod concise;
mod github;
#[cfg(test)]
mod sample;
mod sarif;

use clap::ValueEnum;

pub(crate) use self::{concise::concise, github::github, sarif::sarif};
use crate::severity::Severity;

/// What every subcommand can write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object, with "schema": 1.
    Json,
}

/// What `check` and `probe` can write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object, with "schema": 1.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub's workflows.
    Github,
    /// A line each: file:line:column: code: sentence.
    Concise,
}

/// A number of things: `1 error`, `2 errors`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What was found, as formats for machines write it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) code: String,
    pub(crate) severity: Severity,
    /// In lower case, without a full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// A file, or the URL of a server.
    pub(crate) location: String,
    /// Absent for a server, and for what is about a whole file.
    pub(crate) region: Option<Region>,
    pub(crate) fix: Option<Fix>,
}

/// A part of a file. Lines and columns begin with 1; columns count characters.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    /// That of the character behind the last one.
    pub(crate) end_column: usize,
}

/// The text that should stand there instead.
#[derive(Clone, Debug)]
pub(crate) struct Fix {
    pub(crate) region: Region,
    pub(crate) text: String,
}

impl Item {
    /// What is wrong and what to do about it.
    pub(crate) fn sentence(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// Whether it is about a server.
    fn is_url(&self) -> bool {
        self.location.contains("://")
    }
}

/// A text in which nothing ends the line, and nothing moves a terminal's cursor.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_control() {
            true => line.extend(letter.escape_default()),
            false => line.push(letter),
        }
    }
    line
}
