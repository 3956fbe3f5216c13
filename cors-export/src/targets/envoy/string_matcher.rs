//! What a `StringMatcher` of Envoy's matches, as its documentation has it.

use saphyr::{Scalar, Yaml};

use crate::{
    proof::{Matcher, NotRead},
    regex::escape,
};

/// Reads one. <https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/matcher/v3/string.proto>
pub(in crate::targets) fn read(matcher: &Yaml<'_>) -> Result<Matcher, NotRead> {
    let mut ignores_case = false;
    let mut pattern = None;
    for (key, value) in entries(matcher)? {
        let is_new = match key {
            "ignore_case" => {
                ignores_case = read_flag(value)?;
                true
            }
            _ => pattern.replace((key, value)).is_none(),
        };
        if !is_new {
            return Err(NotRead("a matcher of texts has two patterns".to_owned()));
        }
    }
    let Some((kind, value)) = pattern else {
        return Err(NotRead("a matcher of texts has no pattern".to_owned()));
    };
    // RE2 matches the whole text, and `ignore_case` has no effect on it.
    if kind == "safe_regex" {
        return read_regex(value).map(|regex| Matcher::Whole(regex.to_owned()));
    }
    let value = read_text(value)?;
    let whole = match kind {
        "exact" if ignores_case => return Ok(Matcher::ExactIgnoringCase(value.to_owned())),
        "exact" => return Ok(Matcher::Exact(value.to_owned())),
        "prefix" => format!("{}.*", escape(value)),
        "suffix" => format!(".*{}", escape(value)),
        "contains" => format!(".*{}.*", escape(value)),
        kind => return Err(NotRead(format!("{kind} is no matcher of texts"))),
    };
    Ok(Matcher::Whole(match ignores_case {
        true => format!("(?i:{whole})"),
        false => whole,
    }))
}

fn read_regex<'a>(matcher: &'a Yaml<'_>) -> Result<&'a str, NotRead> {
    let mut regex = None;
    for (key, value) in entries(matcher)? {
        match key {
            "regex" => regex = Some(read_text(value)?),
            "google_re2" => {}
            key => return Err(NotRead(format!("{key} is nothing of a regex"))),
        }
    }
    regex.ok_or_else(|| NotRead("a regex is empty".to_owned()))
}

/// The keys of a message, with their values.
pub(in crate::targets) fn entries<'a>(
    tree: &'a Yaml<'_>,
) -> Result<impl Iterator<Item = (&'a str, &'a Yaml<'a>)>, NotRead> {
    let Yaml::Mapping(entries) = tree else {
        return Err(NotRead("something has no keys".to_owned()));
    };
    let entries = entries.iter();
    let entries: Result<Vec<_>, _> =
        { entries.map(|(key, value)| Ok((read_text(key)?, value))) }.collect();
    entries.map(Vec::into_iter)
}

pub(in crate::targets) fn read_text<'a>(tree: &'a Yaml<'_>) -> Result<&'a str, NotRead> {
    match tree {
        Yaml::Value(Scalar::String(text)) => Ok(text),
        _ => Err(NotRead("something is no text".to_owned())),
    }
}

pub(in crate::targets) fn read_flag(tree: &Yaml<'_>) -> Result<bool, NotRead> {
    match tree {
        Yaml::Value(Scalar::Boolean(flag)) => Ok(*flag),
        _ => Err(NotRead("something is neither true nor false".to_owned())),
    }
}

/// The items of a list.
pub(in crate::targets) fn items<'a>(tree: &'a Yaml<'_>) -> Result<&'a [Yaml<'a>], NotRead> {
    match tree {
        Yaml::Sequence(items) => Ok(items),
        _ => Err(NotRead("something is no list".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{proof::Matcher, yaml};

    fn matcher(text: &str) -> Result<Matcher, String> {
        let tree = yaml::read(text).unwrap();
        read(&tree).map_err(|reason| reason.0)
    }

    #[test]
    fn every_kind_is_read() {
        let whole = |regex: &str| Ok(Matcher::Whole(regex.to_owned()));
        assert_eq!(
            matcher("exact: https://a.example"),
            Ok(Matcher::Exact("https://a.example".to_owned()))
        );
        assert_eq!(
            matcher("{exact: https://a.example, ignore_case: true}"),
            Ok(Matcher::ExactIgnoringCase("https://a.example".to_owned()))
        );
        assert_eq!(matcher("prefix: https://a."), whole(r"https://a\..*"));
        assert_eq!(matcher("suffix: .example"), whole(r".*\.example"));
        assert_eq!(
            matcher("{ignore_case: true, contains: a.b}"),
            whole(r"(?i:.*a\.b.*)")
        );
        assert_eq!(matcher("safe_regex: {regex: 'a|b'}"), whole("a|b"));
        assert_eq!(
            matcher("{safe_regex: {google_re2: {}, regex: a}, ignore_case: true}"),
            whole("a")
        );
    }

    #[test]
    fn what_is_something_else_is_not_read() {
        for (text, reason) in [
            (
                "{exact: a, prefix: b}",
                "a matcher of texts has two patterns",
            ),
            ("{ignore_case: true}", "a matcher of texts has no pattern"),
            ("regex: a", "regex is no matcher of texts"),
            ("exact: 1", "something is no text"),
            (
                "safe_regex: {engine: a, regex: b}",
                "engine is nothing of a regex",
            ),
            ("safe_regex: {}", "a regex is empty"),
            ("[a]", "something has no keys"),
            (
                "{exact: a, ignore_case: 'true'}",
                "something is neither true nor false",
            ),
        ] {
            assert_eq!(matcher(text), Err(reason.to_owned()), "{text}");
        }
    }
}
