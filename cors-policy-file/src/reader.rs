//! From a file or a text to policies, with names that are taken.

use std::{io::Read, path::Path};

use cors_core::{Policy, Severity};

use super::{
    Format,
    code::Code,
    diagnostics::{Diagnostic, Diagnostics},
    input, json,
    node::{Node, Parsed, Value},
    scalar,
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
        let (text, format) = input::read(path)?;
        self.parse(&path.display().to_string(), &text, format)
    }

    /// Reads the policies of a file whose name does not tell its format: a named pipe, or
    /// `/dev/fd/63`, which a shell's `<(…)` stands for.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file or with any of its policies.
    pub fn load_as(&self, path: &Path, format: Format) -> Result<PolicyFile, Diagnostics> {
        let text = input::read_text(path)?;
        self.parse(&path.display().to_string(), &text, format)
    }

    /// Reads policies from a stream, such as standard input, which messages call `name`. One
    /// that does not end is given up after 16 MiB.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with what was read or with any of its policies.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_policy_file::{Format, Reader};
    ///
    /// let mut input = "{\"policies\": {\"a\": {\"allow_origins\": \"*\"}}}".as_bytes();
    /// let file = Reader::new().read_from(&mut input, "standard input", Format::Json)?;
    /// assert_eq!(file.policies[0].0, "a");
    /// # Ok::<(), cors_policy_file::Diagnostics>(())
    /// ```
    pub fn read_from(
        &self,
        input: &mut impl Read,
        name: &str,
        format: Format,
    ) -> Result<PolicyFile, Diagnostics> {
        let text = input::read_from(input, name)?;
        self.parse(name, &text, format)
    }

    /// Reads policies from `text`, which messages call `name`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text or with any of its policies.
    pub fn parse(&self, name: &str, text: &str, format: Format) -> Result<PolicyFile, Diagnostics> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Parsed { root, flaws } = tree(text, format);
        if let Some(mistaken) = mistaken(name, text, format, &root, &flaws) {
            return Err(Diagnostics::new(
                Source::new(name, text.to_owned()),
                vec![mistaken],
            ));
        }
        let (policies, mut found) = walk::walk(text, format, root, flaws, &self.reserved);
        if format == Format::Yaml {
            for item in &mut found {
                let start = item.span.as_ref().map_or(0, |span| span.start);
                item.doubtful |= item.suggestion.is_some() && scalar::is_in_block(text, start);
            }
        }
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

pub(super) fn tree(text: &str, format: Format) -> Parsed {
    match format {
        Format::Toml => toml::parse(text),
        Format::Json => json::parse(text),
        Format::Yaml => yaml::parse(text),
    }
}

/// What there is to say of a text in another format than it's taken for, and nothing else: what a
/// parser says of another language is nonsense.
fn mistaken(
    name: &str,
    text: &str,
    format: Format,
    root: &Node,
    flaws: &[Diagnostic],
) -> Option<Diagnostic> {
    let syntax = flaws.iter().find(|flaw| flaw.code == Code::Syntax);
    let is_map = matches!(root.value, Value::Map(_));
    let other = Format::of_text(text).filter(|other| *other != format)?;
    if syntax.is_none() && is_map {
        return None;
    }
    // It gets further than where the first parser stopped.
    let start = |flaw: &Diagnostic| flaw.span.as_ref().map_or(0, |span| span.start);
    let stopped = syntax.map_or(0, start);
    let Parsed { root, flaws } = tree(text, other);
    let further = { flaws.iter() }
        .filter(|flaw| flaw.code == Code::Syntax)
        .all(|flaw| start(flaw) > stopped);
    if !further || !matches!(root.value, Value::Map(_) | Value::Unreadable) {
        return None;
    }
    let message = format!("this is {}, not {}", other.title(), format.title());
    let (line, end) = Format::telling_line(text)?;
    let mut item = Diagnostic::syntax(message, line..end);
    item.help = Some(match Format::of(name.as_ref()) {
        Some(_) => format!("let the file's name end in .{other}"),
        None => format!("name the format {other}"),
    });
    Some(item)
}
