//! The formats of policy files, by name, by a file's ending, and by what a text looks like.

use core::{fmt, str::FromStr};
use std::path::Path;

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
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Toml, Self::Json, Self::Yaml];

    /// The format that the file's ending stands for.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// The name, which is an ending too: `toml`, `json`, `yaml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Json => "json",
            Self::Yaml => "yaml",
        }
    }

    /// The name as people write it.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Toml => "TOML",
            Self::Json => "JSON",
            Self::Yaml => "YAML",
        }
    }

    /// A key and its value, as they stand in a table.
    pub(super) fn assign(self, key: &str, value: &str) -> String {
        match self {
            Self::Toml => format!("{key} = {value}"),
            Self::Json => format!("{key:?}: {value}"),
            Self::Yaml => format!("{key}: {value}"),
        }
    }

    /// The first line that says anything, without the white space around it.
    pub(super) fn telling_line(text: &str) -> Option<(usize, usize)> {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let written = line.trim();
            if !written.is_empty() && !written.starts_with(['#', '/']) {
                let start = start + line.len() - line.trim_start().len();
                return Some((start, start + written.len()));
            }
            start += line.len();
        }
        None
    }

    /// What the first line that says anything looks like.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let (start, end) = Self::telling_line(text)?;
        let line = &text[start..end];
        let is_name = |name: &str| {
            let is_part =
                |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'"' | b'\'');
            !name.is_empty() && name.bytes().all(is_part)
        };
        let after = |open| line.strip_prefix(open).map(str::trim_start);
        if let Some(rest) = after('{') {
            let next = rest
                .chars()
                .next()
                .or_else(|| text[end..].trim_start().chars().next());
            return matches!(next, Some('"' | '}')).then_some(Self::Json);
        }
        if let Some(rest) = after('[') {
            let name = rest.trim_start_matches('[').split(']').next();
            let header = name.is_some_and(|name| is_name(name) && !name.starts_with('"'));
            return (header && rest.contains(']')).then_some(Self::Toml);
        }
        if let Some((key, _)) = line.split_once('=')
            && is_name(key.trim())
        {
            return Some(Self::Toml);
        }
        let (key, rest) = line.split_once(':')?;
        (is_name(key) && (rest.is_empty() || rest.starts_with(' '))).then_some(Self::Yaml)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// In whatever case; `yml` is `yaml`.
///
/// ```
/// use cors_policy_file::Format;
///
/// assert_eq!("yml".parse(), Ok(Format::Yaml));
/// let error = "ini".parse::<Format>().unwrap_err();
/// assert_eq!(error.to_string(), "the format of a policy file is toml, json or yaml");
/// ```
impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let known = [
            ("toml", Self::Toml),
            ("json", Self::Json),
            ("yaml", Self::Yaml),
            ("yml", Self::Yaml),
        ];
        { known.into_iter() }
            .find(|(known, _)| name.eq_ignore_ascii_case(known))
            .map(|(_, format)| format)
            .ok_or(UnknownFormat(()))
    }
}

/// A name that is no format's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownFormat(());

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the format of a policy file is toml, json or yaml")
    }
}

impl core::error::Error for UnknownFormat {}
