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

mod bare;
mod code;
mod diagnostics;
mod duplicates;
mod edit;
mod escape;
mod file;
mod fix;
mod format;
mod input;
mod json;
mod keys;
mod lists;
mod meant;
mod merge;
mod nested;
mod node;
mod offsets;
mod places;
mod policy;
mod quote;
mod reader;
mod remark;
mod render;
mod scalar;
mod seconds;
mod setting;
mod source;
mod statement;
mod toml;
mod walk;
mod yaml;

pub use self::{
    code::Code,
    diagnostics::{Diagnostic, Diagnostics, Severity},
    edit::{Addition, Change, Edited, NotEdited, Place, edit, line, locate},
    fix::{Applied, Fixed, fix},
    format::{Format, UnknownFormat},
    input::{read, read_from, read_text},
    places::Places,
    reader::{PolicyFile, Reader, load, parse},
    remark::{Level, Remark},
    source::Position,
};

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
