//! A line of policy, put where it belongs in the text of a policy file.

use core::fmt;

use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use cors_policy_file::Format;

/// Why a line was not put into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCured {
    /// Only TOML is edited: nothing else keeps its comments.
    NotToml,
    /// The text is broken by itself.
    NotReadable,
    /// There is no such policy in the text, or it is no table.
    NoPolicy,
    /// The line is none of a policy file.
    NoLine,
}

/// The text with `lines` added to what `policy` lists already. The rest stays as it is.
pub(super) fn insert(
    text: &str,
    format: Format,
    policy: &str,
    lines: &[String],
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
    for line in lines {
        let line: DocumentMut = line.parse().map_err(|_| NotCured::NoLine)?;
        for (key, item) in line.iter() {
            let value = item.as_value().ok_or(NotCured::NoLine)?;
            add(table, key, value);
        }
    }
    without_wildcard(table);
    Ok(document.to_string())
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
            Self::NotToml => "lines are put into TOML files alone; add this one by hand",
            Self::NotReadable => "the text can't be read as it is; replace the policy to see why",
            Self::NoPolicy => "the text has no such policy",
            Self::NoLine => "this is no line of a policy",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{NotCured, insert};
    use cors_policy_file::Format;

    fn cured(text: &str, lines: &[&str]) -> String {
        let lines: Vec<_> = lines.iter().map(|&line| line.to_owned()).collect();
        insert(text, Format::Toml, "a", &lines).unwrap()
    }

    #[test]
    fn adds_to_what_is_listed() {
        let text = "# first\n[policies.a] # a\nallow_methods = [\"PUT\"] # one\n\n[policies.b]\nmax_age = 1\n";
        let expected = "# first\n[policies.a] # a\nallow_methods = [\"PUT\", \"PATCH\"] # one\n\n[policies.b]\nmax_age = 1\n";
        assert_eq!(cured(text, &[r#"allow_methods = ["PATCH"]"#]), expected);
        assert_eq!(cured(text, &[r#"allow_methods = ["PUT"]"#]), text);
    }

    #[test]
    fn adds_a_line_where_there_is_none() {
        let text = "[policies.a]\nallow_origins = \"*\"\n\n[policies.b]\nmax_age = 1\n";
        let expected = "[policies.a]\nallow_origins = \"*\"\nallow_headers = [\"x-a\"]\n\n[policies.b]\nmax_age = 1\n";
        assert_eq!(cured(text, &[r#"allow_headers = ["x-a"]"#]), expected);
    }

    #[test]
    fn a_list_of_lines_gets_one_more() {
        let text = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  { regex = \"x\" },  # two\n]\nmax_age = 1\n";
        let expected = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  { regex = \"x\" },  # two\n  \"null\",\n]\nmax_age = 1\n";
        assert_eq!(cured(text, &[r#"allow_origins = ["null"]"#]), expected);
        let bare = "[policies.a]\nallow_origins = [\n  \"https://a.example\" # one\n]\n";
        let expected =
            "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  \"null\",\n]\n";
        assert_eq!(cured(bare, &[r#"allow_origins = ["null"]"#]), expected);
    }

    #[test]
    fn credentials_need_origins_by_name() {
        let lines = [
            r#"allow_origins = ["https://a.example"]"#,
            "allow_credentials = true",
        ];
        let text = "[policies.a]\nallow_origins = \"*\" # any\nallow_credentials = false # none\n";
        let expected = "[policies.a]\nallow_origins = [\"https://a.example\"] # any\nallow_credentials = true # none\n";
        assert_eq!(cured(text, &lines), expected);
    }

    #[test]
    fn tables_of_every_notation_are_edited() {
        let dotted = "policies.a.max_age = 1\n";
        let cured_dotted = cured(dotted, &["allow_credentials = true"]);
        let expected = "policies.a.max_age = 1\npolicies.a.allow_credentials = true\n";
        assert_eq!(cured_dotted, expected);
        let inline = "policies = { a = { max_age = 1 } }\n";
        // The white space is the parser's.
        let expected = "policies = { a = { max_age = 1 , allow_credentials = true} }\n";
        assert_eq!(cured(inline, &["allow_credentials = true"]), expected);
    }

    #[test]
    fn what_can_not_be_edited_is_said() {
        let line = ["max_age = 1".to_owned()];
        let not = |text, format, line: &[String]| insert(text, format, "a", line).unwrap_err();
        assert_eq!(not("{}", Format::Json, &line), NotCured::NotToml);
        assert_eq!(not("[policies", Format::Toml, &line), NotCured::NotReadable);
        assert_eq!(not("a = 1", Format::Toml, &line), NotCured::NoPolicy);
        assert_eq!(
            not("policies.a = 1", Format::Toml, &line),
            NotCured::NoPolicy
        );
        let text = "[policies.a]";
        for line in ["max_age", "[table]\na = 1"] {
            let lines = [line.to_owned()];
            assert_eq!(not(text, Format::Toml, &lines), NotCured::NoLine, "{line}");
        }
    }
}
