//! What a policy would have to say besides, as the page gets it and sends it back.

use core::fmt;

use cors_core::Setting;
use cors_policy_file::{Addition, Format, NotEdited, edit};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// An [`Addition`] in JSON: entries besides those that a list has already, or yes or no instead of
/// what is there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    List(Vec<String>),
    Flag(bool),
}

/// Why a text was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotCured {
    /// The text, or a value, is not one for that.
    NotEdited(NotEdited),
    /// Policies have no such setting.
    NoSetting(String),
}

/// The text with values added to the settings of a policy. The rest stays as it is.
pub(super) fn insert<'a>(
    text: &str,
    format: Format,
    policy: &str,
    values: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> Result<String, NotCured> {
    let additions: Vec<_> = values
        .into_iter()
        .map(|(setting, value)| Ok((named(setting)?, addition(value))))
        .collect::<Result<_, _>>()?;
    edit(text, format, policy, additions).map_err(NotCured::NotEdited)
}

/// The line by which a policy without this setting would say it, in TOML.
pub(super) fn line(setting: &str, value: &Value) -> Option<String> {
    let setting = named(setting).ok()?;
    Some(cors_policy_file::line(setting, &addition(value)))
}

/// The same in code, as a method of the policy's builder.
pub(super) fn rust(setting: &str, value: &Value) -> Option<String> {
    let setting = named(setting).ok()?;
    Some(match value {
        // As strings are quoted for people, Rust reads them.
        Value::List(entries) => format!(".{setting}({entries:?})"),
        Value::Flag(flag) => format!(".{setting}({flag})"),
    })
}

/// A cure as the page shows it and sends it back.
pub(super) fn to_json(setting: &str, value: &Value) -> serde_json::Value {
    json!({
        "setting": setting,
        "value": value,
        "line": line(setting, value),
        "rust": rust(setting, value),
    })
}

fn named(name: &str) -> Result<Setting, NotCured> {
    let mut settings = Setting::ALL.iter().copied();
    settings
        .find(|setting| setting.as_str() == name)
        .ok_or_else(|| NotCured::NoSetting(name.to_owned()))
}

fn addition(value: &Value) -> Addition {
    match value {
        Value::List(entries) => Addition::Entries(entries.clone()),
        Value::Flag(flag) => Addition::Flag(*flag),
    }
}

impl fmt::Display for NotCured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The page shows mistakes when a text is to replace what is served.
            Self::NotEdited(NotEdited::NotReadable) => {
                f.write_str("the text can't be read as it is; replace the policy to see why")
            }
            Self::NotEdited(reason) => fmt::Display::fmt(reason, f),
            Self::NoSetting(name) => write!(f, "policies have no setting {name:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NotCured, Value, insert, line, rust};
    use cors_policy_file::{Format, NotEdited};

    const CREDENTIALS: (&str, Value) = ("allow_credentials", Value::Flag(true));

    fn put(text: &str, (setting, value): (&str, Value)) -> Result<String, NotCured> {
        insert(text, Format::Toml, "a", [(setting, &value)])
    }

    #[test]
    fn values_are_added_by_the_name_of_their_setting() {
        let text = "[policies.a]\nallow_methods = [\"PUT\"]\n";
        let method = Value::List(vec!["PATCH".to_owned()]);
        assert_eq!(
            put(text, ("allow_methods", method.clone())).unwrap(),
            "[policies.a]\nallow_methods = [\"PUT\", \"PATCH\"]\n"
        );
        assert_eq!(
            put(text, CREDENTIALS).unwrap(),
            format!("{text}allow_credentials = true\n")
        );
        let expected = "allow_methods = [\"PATCH\"]";
        assert_eq!(line("allow_methods", &method).as_deref(), Some(expected));
        assert_eq!(line("methods", &method), None);
        let expected = ".allow_methods([\"PATCH\"])";
        assert_eq!(rust("allow_methods", &method).as_deref(), Some(expected));
        assert_eq!(rust("methods", &method), None);
        let (setting, flag) = CREDENTIALS;
        let expected = ".allow_credentials(true)";
        assert_eq!(rust(setting, &flag).as_deref(), Some(expected));
        let two = Value::List(vec!["x-a".to_owned(), "x-\"b\"\\".to_owned()]);
        let expected = r#".allow_headers(["x-a", "x-\"b\"\\"])"#;
        assert_eq!(rust("allow_headers", &two).as_deref(), Some(expected));
    }

    #[test]
    fn what_can_not_be_added_is_said() {
        let not = |text, addition| put(text, addition).unwrap_err();
        let unreadable = not("[policies", CREDENTIALS);
        assert_eq!(unreadable, NotCured::NotEdited(NotEdited::NotReadable));
        assert_eq!(
            unreadable.to_string(),
            "the text can't be read as it is; replace the policy to see why"
        );
        assert_eq!(
            not("policies.a = 1", CREDENTIALS).to_string(),
            "the text has no such policy"
        );
        let text = "[policies.a]\n";
        assert_eq!(
            not(text, ("credentials", Value::Flag(true))).to_string(),
            "policies have no setting \"credentials\""
        );
        assert_eq!(
            not(text, ("allow_methods", Value::Flag(true))).to_string(),
            "allow_methods does not hold such a value"
        );
    }
}
