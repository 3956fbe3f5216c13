//! Origins in one text, as environment variables have them.

use std::env::{self, VarError};

use super::PolicyBuilder;
use crate::variable::{Variable, VariableState};

impl PolicyBuilder {
    /// Allows the origins of a list in one text, with commas, white space or both between them:
    /// `"https://a.example, https://b.example,"`.
    ///
    /// Blank elements are dropped. Everything else is checked like an entry of
    /// [`allow_origins`](Self::allow_origins): each problem names its element, and its place among the
    /// entries. A text without elements allows nothing. See
    /// [Origins from the environment](crate::manual::environment).
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::Policy;
    ///
    /// let policy = Policy::builder()
    ///     .allow_origins_list("https://a.example.com, https://b.example.com,")
    ///     .build()?;
    /// assert_eq!(
    ///     policy,
    ///     Policy::builder().allow_origins(["https://a.example.com", "https://b.example.com"]).build()?
    /// );
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "allow_origins_from_str")]
    #[doc(alias = "split")]
    #[doc(alias = "comma")]
    pub fn allow_origins_list(self, list: &str) -> Self {
        self.allow_origins(elements(list))
    }

    /// Allows the origins that an environment variable lists, as
    /// [`allow_origins_list`](Self::allow_origins_list) reads them.
    ///
    /// The variable is read when this is called. If it is not set or empty, it adds no origin; if there
    /// is then none at all, the error names the variable. A variable that is not Unicode is an error in
    /// any case. See [Origins from the environment](crate::manual::environment).
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::Policy;
    ///
    /// let error = Policy::builder().allow_origins_from_env("ALLOWED_ORIGINS").build().unwrap_err();
    /// assert_eq!(
    ///     error.problems()[0].message(),
    ///     r#"no origin is allowed: the environment variable "ALLOWED_ORIGINS" is not set"#
    /// );
    /// ```
    #[doc(alias = "env")]
    #[doc(alias = "environment")]
    #[doc(alias = "variable")]
    pub fn allow_origins_from_env(mut self, name: &str) -> Self {
        let state = match env::var(name) {
            Ok(list) if elements(&list).next().is_some() => return self.allow_origins_list(&list),
            Ok(_) => VariableState::Empty,
            Err(VarError::NotPresent) => VariableState::Unset,
            Err(VarError::NotUnicode(_)) => VariableState::NotUnicode,
        };
        self.variables.push(Variable {
            name: name.to_owned(),
            state,
        });
        self
    }
}

/// The elements of a list of texts that contain neither commas nor white space.
pub(crate) fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|element| !element.is_empty())
}
