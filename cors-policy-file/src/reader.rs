//! From a file or a text to policies, with names that are taken.

use std::{fs::File, io::Read, path::Path};

use cors_core::{Policy, Severity};

use super::{
    Format,
    code::Code,
    diagnostics::{Diagnostic, Diagnostics},
    json,
    node::Parsed,
    source::Source,
    toml, walk, yaml,
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

/// Reads policy files for an application in which some names are taken.
///
/// ```
/// use cors_policy_file::{Code, Format, Reader};
///
/// let reader = Reader::new().reserve("none", "it stands for no policy");
/// let text = "[policies.none]\nallow_origins = \"*\"\n";
/// let error = reader.parse("cors.toml", text, Format::Toml).unwrap_err();
/// assert_eq!(error.items()[0].code, Code::PolicyName);
/// assert_eq!(
///     error.items()[0].message,
///     "invalid policy name \"none\": it stands for no policy"
/// );
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a reader does nothing until it reads"]
pub struct Reader {
    /// Each with the reason.
    reserved: Vec<(String, String)>,
}

impl Reader {
    /// A reader with no names taken.
    pub const fn new() -> Self {
        Self {
            reserved: Vec::new(),
        }
    }

    /// Rejects policies of this name. `reason` is half a sentence: `it stands for no policy`.
    pub fn reserve(mut self, name: impl Into<String>, reason: impl Into<String>) -> Self {
        self.reserved.push((name.into(), reason.into()));
        self
    }

    /// Reads the policies of a file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file or with any of its policies.
    pub fn load(&self, path: &Path) -> Result<PolicyFile, Diagnostics> {
        let (text, format) = read(path)?;
        self.parse(&path.display().to_string(), &text, format)
    }

    /// Reads policies from `text`, which messages call `name`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text or with any of its policies.
    pub fn parse(&self, name: &str, text: &str, format: Format) -> Result<PolicyFile, Diagnostics> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Parsed { root, flaws } = match format {
            Format::Toml => toml::parse(text),
            Format::Json => json::parse(text),
            Format::Yaml => yaml::parse(text),
        };
        let (policies, found) = walk::walk(text, root, flaws, &self.reserved);
        let found = Diagnostics::new(Source::new(name, text.to_owned()), found);
        if found.count(Severity::Error) > 0 {
            return Err(found);
        }
        Ok(PolicyFile {
            policies,
            warnings: found,
        })
    }
}

/// Reads the policies of a file.
///
/// # Errors
///
/// Everything that is wrong with the file or with any of its policies.
pub fn load(path: &Path) -> Result<PolicyFile, Diagnostics> {
    Reader::new().load(path)
}

/// Reads policies from `text`, which messages call `name`.
///
/// # Errors
///
/// Everything that is wrong with the text or with any of its policies.
pub fn parse(name: &str, text: &str, format: Format) -> Result<PolicyFile, Diagnostics> {
    Reader::new().parse(name, text, format)
}

/// Far more than a hundred thousand origins.
const MAX_BYTES: u64 = 16 << 20;

/// Reads the text of a policy file, for [`parse`].
///
/// # Errors
///
/// If it can't be read, or is no text.
pub fn read(path: &Path) -> Result<(String, Format), Diagnostics> {
    let Some(format) = Format::of(path) else {
        let message = "a policy file's name ends in .toml, .json, .yaml or .yml".to_owned();
        return Err(unreadable(path, Code::UnknownFormat, message));
    };
    let mut bytes = Vec::new();
    if let Err(error) =
        File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    {
        let message = format!("the file can't be read: {error}");
        return Err(unreadable(path, Code::UnreadableFile, message));
    }
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        return Err(unreadable(path, Code::FileTooLarge, message));
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
            let found = Diagnostic::error(Code::NotUtf8, message, Some(at..end));
            let source = Source::new(&path.display().to_string(), text);
            Err(Diagnostics::new(source, vec![found]))
        }
    }
}

/// A file that could not even be looked at.
fn unreadable(path: &Path, code: Code, message: String) -> Diagnostics {
    let source = Source::new(&path.display().to_string(), String::new());
    Diagnostics::new(source, vec![Diagnostic::error(code, message, None)])
}
