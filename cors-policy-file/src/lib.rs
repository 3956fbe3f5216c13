//! Reading policy files: TOML, JSON or YAML of one shape, and everything that is wrong with one
//! in a single run, each finding with its line and column.
//!
//! ```
//! use cors_policy_file::Format;
//!
//! let text = "[policies.private]\nallow_origins = [\"https://app.example.com/\"]\n";
//! let error = cors_policy_file::parse("cors.toml", text, Format::Toml).unwrap_err();
//! assert_eq!(error.to_string(), r#"error[origin-path]: invalid origin "https://app.example.com/": an origin has no path
//!  --> cors.toml:2:18
//!   |
//! 2 | allow_origins = ["https://app.example.com/"]
//!   |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
//!   |
//!   = help: write "https://app.example.com"
//!
//! cors.toml: 1 error
//! "#);
//! ```

mod code;
mod diagnostics;
mod duplicates;
mod edit;
mod json;
mod keys;
mod node;
mod policy;
mod reader;
mod render;
mod setting;
mod source;
mod toml;
mod walk;
mod yaml;

use std::path::Path;

pub use self::{
    code::Code,
    diagnostics::{Diagnostic, Diagnostics, Severity},
    edit::{Addition, NotEdited, edit, line},
    reader::{PolicyFile, Reader, load, parse, read},
    source::Position,
};

/// The format of a policy file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `.toml`
    Toml,
    /// `.json`
    Json,
    /// `.yaml` or `.yml`
    Yaml,
}

impl Format {
    /// The format that the file's ending stands for.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
