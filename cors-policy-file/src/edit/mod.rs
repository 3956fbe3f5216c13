//! What a policy has to say besides, put where it belongs in the text of a policy file.

use core::fmt;

use cors_core::{Cure, CureValue, Setting};
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use super::{Format, setting::Kind};

mod edited;
mod place;
mod preview;

pub use self::{
    edited::{Change, Edited},
    place::{Place, locate},
};

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
    /// [`edit`] does not ask. Whoever applies an addition that has one puts the question to a person first, or
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
    fn suits(&self, setting: Setting) -> bool {
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

    fn to_value(&self) -> Value {
        match self {
            Self::Entries(entries) | Self::EntriesIf { entries, .. } => {
                entries.iter().collect::<Array>().into()
            }
            Self::Flag(flag) => (*flag).into(),
            // Larger numbers are too long for any browser, and for TOML.
            Self::Seconds(seconds) => i64::try_from(*seconds).unwrap_or(i64::MAX).into(),
            Self::Status(status) => i64::from(*status).into(),
        }
    }
}

/// Why a text was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotEdited {
    /// Only TOML is edited: the other formats' parsers do not keep comments.
    NotToml,
    /// The text has a mistake in its syntax.
    NotReadable,
    /// There is no such policy in the text, or it is no table.
    NoPolicy,
    /// The setting holds something else than what is to be added.
    WrongType(Setting),
}

/// The text with additions to settings of a policy. The rest, with its comments and white space,
/// stays as it is.
///
/// Entries go to the end of a list, unless they are there already. A policy that allows credentials or
/// has a guard in the end loses a `*` that stands beside other origins, with which it would not build.
///
/// # Errors
///
/// If the text can't be edited. Conditions of additions are not asked for, and what is returned is not checked any further: the policy may be one
/// that does not build.
///
/// # Example
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Addition, Format, edit};
///
/// let text = "[policies.api] # the API\nallow_origins = \"https://app.example.com\"\n";
/// let headers = Addition::Entries(vec!["content-type".to_owned()]);
/// let edited = edit(text, Format::Toml, "api", [(Setting::AllowHeaders, headers)])?;
/// assert_eq!(
///     edited,
///     "[policies.api] # the API\nallow_origins = \"https://app.example.com\"\n\
///      allow_headers = [\"content-type\"]\n"
/// );
/// # Ok::<(), cors_policy_file::NotEdited>(())
/// ```
pub fn edit(
    text: &str,
    format: Format,
    policy: &str,
    additions: impl IntoIterator<Item = (Setting, Addition)>,
) -> Result<String, NotEdited> {
    Edited::of(text, format, policy, additions).map(Edited::into_text)
}

impl Edited {
    /// The text of a policy file with additions to settings of a policy, as [`edit`] returns it.
    ///
    /// # Errors
    ///
    /// If the text can't be edited: see [`edit`].
    pub fn of(
        text: &str,
        format: Format,
        policy: &str,
        additions: impl IntoIterator<Item = (Setting, Addition)>,
    ) -> Result<Self, NotEdited> {
        let after = by_toml(text, format, policy, additions)?;
        let common = |pair: &(char, char)| pair.0 == pair.1;
        let same = text.chars().zip(after.chars()).take_while(common);
        let start = same.map(|(letter, _)| letter.len_utf8()).sum::<usize>();
        let rest = (&text[start..], &after[start..]);
        let same = rest.0.chars().rev().zip(rest.1.chars().rev());
        let same = same.take_while(common).map(|(letter, _)| letter.len_utf8());
        let end = same.sum::<usize>();
        let mut pieces = edited::Pieces::new(text);
        pieces.replace(&(start..text.len() - end), &after[start..after.len() - end]);
        debug_assert_eq!(pieces.text(), after);
        Ok(pieces.finish())
    }
}

fn by_toml(
    text: &str,
    format: Format,
    policy: &str,
    additions: impl IntoIterator<Item = (Setting, Addition)>,
) -> Result<String, NotEdited> {
    if format != Format::Toml {
        return Err(NotEdited::NotToml);
    }
    let mut document: DocumentMut = text.parse().map_err(|_| NotEdited::NotReadable)?;
    let policies = document
        .get_mut("policies")
        .and_then(Item::as_table_like_mut);
    let table = policies
        .and_then(|policies| policies.get_mut(policy)?.as_table_like_mut())
        .ok_or(NotEdited::NoPolicy)?;
    for (setting, addition) in additions {
        if !addition.suits(setting) {
            return Err(NotEdited::WrongType(setting));
        }
        let value = addition.to_value();
        match value.as_array() {
            Some(entries) => add(table, setting.as_str(), entries),
            None => replace(table, setting.as_str(), value),
        }
    }
    without_wildcard(table);
    Ok(document.to_string())
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
    format!("{setting} = {}", addition.to_value())
}

fn replace(table: &mut dyn TableLike, key: &str, value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn add(table: &mut dyn TableLike, key: &str, entries: &Array) {
    let old = table.entry(key).or_insert(Item::Value(Array::new().into()));
    // A bare string is a list of one.
    if let Some(text) = old.as_str() {
        let decor = old.as_value().map(Value::decor).cloned();
        let mut list = Value::from(Array::from_iter([text]));
        if let Some(decor) = decor {
            *list.decor_mut() = decor;
        }
        *old = Item::Value(list);
    }
    if let Some(old) = old.as_array_mut() {
        for value in entries {
            if old.iter().all(|listed| listed.as_str() != value.as_str()) {
                push(old, value);
            }
        }
    }
}

/// On a line of its own where the others are.
fn push(list: &mut Array, value: &Value) {
    let indentation = list.iter().next().and_then(|first| {
        let prefix = first.decor().prefix()?.as_str()?;
        let (_, indentation) = prefix.rsplit_once('\n')?;
        Some(indentation.to_owned())
    });
    match indentation {
        Some(indentation) => {
            // What follows the last one is a comment on it, and the line's end.
            let mut after = list.trailing().as_str().unwrap_or_default().to_owned();
            let last = list
                .len()
                .checked_sub(1)
                .and_then(|last| list.get_mut(last));
            if let Some(last) = last {
                let suffix = last.decor().suffix().and_then(|suffix| suffix.as_str());
                after.insert_str(0, suffix.unwrap_or_default());
                last.decor_mut().set_suffix("");
            }
            let prefix = format!("{}\n{indentation}", after.trim_end());
            list.push_formatted(value.clone().decorated(prefix, ""));
            list.set_trailing("\n");
            list.set_trailing_comma(true);
        }
        None => {
            let mut value = value.clone();
            // As one writes it here, and not as it stood there.
            value.decor_mut().clear();
            list.push(value);
        }
    }
}

/// With credentials or a guard, only origins that are named will do.
fn without_wildcard(table: &mut dyn TableLike) {
    let is_true = |item: &Item| item.as_bool() == Some(true);
    let trusting = [
        Setting::AllowCredentials,
        Setting::GuardUnsafeMethods,
        Setting::GuardSafeMethods,
        Setting::GuardWebsockets,
    ];
    let mut flags = trusting.iter().filter_map(|flag| table.get(flag.as_str()));
    if !flags.any(is_true) {
        return;
    }
    let origins = table.get_mut("allow_origins").and_then(Item::as_array_mut);
    if let Some(origins) = origins.filter(|origins| origins.len() > 1) {
        origins.retain(|origin| origin.as_str() != Some("*"));
    }
}

impl fmt::Display for NotEdited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotToml => f.write_str("only TOML files are edited; add this by hand"),
            Self::NotReadable => f.write_str("the text has a mistake in its syntax"),
            Self::NoPolicy => f.write_str("the text has no such policy"),
            Self::WrongType(setting) => write!(f, "{setting} does not hold such a value"),
        }
    }
}

impl core::error::Error for NotEdited {}
