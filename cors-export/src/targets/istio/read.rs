//! Which origins a `corsPolicy` allows.

use saphyr::Yaml;

use crate::{
    File,
    proof::{Matcher, NotRead, Origins},
    regex::escape,
    targets::envoy::{
        is_any,
        string_matcher::{entries, items, read_flag, read_text},
    },
    yaml,
};

pub(in crate::targets) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let [file] = files else {
        return not_read("it is not one file");
    };
    let route = yaml::read(&file.text)?;
    let (mut matchers, mut removed) = (None, Vec::new());
    for (key, value) in entries(&route)? {
        match key {
            "corsPolicy" => matchers = Some(read_policy(value)?),
            "headers" => removed = read_headers(value)?,
            _ => return not_read(format!("{key} is not known")),
        }
    }
    let Some(matchers) = matchers else {
        return not_read("there is no corsPolicy");
    };
    // Envoy writes over the first of these, and leaves the others as the server set them.
    if !removed.contains(&"access-control-allow-origin")
        || !removed.contains(&"access-control-allow-credentials")
    {
        return not_read("the server's own headers stay");
    }
    let mut origins = Origins::default();
    for matcher in matchers {
        origins.any |= is_any(&matcher)?;
        origins.clauses.push(vec![matcher]);
    }
    if origins.any {
        origins.clauses.clear();
    }
    Ok(origins)
}

fn read_policy(policy: &Yaml<'_>) -> Result<Vec<Matcher>, NotRead> {
    let mut matchers = Vec::new();
    let mut forwards = true;
    for (key, value) in entries(policy)? {
        match key {
            "allowOrigins" => {
                matchers = { items(value)?.iter().map(read_match) }.collect::<Result<_, _>>()?;
            }
            "allowCredentials" => drop(read_flag(value)?),
            "allowMethods" | "allowHeaders" | "exposeHeaders" => drop(items(value)?),
            "maxAge" => drop(read_text(value)?),
            "unmatchedPreflights" => forwards = read_text(value)? != "IGNORE",
            _ => return not_read(format!("{key} is not known")),
        }
    }
    match forwards {
        true => not_read("preflights that are not allowed reach the server"),
        false => Ok(matchers),
    }
}

/// <https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch>. Regexes match the whole
/// text.
fn read_match(tree: &Yaml<'_>) -> Result<Matcher, NotRead> {
    let mut kinds = entries(tree)?;
    let (Some((kind, value)), None) = (kinds.next(), kinds.next()) else {
        return not_read("an origin is matched in several ways, or in none");
    };
    let value = read_text(value)?;
    match kind {
        "exact" => Ok(Matcher::Exact(value.to_owned())),
        "prefix" => Ok(Matcher::Whole(format!("{}.*", escape(value)))),
        "regex" => Ok(Matcher::Whole(value.to_owned())),
        _ => not_read(format!("{kind} is not known")),
    }
}

/// The names that are removed. What is added must be none of them.
fn read_headers<'a>(headers: &'a Yaml<'_>) -> Result<Vec<&'a str>, NotRead> {
    let mut removed = Vec::new();
    for (key, value) in entries(headers)? {
        if key != "response" {
            return not_read(format!("{key} is not known"));
        }
        for (key, value) in entries(value)? {
            match key {
                "remove" => {
                    removed = { items(value)?.iter().map(read_text) }.collect::<Result<_, _>>()?;
                }
                "add" | "set" => {
                    for (name, _) in entries(value)? {
                        if name.to_ascii_lowercase().starts_with("access-control-") {
                            return not_read(format!("{name} is set"));
                        }
                    }
                }
                _ => return not_read(format!("{key} is not known")),
            }
        }
    }
    Ok(removed)
}

fn not_read<T>(reason: impl Into<String>) -> Result<T, NotRead> {
    Err(NotRead(reason.into()))
}
