//! A text with the name by which mistakes in it are told.

/// A file of policies, cases or skips, already read.
///
/// ```
/// use cors_conformance::SuiteFile;
///
/// const POLICIES: SuiteFile<'_> =
///     SuiteFile::new("policies.toml", include_str!("../cases/policies.toml"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuiteFile<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

impl<'a> SuiteFile<'a> {
    /// A file that is called `name`, a path or not. Of cases, its last part without the ending is
    /// their [topic](crate::Case::topic).
    #[must_use]
    pub const fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text }
    }
}
