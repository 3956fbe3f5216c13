//! Which origins an `HTTPRoute` allows, as the implementations translate it.

use saphyr::Yaml;

use crate::{
    File,
    proof::{Matcher, NotRead, Origins},
    targets::envoy::string_matcher::{entries, items, read_text},
    yaml,
};

pub(in crate::targets) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let [file] = files else {
        return not_read("it is not one file");
    };
    let route = yaml::read(&file.text)?;
    let mut origins = Origins::default();
    let mut filters = None;
    for (key, value) in entries(&route)? {
        match key {
            "apiVersion" if read_text(value)? == "gateway.networking.k8s.io/v1" => {}
            "kind" if read_text(value)? == "HTTPRoute" => {}
            "metadata" => {}
            "spec" => filters = Some(rule_filters(value)?),
            _ => return not_read(format!("{key} is not known")),
        }
    }
    let mut are_removed = false;
    for filter in filters.unwrap_or_default() {
        let mut kind = "";
        for (key, value) in entries(filter)? {
            match (kind, key) {
                ("", "type") => kind = read_text(value)?,
                ("CORS", "cors") if !are_removed => read_cors(value, &mut origins)?,
                // Traefik would remove what the policy says.
                ("CORS", "cors") => return not_read("headers are removed before CORS"),
                ("ResponseHeaderModifier", "responseHeaderModifier") => {
                    read_changes(value)?;
                    are_removed = true;
                }
                _ => return not_read(format!("{key} of {kind:?} is not known")),
            }
        }
    }
    match are_removed {
        true => Ok(origins),
        false => not_read("the server's own headers stay"),
    }
}

/// The filters of the one rule.
fn rule_filters<'a>(spec: &'a Yaml<'a>) -> Result<&'a [Yaml<'a>], NotRead> {
    let mut filters = None;
    for (key, value) in entries(spec)? {
        let ("rules", [rule]) = (key, items(value)?) else {
            return not_read("it is not one rule");
        };
        for (key, value) in entries(rule)? {
            match key {
                "filters" => filters = Some(items(value)?),
                _ => return not_read(format!("{key} is not known")),
            }
        }
    }
    filters.ok_or_else(|| NotRead("there are no filters".to_owned()))
}

fn read_cors(cors: &Yaml<'_>, origins: &mut Origins) -> Result<(), NotRead> {
    for (key, value) in entries(cors)? {
        match key {
            "allowOrigins" => {
                for origin in items(value)? {
                    match read_text(origin)? {
                        "*" => origins.any = true,
                        text => origins.clauses.push(vec![matcher(text)]),
                    }
                }
            }
            "allowCredentials" | "allowMethods" | "allowHeaders" | "exposeHeaders" | "maxAge" => {}
            _ => return not_read(format!("{key} is not known")),
        }
    }
    Ok(())
}

/// "`*` is a greedy match to the left, including any number of DNS labels": Envoy Gateway, Istio, Traefik and NGINX
/// Gateway Fabric make a regex of it by escaping `.` and nothing else, and `.*` of `*`. It matches the whole origin.
fn matcher(text: &str) -> Matcher {
    match text.contains('*') {
        true => Matcher::Whole(text.replace('.', r"\.").replace('*', ".*")),
        false => Matcher::Exact(text.to_owned()),
    }
}

/// `remove` has to name what would grant something, and nothing that grants may be set.
fn read_changes(changes: &Yaml<'_>) -> Result<(), NotRead> {
    let mut removed = Vec::new();
    for (key, value) in entries(changes)? {
        match key {
            "remove" => {
                removed = { items(value)?.iter().map(read_text) }.collect::<Result<_, _>>()?;
            }
            "add" | "set" => {
                for header in items(value)? {
                    for (key, value) in entries(header)? {
                        let value = read_text(value)?.to_ascii_lowercase();
                        if key == "name" && value.starts_with("access-control-") {
                            return not_read(format!("{value} is set"));
                        }
                    }
                }
            }
            _ => return not_read(format!("{key} is not known")),
        }
    }
    let grants = [
        "access-control-allow-origin",
        "access-control-allow-credentials",
    ];
    let stays = grants.into_iter().find(|name| {
        let mut removed = removed.iter();
        !removed.any(|other| other.eq_ignore_ascii_case(name))
    });
    match stays {
        Some(name) => not_read(format!("the server's own {name} stays")),
        None => Ok(()),
    }
}

fn not_read<T>(reason: impl Into<String>) -> Result<T, NotRead> {
    Err(NotRead(reason.into()))
}
