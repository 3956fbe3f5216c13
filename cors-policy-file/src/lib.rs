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

mod diagnostics;
mod json;
mod keys;
mod node;
mod policy;
mod render;
mod toml;
mod walk;
mod yaml;

use std::{fs::File, io::Read, path::Path};

use cors_core::Policy;

pub use self::diagnostics::{Diagnostic, Diagnostics, Position, Severity};
use self::{
    diagnostics::{Finding, Source},
    node::Parsed,
};

/// The policies of a file in which nothing is wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyFile {
    /// Every policy with its name, in the order of the file.
    pub policies: Vec<(String, Policy)>,
    /// What the policies do that their author may not expect: those of
    /// [`Policy::warnings`], with their places.
    pub warnings: Diagnostics,
}

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

/// Far more than a hundred thousand origins.
const MAX_BYTES: u64 = 16 << 20;

/// Reads the policies of a file.
///
/// # Errors
///
/// Everything that is wrong with the file or with any of its policies.
pub fn load(path: &Path) -> Result<PolicyFile, Diagnostics> {
    let (text, format) = read(path)?;
    parse(&path.display().to_string(), &text, format)
}

/// Reads the text of a policy file, for [`parse`].
///
/// # Errors
///
/// If it can't be read, or is no text.
pub fn read(path: &Path) -> Result<(String, Format), Diagnostics> {
    let Some(format) = Format::of(path) else {
        let message = "a policy file's name ends in .toml, .json, .yaml or .yml".to_owned();
        return Err(Diagnostics::unreadable(path, "unknown-format", message));
    };
    let mut bytes = Vec::new();
    if let Err(error) =
        File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    {
        let message = format!("the file can't be read: {error}");
        return Err(Diagnostics::unreadable(path, "unreadable-file", message));
    }
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        return Err(Diagnostics::unreadable(path, "file-too-large", message));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, format)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!(
                "the file is not UTF-8: it holds a byte 0x{:02x}",
                error.as_bytes()[at]
            );
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
            let finding = Finding::error("not-utf-8", message, Some(at..end));
            let source = Source::new(&path.display().to_string(), text);
            Err(Diagnostics::new(source, vec![finding]))
        }
    }
}

/// Reads policies from `text`, which messages call `name`.
///
/// # Errors
///
/// Everything that is wrong with the text or with any of its policies.
pub fn parse(name: &str, text: &str, format: Format) -> Result<PolicyFile, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Parsed { root, flaws } = match format {
        Format::Toml => toml::parse(text),
        Format::Json => json::parse(text),
        Format::Yaml => yaml::parse(text),
    };
    let (policies, findings) = walk::walk(text, root, flaws);
    let found = Diagnostics::new(Source::new(name, text.to_owned()), findings);
    if found.count(Severity::Error) > 0 {
        return Err(found);
    }
    Ok(PolicyFile {
        policies,
        warnings: found,
    })
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
