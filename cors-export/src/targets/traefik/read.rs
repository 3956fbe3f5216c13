//! Which origins a middleware of Traefik allows.

use saphyr::Yaml;

use crate::{
    File,
    proof::{Matcher, NotRead, Origins},
    yaml,
};

pub(in crate::targets) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let [file] = files else {
        return Err(NotRead("it is not one file".to_owned()));
    };
    // The file provider reads a file as a template of Go first.
    if file.text.contains("{{") {
        return Err(NotRead("{{ begins an action of a template".to_owned()));
    }
    let document = yaml::read(&file.text)?;
    let http = only(&document, "http")?;
    let middlewares = only(http, "middlewares")?;
    let [(_, middleware)] = entries(middlewares)?[..] else {
        return Err(NotRead("it is not one middleware".to_owned()));
    };
    let mut origins = Origins::default();
    for (option, value) in entries(only(middleware, "headers")?)? {
        match option {
            "accessControlAllowOriginList" => {
                for text in texts(value)? {
                    match text {
                        "*" => origins.any = true,
                        _ => origins.clauses.push(vec![Matcher::Exact(text.to_owned())]),
                    }
                }
            }
            "accessControlAllowOriginListRegex" => {
                let regexes = texts(value)?.into_iter();
                let clauses = regexes.map(|regex| vec![matcher(regex)]);
                origins.clauses.extend(clauses);
            }
            "accessControlAllowCredentials"
            | "accessControlAllowMethods"
            | "accessControlAllowHeaders"
            | "accessControlExposeHeaders"
            | "accessControlMaxAge"
            | "addVaryHeader" => {}
            "customResponseHeaders" => {
                // It could set `Access-Control-Allow-Origin` for everybody.
                for (name, value) in entries(value)? {
                    if value.as_str() != Some("") {
                        return Err(NotRead(format!("it sets {name}")));
                    }
                }
            }
            _ => return Err(NotRead(format!("{option} is not known"))),
        }
    }
    Ok(origins)
}

/// Regexes are searched for. What stands between `^(?:` and `)$`, and is a regex by itself, matches as a whole.
fn matcher(regex: &str) -> Matcher {
    let within = regex.strip_prefix("^(?:");
    let whole = within.and_then(|rest| rest.strip_suffix(")$"));
    match whole.filter(|whole| regex_syntax::parse(whole).is_ok()) {
        Some(whole) => Matcher::Whole(whole.to_owned()),
        None => Matcher::Search(regex.to_owned()),
    }
}

/// The value of the one key that a map has.
fn only<'a>(tree: &'a Yaml<'a>, name: &str) -> Result<&'a Yaml<'a>, NotRead> {
    match entries(tree)?[..] {
        [(key, value)] if key == name => Ok(value),
        _ => Err(NotRead(format!("{name} is not the only key"))),
    }
}

fn entries<'a>(tree: &'a Yaml<'a>) -> Result<Vec<(&'a str, &'a Yaml<'a>)>, NotRead> {
    let map = tree
        .as_mapping()
        .ok_or_else(|| NotRead("it is no map".to_owned()))?;
    let entries = map.iter().map(|(key, value)| {
        let key = key.as_str();
        key.map(|key| (key, value))
            .ok_or_else(|| NotRead("a key is no text".to_owned()))
    });
    entries.collect()
}

fn texts<'a>(tree: &'a Yaml<'a>) -> Result<Vec<&'a str>, NotRead> {
    let list = tree
        .as_vec()
        .ok_or_else(|| NotRead("it is no list".to_owned()))?;
    let texts = list.iter().map(|item| {
        item.as_str()
            .ok_or_else(|| NotRead("an item is no text".to_owned()))
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::matcher;
    use crate::proof::Matcher;

    #[test]
    fn only_what_is_anchored_as_a_whole_is_read_so() {
        let whole = |regex: &str| Matcher::Whole(regex.to_owned());
        let search = |regex: &str| Matcher::Search(regex.to_owned());
        assert_eq!(matcher("^(?:a|b)$"), whole("a|b"));
        for regex in ["^(?:a)|(?:b)$", "^a$", "(?:a)$", "^(?:a)", "a", "^(?:a\\)$"] {
            assert_eq!(matcher(regex), search(regex));
        }
    }
}
