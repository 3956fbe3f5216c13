//! What a setting has to say besides.

use cors_core::{Cure, CureValue, Setting};

use super::literal::{self, Quotes};
use crate::{Format, setting::Kind};

/// What a setting has to say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Addition {
    /// These entries, besides those that the list has already.
    Entries(Vec<String>),
    /// The same, which is right only if something is true that neither the file nor the request says.
    #[non_exhaustive]
    EntriesIf {
        /// The entries.
        entries: Vec<String>,
        /// What has to be true, in words: see [`condition`](Addition::condition).
        condition: String,
    },
    /// Yes or no, instead of what is there.
    Flag(bool),
    /// A number of seconds, instead of what is there.
    Seconds(u64),
    /// The status of a response, instead of what is there.
    Status(u16),
}

impl Addition {
    /// What a cure adds, and to which setting. `None` for a cure of a kind that files can't say yet.
    ///
    /// Many a cure is right only under a [condition](Self::condition): ask before you apply it.
    ///
    /// ```
    /// use cors_core::{Policy, adapter::{Field, PlainHead}};
    /// use cors_policy_file::{Addition, Format, edit};
    ///
    /// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
    /// let request = PlainHead::new("GET").line(Field::Origin, "https://app.example.com:8443");
    /// let explanation = policy.explain(&request);
    ///
    /// let text = "[policies.api]\nallow_origins = [\"https://app.example.com\"]\n";
    /// let additions = explanation.cures().filter_map(Addition::of);
    /// assert_eq!(
    ///     edit(text, Format::Toml, "api", additions)?,
    ///     "[policies.api]\nallow_origins = [\"https://app.example.com\", \"https://app.example.com:8443\"]\n"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(cure: &Cure) -> Option<(Setting, Self)> {
        match cure.value() {
            CureValue::List(entries) => {
                let entries = entries.clone();
                let addition = match cure.condition() {
                    None => Self::Entries(entries),
                    Some(condition) => Self::EntriesIf {
                        entries,
                        condition: condition.to_owned(),
                    },
                };
                Some((cure.setting(), addition))
            }
            _ => None,
        }
    }

    /// What has to be true so that it is right, in words: `that page is yours`,
    /// `this server is reached by localhost:3000`. It is the cure's own
    /// [condition](cors_core::Cure::condition), of which what was sent is escaped and cut.
    ///
    /// [`edit`](crate::edit) does not ask. Whoever applies an addition that has one puts the question to a person first, or
    /// leaves it out:
    ///
    /// ```
    /// use cors_core::{Policy, adapter::{Field, PlainHead}};
    /// use cors_policy_file::{Addition, Format, edit};
    ///
    /// let text = "[policies.tool]\nexpect_hosts = [\"localhost\"]\n";
    /// let policy = Policy::builder().expect_hosts(["localhost"]).build()?;
    /// let rebound = PlainHead::new("GET").line(Field::Host, "evil.test");
    /// let explanation = policy.explain(&rebound);
    ///
    /// let additions = || explanation.cures().filter_map(Addition::of);
    /// let (_, addition) = additions().next().unwrap();
    /// assert_eq!(addition.condition(), Some("this server is reached by evil.test"));
    /// let certain = additions().filter(|(_, addition)| addition.condition().is_none());
    /// assert_eq!(edit(text, Format::Toml, "tool", certain)?, text);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn condition(&self) -> Option<&str> {
        match self {
            Self::EntriesIf { condition, .. } => Some(condition),
            _ => None,
        }
    }

    /// Whether it is what the setting holds.
    pub(super) fn suits(&self, setting: Setting) -> bool {
        matches!(
            (self, Kind::of(setting)),
            (
                Self::Entries(_) | Self::EntriesIf { .. },
                Some(Kind::List(_))
            ) | (Self::Flag(_), Some(Kind::Flag(_)))
                | (Self::Seconds(_), Some(Kind::Seconds))
                | (Self::Status(_), Some(Kind::Status))
        )
    }

    /// The entries, where it has some.
    pub(super) fn entries(&self) -> Option<&[String]> {
        match self {
            Self::Entries(entries) | Self::EntriesIf { entries, .. } => Some(entries),
            _ => None,
        }
    }

    /// What it says instead of what is there, which looks the same in every format.
    pub(super) fn scalar(&self) -> String {
        match self {
            Self::Entries(_) | Self::EntriesIf { .. } => String::new(),
            Self::Flag(flag) => flag.to_string(),
            // Larger numbers are too long for any browser, and for TOML.
            Self::Seconds(seconds) => (*seconds).min(i64::MAX.unsigned_abs()).to_string(),
            Self::Status(status) => status.to_string(),
        }
    }
}

/// The line by which a policy without this setting says it, in TOML.
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Addition, line};
///
/// let headers = Addition::Entries(vec!["x-api-key".to_owned()]);
/// assert_eq!(line(Setting::AllowHeaders, &headers), r#"allow_headers = ["x-api-key"]"#);
/// ```
#[must_use]
pub fn line(setting: Setting, addition: &Addition) -> String {
    let value = match addition.entries() {
        Some(entries) => literal::list(entries, Format::Toml, Quotes::Unknown, ", "),
        None => addition.scalar(),
    };
    format!("{setting} = {value}")
}
