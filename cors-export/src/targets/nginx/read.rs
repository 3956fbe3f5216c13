//! Finds the origins that nginx will allow, in its own words.
//!
//! It follows the value of `Access-Control-Allow-Origin` from map to map. Only what can be read as a set of origins is
//! read; everything else is an error.

use std::collections::HashMap;

use super::{
    regex::clause,
    tokens::{Directive, parse},
};
use crate::{
    File,
    proof::{Matcher, NotRead, Origins},
};

const ORIGIN: &str = "$http_origin";

/// The two sides of a source with a space between them are the same bytes.
const SAME: &str = r"~^([^ ]+) \1$";

/// What `map` sets a variable to.
#[derive(Debug, Default)]
struct Map {
    source: String,
    rows: Vec<(Key, String)>,
    default: String,
}

#[derive(Debug)]
enum Key {
    Text(String),
    /// With its `~` or `~*`.
    Regex(String),
}

type Maps = HashMap<String, Map>;

pub(super) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let text = |end: &str| {
        let mut files = files.iter();
        let file = files.find(|file| file.name.ends_with(end));
        let file = file.ok_or_else(|| NotRead(format!("there is no {end}")))?;
        parse(&file.text)
    };
    let maps = maps(&text(".http.conf")?)?;
    let mut origins = Origins::default();
    if let Some(value) = allow_origin(&text(".location.conf")?, &maps)? {
        allow(&value, &maps, 0, &mut origins)?;
    }
    Ok(origins)
}

fn maps(directives: &[Directive]) -> Result<Maps, NotRead> {
    let mut maps = Maps::new();
    for directive in directives {
        let (words, Some(block)) = (&directive.words[..], &directive.block) else {
            return Err(unknown(directive));
        };
        let (variable, map) = match words {
            [name, source, variable] if name == "map" => (variable, map(source, block)?),
            // What has a dollar in it is no origin, so that this one's value does not matter.
            [name, variable] if name == "geo" => (variable, Map::default()),
            _ => return Err(unknown(directive)),
        };
        // Names of variables are read in any case.
        if maps.insert(variable.to_ascii_lowercase(), map).is_some() {
            return Err(NotRead(format!("{variable} is set twice")));
        }
    }
    Ok(maps)
}

fn map(source: &str, block: &[Directive]) -> Result<Map, NotRead> {
    let mut map = Map {
        source: source.to_ascii_lowercase(),
        ..Map::default()
    };
    for row in block {
        let ([key, value], None) = (&row.words[..], &row.block) else {
            return Err(unknown(row));
        };
        let key = match &**key {
            "default" => {
                map.default.clone_from(value);
                continue;
            }
            "include" => return Err(unknown(row)),
            _ if key.starts_with('~') => Key::Regex(key.clone()),
            _ => Key::Text(key.strip_prefix('\\').unwrap_or(key).to_owned()),
        };
        map.rows.push((key, value.clone()));
    }
    Ok(map)
}

/// The value of the header. `None` if it is not sent.
fn allow_origin(directives: &[Directive], maps: &Maps) -> Result<Option<String>, NotRead> {
    const NAME: &str = "access-control-allow-origin";
    let (mut value, mut is_hidden) = (None, false);
    for directive in directives {
        let words: Vec<_> = directive.words.iter().map(String::as_str).collect();
        let is_name = |name: &str| name.eq_ignore_ascii_case(NAME);
        match (&words[..], &directive.block) {
            (["proxy_hide_header", name], None) => is_hidden |= is_name(name),
            (["add_header", name, written, "always"], None) if is_name(name) => {
                if value.replace((*written).to_owned()).is_some() {
                    return Err(NotRead(format!("{name} is added twice")));
                }
            }
            (["add_header", name, _, "always"], None) if !is_name(name) => {}
            (["default_type", _], None) => {}
            (["set", variable, _], None) if !maps.contains_key(&variable.to_ascii_lowercase()) => {}
            (["if", ..], Some(block)) => {
                let mut inner = block.iter().map(|directive| &*directive.words[0]);
                if !inner.all(|name| ["return", "rewrite"].contains(&name)) {
                    return Err(unknown(directive));
                }
            }
            _ => return Err(unknown(directive)),
        }
    }
    match is_hidden {
        true => Ok(value),
        false => Err(NotRead(format!("the server's own {NAME} is not hidden"))),
    }
}

/// Adds the origins for which `value` is the request's own `Origin`, or `*`.
fn allow(value: &str, maps: &Maps, depth: usize, origins: &mut Origins) -> Result<(), NotRead> {
    match value {
        "" => return Ok(()),
        "*" => {
            origins.any = true;
            return Ok(());
        }
        _ if depth > maps.len() => return Err(NotRead(format!("{value} leads to itself"))),
        _ => {}
    }
    let map = (maps.get(&value.to_ascii_lowercase()))
        .ok_or_else(|| NotRead(format!("nothing says what {value} is")))?;
    if map.source == ORIGIN {
        listed(map, false, origins)?;
    } else if let Some(listing) = map.source.strip_prefix("$http_origin ") {
        let same = |value: &str| value == ORIGIN || value.eq_ignore_ascii_case(listing);
        match (&map.rows[..], maps.get(listing)) {
            ([(Key::Regex(regex), value)], Some(list))
                if regex == SAME && same(value) && list.source == ORIGIN =>
            {
                if !list.default.is_empty() {
                    return Err(NotRead(format!("{listing} has a default")));
                }
                listed(list, true, origins)?;
            }
            _ => return Err(not_a_set(value)),
        }
    } else {
        // A gate: nothing in some cases, and otherwise what stands in the last row.
        let is_shut = |(_, value): &(Key, String)| value.is_empty();
        if !map.rows.iter().all(is_shut) {
            return Err(not_a_set(value));
        }
    }
    allow(&map.default, maps, depth + 1, origins)
}

/// The rows of a map of `$http_origin`. Where `is_compared`, its value and the origin have the same bytes.
fn listed(map: &Map, is_compared: bool, origins: &mut Origins) -> Result<(), NotRead> {
    for (key, value) in &map.rows {
        match key {
            Key::Text(text) if text.is_empty() && value.is_empty() => {}
            Key::Text(text) if value == ORIGIN => {
                let matcher = Matcher::ExactIgnoringCase(text.clone());
                origins.clauses.push(vec![matcher]);
            }
            Key::Text(text) if text.eq_ignore_ascii_case(value) => {
                let matcher = match is_compared {
                    true => Matcher::Exact(value.clone()),
                    false => Matcher::ExactIgnoringCase(value.clone()),
                };
                origins.clauses.push(vec![matcher]);
            }
            Key::Regex(regex) if value == ORIGIN => origins.clauses.push(clause(regex)?),
            Key::Text(key) | Key::Regex(key) => {
                return Err(NotRead(format!("{key:?} leads to {value:?}")));
            }
        }
    }
    Ok(())
}

fn not_a_set(variable: &str) -> NotRead {
    NotRead(format!("{variable} is no set of origins"))
}

fn unknown(directive: &Directive) -> NotRead {
    NotRead(format!("nobody knows {:?} here", directive.words.join(" ")))
}
