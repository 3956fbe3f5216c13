//! The stable names of what can be wrong with a policy file.

use core::fmt;

use cors_core::Problem;

/// What a [`Diagnostic`](crate::Diagnostic) is about, by a stable name.
///
/// ```
/// use cors_policy_file::Code;
///
/// assert_eq!(Code::UnknownKey.as_str(), "unknown-key");
/// let codes: Vec<_> = Code::all().map(Code::as_str).collect();
/// assert!(codes.contains(&"duplicate-key") && codes.contains(&"origin-path"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file's name does not tell its format.
    UnknownFormat,
    /// The file cannot be read.
    UnreadableFile,
    /// The file is larger than any policy file.
    FileTooLarge,
    /// The file is not UTF-8.
    NotUtf8,
    /// A mistake in the syntax of TOML, JSON or YAML.
    Syntax,
    /// Values are nested more deeply than in any policy file.
    TooDeep,
    /// A value has another type than its place asks for.
    WrongType,
    /// The file contains no policy.
    NoPolicy,
    /// A policy cannot have this name.
    PolicyName,
    /// Two policies have one name.
    DuplicatePolicy,
    /// A key is given twice.
    DuplicateKey,
    /// A key that policy files do not have.
    UnknownKey,
    /// A table among the origins lacks its key.
    MissingKey,
    /// A YAML file with more than one document.
    YamlDocuments,
    /// A key in YAML that is not text.
    YamlKey,
    /// An alias in YAML that stands inside what it repeats, or stands for too much.
    YamlAlias,
    /// A merge key in YAML that merges something else than tables.
    YamlMerge,
    /// A tag in YAML.
    YamlTag,
    /// A problem of a policy, as [`Problem::code`] names it.
    #[non_exhaustive]
    Problem {
        /// One of [`Problem::CODES`].
        code: &'static str,
    },
}

impl Code {
    const OWN: [Self; 18] = [
        Self::UnknownFormat,
        Self::UnreadableFile,
        Self::FileTooLarge,
        Self::NotUtf8,
        Self::Syntax,
        Self::TooDeep,
        Self::WrongType,
        Self::NoPolicy,
        Self::PolicyName,
        Self::DuplicatePolicy,
        Self::DuplicateKey,
        Self::UnknownKey,
        Self::MissingKey,
        Self::YamlDocuments,
        Self::YamlKey,
        Self::YamlAlias,
        Self::YamlMerge,
        Self::YamlTag,
    ];

    /// Every code: those of files, then those of the policies in them.
    pub fn all() -> impl Iterator<Item = Self> {
        let problems = Problem::CODES
            .iter()
            .map(|&(code, _)| Self::Problem { code });
        Self::OWN.into_iter().chain(problems)
    }

    /// The name: `unknown-key`, `origin-path`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown-format",
            Self::UnreadableFile => "unreadable-file",
            Self::FileTooLarge => "file-too-large",
            Self::NotUtf8 => "not-utf-8",
            Self::Syntax => "syntax",
            Self::TooDeep => "too-deep",
            Self::WrongType => "wrong-type",
            Self::NoPolicy => "no-policy",
            Self::PolicyName => "policy-name",
            Self::DuplicatePolicy => "duplicate-policy",
            Self::DuplicateKey => "duplicate-key",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::YamlDocuments => "yaml-documents",
            Self::YamlKey => "yaml-key",
            Self::YamlAlias => "yaml-alias",
            Self::YamlMerge => "yaml-merge",
            Self::YamlTag => "yaml-tag",
            Self::Problem { code } => code,
        }
    }

    /// What it stands for, in a sentence.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::UnknownFormat => {
                "The file's name ends in none of `.toml`, `.json`, `.yaml` and `.yml`."
            }
            Self::UnreadableFile => "The file cannot be read.",
            Self::FileTooLarge => "The file is larger than any policy file.",
            Self::NotUtf8 => "The file is not UTF-8.",
            Self::Syntax => "A mistake in the syntax of TOML, JSON or YAML.",
            Self::TooDeep => "Values are nested more deeply than in any policy file.",
            Self::WrongType => "A value has another type than its place asks for.",
            Self::NoPolicy => "The file contains no policy.",
            Self::PolicyName => "A policy cannot have this name.",
            Self::DuplicatePolicy => "Two policies have one name.",
            Self::DuplicateKey => "A key is given twice.",
            Self::UnknownKey => "A key that policy files do not have.",
            Self::MissingKey => "A table among the origins lacks the key `regex`.",
            Self::YamlDocuments => "A YAML file contains more than one document.",
            Self::YamlKey => "A key in YAML is not text.",
            Self::YamlAlias => {
                "An alias in YAML stands inside what it repeats, or aliases stand for too much."
            }
            Self::YamlMerge => "A merge key in YAML merges something else than tables.",
            Self::YamlTag => "A tag in YAML, which has no meaning in a policy file.",
            Self::Problem { code } => Problem::CODES
                .iter()
                .find(|(known, _)| *known == code)
                .map_or("", |(_, description)| description),
        }
    }
}

impl From<&Problem> for Code {
    fn from(problem: &Problem) -> Self {
        Self::Problem {
            code: problem.code(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
