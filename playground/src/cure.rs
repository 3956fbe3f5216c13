//! What a policy would have to say besides, put where it belongs in the text of a policy file.

use core::fmt;

use serde::{Deserialize, Serialize};
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use cors_policy_file::Format;

/// What a setting is to say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub(super) enum Addition {
    /// These entries, besides those that it has already.
    List(Vec<String>),
    /// This, instead of what it says now.
    Flag(bool),
}

/// Why a text was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCured {
    /// Only TOML is edited: nothing else keeps its comments.
    NotToml,
    /// The text is broken by itself.
    NotReadable,
    /// There is no such policy in the text, or it is no table.
    NoPolicy,
}

/// The text with the additions to settings of a policy. The rest stays as it is.
pub(super) fn insert<'a>(
    text: &str,
    format: Format,
    policy: &str,
    additions: impl IntoIterator<Item = (&'a str, &'a Addition)>,
) -> Result<String, NotCured> {
    if format != Format::Toml {
        return Err(NotCured::NotToml);
    }
    let mut document: DocumentMut = text.parse().map_err(|_| NotCured::NotReadable)?;
    let policies = document
        .get_mut("policies")
        .and_then(Item::as_table_like_mut);
    let table = policies
        .and_then(|policies| policies.get_mut(policy)?.as_table_like_mut())
        .ok_or(NotCured::NoPolicy)?;
    for (setting, addition) in additions {
        add(table, setting, &value(addition));
    }
    without_wildcard(table);
    Ok(document.to_string())
}

/// The line by which a policy without this setting would say it, in TOML.
pub(super) fn line(setting: &str, addition: &Addition) -> String {
    format!("{setting} = {}", value(addition))
}

fn value(addition: &Addition) -> Value {
    match addition {
        Addition::List(entries) => entries.iter().collect::<Array>().into(),
        Addition::Flag(flag) => (*flag).into(),
    }
}

fn add(table: &mut dyn TableLike, key: &str, value: &Value) {
    let Some(new) = value.as_array() else {
        match table.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) => {
                let decor = old.decor().clone();
                *old = value.clone();
                *old.decor_mut() = decor;
            }
            None => {
                table.insert(key, Item::Value(value.clone()));
            }
        }
        return;
    };
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
        for value in new {
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

/// With credentials, only origins that are named will do.
fn without_wildcard(table: &mut dyn TableLike) {
    let is_true = |item: &Item| item.as_bool() == Some(true);
    if !table.get("allow_credentials").is_some_and(is_true) {
        return;
    }
    let origins = table.get_mut("allow_origins").and_then(Item::as_array_mut);
    if let Some(origins) = origins.filter(|origins| origins.len() > 1) {
        origins.retain(|origin| origin.as_str() != Some("*"));
    }
}

impl fmt::Display for NotCured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotToml => "only TOML files are edited; add this by hand",
            Self::NotReadable => "the text can't be read as it is; replace the policy to see why",
            Self::NoPolicy => "the text has no such policy",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Addition, NotCured, insert, line};
    use cors_policy_file::Format;

    fn cured(text: &str, additions: &[(&str, Addition)]) -> String {
        let additions = additions
            .iter()
            .map(|(setting, addition)| (*setting, addition));
        insert(text, Format::Toml, "a", additions).unwrap()
    }

    fn list(setting: &'static str, entry: &str) -> (&'static str, Addition) {
        (setting, Addition::List(vec![entry.to_owned()]))
    }

    const CREDENTIALS: (&str, Addition) = ("allow_credentials", Addition::Flag(true));

    #[test]
    fn adds_to_what_is_listed() {
        let text = "# first\n[policies.a] # a\nallow_methods = [\"PUT\"] # one\n\n[policies.b]\nmax_age = 1\n";
        let expected = "# first\n[policies.a] # a\nallow_methods = [\"PUT\", \"PATCH\"] # one\n\n[policies.b]\nmax_age = 1\n";
        assert_eq!(cured(text, &[list("allow_methods", "PATCH")]), expected);
        assert_eq!(cured(text, &[list("allow_methods", "PUT")]), text);
    }

    #[test]
    fn adds_a_line_where_there_is_none() {
        let text = "[policies.a]\nallow_origins = \"*\"\n\n[policies.b]\nmax_age = 1\n";
        let expected = "[policies.a]\nallow_origins = \"*\"\nallow_headers = [\"x-a\"]\n\n[policies.b]\nmax_age = 1\n";
        assert_eq!(cured(text, &[list("allow_headers", "x-a")]), expected);
    }

    #[test]
    fn a_list_of_lines_gets_one_more() {
        let text = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  { regex = \"x\" },  # two\n]\nmax_age = 1\n";
        let expected = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  { regex = \"x\" },  # two\n  \"null\",\n]\nmax_age = 1\n";
        assert_eq!(cured(text, &[list("allow_origins", "null")]), expected);
        let bare = "[policies.a]\nallow_origins = [\n  \"https://a.example\" # one\n]\n";
        let expected =
            "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  \"null\",\n]\n";
        assert_eq!(cured(bare, &[list("allow_origins", "null")]), expected);
    }

    #[test]
    fn credentials_need_origins_by_name() {
        let lines = [list("allow_origins", "https://a.example"), CREDENTIALS];
        let text = "[policies.a]\nallow_origins = \"*\" # any\nallow_credentials = false # none\n";
        let expected = "[policies.a]\nallow_origins = [\"https://a.example\"] # any\nallow_credentials = true # none\n";
        assert_eq!(cured(text, &lines), expected);
    }

    #[test]
    fn tables_of_every_notation_are_edited() {
        let dotted = "policies.a.max_age = 1\n";
        let cured_dotted = cured(dotted, &[CREDENTIALS]);
        let expected = "policies.a.max_age = 1\npolicies.a.allow_credentials = true\n";
        assert_eq!(cured_dotted, expected);
        let inline = "policies = { a = { max_age = 1 } }\n";
        // The white space before the comma is the parser's.
        let expected = "policies = { a = { max_age = 1 , allow_credentials = true } }\n";
        assert_eq!(cured(inline, &[CREDENTIALS]), expected);
    }

    #[test]
    fn what_can_not_be_edited_is_said() {
        let not = |text, format| {
            let (setting, addition) = CREDENTIALS;
            insert(text, format, "a", [(setting, &addition)]).unwrap_err()
        };
        assert_eq!(not("{}", Format::Json), NotCured::NotToml);
        assert_eq!(not("[policies", Format::Toml), NotCured::NotReadable);
        assert_eq!(not("a = 1", Format::Toml), NotCured::NoPolicy);
        assert_eq!(not("policies.a = 1", Format::Toml), NotCured::NoPolicy);
    }

    #[test]
    fn a_line_says_the_same() {
        for ((setting, addition), expected) in [
            (CREDENTIALS, "allow_credentials = true"),
            (list("allow_headers", "x-a"), r#"allow_headers = ["x-a"]"#),
        ] {
            assert_eq!(line(setting, &addition), expected);
        }
        let two = Addition::List(vec!["x-a".to_owned(), "\"".to_owned()]);
        assert_eq!(
            line("allow_headers", &two),
            r#"allow_headers = ["x-a", '"']"#
        );
    }
}
