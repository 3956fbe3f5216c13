//! Trees of YAML, as four of the targets take them.

use std::borrow::Cow;

use saphyr::{LoadableYamlNode, Mapping, Scalar, Yaml, YamlEmitter};

use crate::proof::NotRead;

/// A document in block style, without a marker at its start and with a newline at its end.
pub(crate) fn write(tree: &Yaml<'_>) -> String {
    write_with(tree, false)
}

/// The same with every text in quotes, for readers of YAML 1.1: there, `y` and `1_000` are no texts otherwise.
pub(crate) fn write_quoted(tree: &Yaml<'_>) -> String {
    write_with(tree, true)
}

fn write_with(tree: &Yaml<'_>, is_quoted: bool) -> String {
    let mut written = String::new();
    let mut emitter = YamlEmitter::new(&mut written);
    emitter.quoted_value(is_quoted);
    // Writing into a string does not fail.
    let _ = emitter.dump(tree);
    let written = written.strip_prefix("---\n").unwrap_or(&written);
    format!("{}\n", written.trim_end())
}

/// The one document of a text.
pub(crate) fn read(text: &str) -> Result<Yaml<'_>, NotRead> {
    let documents = Yaml::load_from_str(text).map_err(|error| NotRead(error.to_string()))?;
    let mut documents = documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(document), None) => Ok(document),
        _ => Err(NotRead("it is not one document".to_owned())),
    }
}

/// Keys in their order, each with its value.
pub(crate) fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Yaml<'a>)>) -> Yaml<'a> {
    let entries = entries.into_iter();
    let entries: Mapping<'a> = entries.map(|(key, value)| (text(key), value)).collect();
    Yaml::Mapping(entries)
}

pub(crate) fn list<'a>(items: impl IntoIterator<Item = Yaml<'a>>) -> Yaml<'a> {
    Yaml::Sequence(items.into_iter().collect())
}

pub(crate) fn text<'a>(text: impl Into<Cow<'a, str>>) -> Yaml<'a> {
    Yaml::Value(Scalar::String(text.into()))
}

pub(crate) fn flag(flag: bool) -> Yaml<'static> {
    Yaml::Value(Scalar::Boolean(flag))
}

pub(crate) fn number(number: i64) -> Yaml<'static> {
    Yaml::Value(Scalar::Integer(number))
}

#[cfg(test)]
mod tests {
    use super::{flag, list, map, number, read, text, write, write_quoted};

    #[test]
    fn what_is_written_is_read() {
        let hostile = [
            "*",
            "true",
            "null",
            "no",
            "10",
            "1e3",
            "",
            " a",
            "a ",
            "- a",
            "a: b",
            "#",
            "a #b",
            "'",
            "\"",
            "\\.",
            "{a}",
            "[a]",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "https://[::1]:3000",
            "(?:a|b){1,3}\\.x",
            "~",
            "=",
            "<<",
        ];
        let tree = map([
            ("list", list(hostile.map(text))),
            ("flag", flag(true)),
            ("number", number(600)),
            (
                "nested",
                map([("a", map([("b", list([map([("c", text("d"))])]))]))]),
            ),
        ]);
        for written in [write(&tree), write_quoted(&tree)] {
            assert_eq!(read(&written).unwrap(), tree, "{written}");
        }
    }

    #[test]
    fn texts_are_quoted_for_readers_of_yaml_1_1() {
        let tree = map([("y", list(["y", "1_000", "2001-01-01", "plain"].map(text)))]);
        let expected = "y:\n  - \"y\"\n  - \"1_000\"\n  - \"2001-01-01\"\n  - \"plain\"\n";
        assert_eq!(write_quoted(&tree), expected);
    }
}
