//! What Envoy will allow, by its own rules.

use regex_automata::{
    Input,
    hybrid::dfa::{self, DFA},
};
use saphyr::Yaml;

use super::{
    names,
    read_replaced::{self, Replaced},
    replaced::NO_ORIGIN,
    string_matcher::{self, entries, items, read_flag, read_text},
};
use crate::{
    File,
    proof::{Matcher, NotRead, Origins},
    targets::unguarded,
    yaml,
};

pub(in crate::targets) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let [file] = files else {
        return not_read("there is more than one file, or none");
    };
    let tree = yaml::read(&file.text)?;
    let mut sections = entries(&tree)?;
    let (Some(("http_filters", filters)), Some(("route", route)), None) =
        (sections.next(), sections.next(), sections.next())
    else {
        return not_read("it is not http_filters and route");
    };
    read_filters(filters)?;
    let (mut policy, mut guard, mut mutations) = (None, None, Mutations::default());
    let mut is_removed = false;
    for (key, value) in entries(route)? {
        match key {
            "response_headers_to_remove" => {
                read_removed(value)?;
                is_removed = true;
            }
            "typed_per_filter_config" => {
                for (name, config) in entries(value)? {
                    match name {
                        names::HEADERS => mutations = read_mutations(config)?,
                        names::POLICY => policy = Some(read_policy(config)?),
                        names::GUARDS => guard = Some(read_guard(config)?),
                        names::HOSTS | names::PREFLIGHTS => {}
                        name => return not_read(format!("{name} is none of the filters")),
                    }
                }
            }
            key => return not_read(format!("{key} is nothing of a route")),
        }
    }
    if !is_removed {
        return not_read("what the server says by itself is not removed");
    }
    let Some(matchers) = policy else {
        return not_read("there is no policy");
    };
    if guard.is_some_and(|allowed| allowed != matchers) {
        return not_read("the guard lets other origins pass than the policy allows");
    }
    // `cors` asks each matcher about `*`, too, and takes one that matches that for all origins.
    let any = matches_one(&matchers, "*")?;
    if mutations.sends_star && !any {
        return not_read("every origin is told that it is allowed");
    }
    if !mutations.replaced.is_empty() && matches_one(&matchers, NO_ORIGIN)? {
        return not_read("what replaces origins is allowed");
    }
    let clauses = matchers.into_iter().map(|matcher| {
        let kept = mutations
            .replaced
            .iter()
            .filter_map(|replaced| match replaced {
                Replaced::Unless(replaced, kept) if *replaced == matcher => Some(kept.clone()),
                // No browser sends what is too long, and what others match is theirs.
                _ => None,
            });
        let kept: Vec<_> = kept.collect();
        [vec![matcher], kept].concat()
    });
    Ok(Origins {
        any,
        clauses: match any {
            true => Vec::new(),
            false => clauses.collect(),
        },
    })
}

fn not_read<T>(reason: impl Into<String>) -> Result<T, NotRead> {
    Err(NotRead(reason.into()))
}

/// A filter that is missing or stands elsewhere changes what the others mean.
fn read_filters(tree: &Yaml<'_>) -> Result<(), NotRead> {
    let mut filters = Vec::new();
    for filter in items(tree)? {
        let (mut name, mut kind) = ("", "");
        for (key, value) in entries(filter)? {
            match key {
                "name" => name = read_text(value)?,
                "typed_config" => {
                    for (key, value) in entries(value)? {
                        match key {
                            "@type" => kind = read_text(value)?,
                            key => return not_read(format!("{key} is said to all routes")),
                        }
                    }
                }
                key => return not_read(format!("{key} is nothing of a filter")),
            }
        }
        filters.push((name, kind));
    }
    match filters == names::FILTERS {
        true => Ok(()),
        false => not_read("these are other filters, or in another order"),
    }
}

/// The server's own headers would be read beside those of `cors`, or in their place.
fn read_removed(tree: &Yaml<'_>) -> Result<(), NotRead> {
    let removed: Vec<_> = { items(tree)?.iter().map(read_text) }.collect::<Result<_, _>>()?;
    let kept = unguarded::FIELDS
        .iter()
        .find(|field| !removed.contains(field));
    match kept {
        Some(kept) => not_read(format!("the server's own {kept} is not removed")),
        None => Ok(()),
    }
}

/// What is said on every response, and done to requests.
#[derive(Default)]
struct Mutations {
    /// Whether `*` is sent to everybody.
    sends_star: bool,
    replaced: Vec<Replaced>,
}

fn read_mutations(tree: &Yaml<'_>) -> Result<Mutations, NotRead> {
    let mut read = Mutations::default();
    for (key, value) in entries(tree)? {
        match key {
            "@type" if read_text(value)? == names::MUTATIONS_PER_ROUTE => {}
            "mutations" => {
                for (key, value) in entries(value)? {
                    for mutation in items(value)? {
                        let mutation = read_mutation(mutation)?;
                        match key {
                            "response_mutations" => read.sends_star |= is_star(&mutation)?,
                            "request_mutations" => read.replaced.push(read_request(&mutation)?),
                            key => return not_read(format!("{key} are no headers")),
                        }
                    }
                }
            }
            key => return not_read(format!("{key} is nothing of a route's mutations")),
        }
    }
    Ok(read)
}

/// A header that is written.
#[derive(Default)]
struct Mutation<'a> {
    name: &'a str,
    value: &'a str,
    action: &'a str,
}

fn read_mutation<'a>(tree: &'a Yaml<'_>) -> Result<Mutation<'a>, NotRead> {
    let mut read = Mutation::default();
    for (key, value) in entries(tree)? {
        let "append" = key else {
            return not_read(format!("{key} is no addition to headers"));
        };
        for (key, value) in entries(value)? {
            match key {
                "append_action" => read.action = read_text(value)?,
                "header" => {
                    for (key, value) in entries(value)? {
                        match key {
                            "key" => read.name = read_text(value)?,
                            "value" => read.value = read_text(value)?,
                            key => return not_read(format!("{key} is nothing of a header")),
                        }
                    }
                }
                key => return not_read(format!("{key} is nothing of an addition")),
            }
        }
    }
    Ok(read)
}

/// Whether a header of responses allows everybody.
fn is_star(mutation: &Mutation<'_>) -> Result<bool, NotRead> {
    let Mutation { name, value, .. } = mutation;
    match *name {
        "access-control-allow-origin" if *value == "*" || value.ends_with(" ? ('*') : '')%") => {
            Ok(true)
        }
        // Whatever else is sent here, it is not the origin that was compared.
        "access-control-allow-origin" => not_read("the origin that is sent is another one"),
        "access-control-allow-methods"
        | "access-control-allow-headers"
        | "access-control-expose-headers"
        | "vary" => Ok(false),
        name => not_read(format!("{name} is said to everybody")),
    }
}

fn read_request(mutation: &Mutation<'_>) -> Result<Replaced, NotRead> {
    match (mutation.name, mutation.action) {
        ("origin", "OVERWRITE_IF_EXISTS_OR_ADD") => read_replaced::read(mutation.value),
        (name, _) => not_read(format!("requests get {name}")),
    }
}

fn read_policy(tree: &Yaml<'_>) -> Result<Vec<Matcher>, NotRead> {
    let mut matchers = Vec::new();
    let mut forwards = true;
    for (key, value) in entries(tree)? {
        match key {
            "@type" if read_text(value)? == names::CORS_POLICY => {}
            "allow_origin_string_match" => {
                let read = items(value)?.iter().map(string_matcher::read);
                matchers = read.collect::<Result<_, _>>()?;
            }
            "forward_not_matching_preflights" => forwards = read_flag(value)?,
            "allow_credentials" => drop(read_flag(value)?),
            "allow_methods" | "allow_headers" if read_text(value)? == "*" => {
                return not_read(format!("{key} would be what was asked for"));
            }
            "allow_methods" | "allow_headers" | "max_age" => drop(read_text(value)?),
            key => return not_read(format!("{key} is nothing of a policy")),
        }
    }
    match forwards {
        true => Ok(matchers),
        false => not_read("preflights that are not allowed are told the policy"),
    }
}

/// The origins that a guard lets pass, as they stand in the rules.
fn read_guard(tree: &Yaml<'_>) -> Result<Vec<Matcher>, NotRead> {
    let [("@type", kind), ("rbac", rbac)] = entries(tree)?.collect::<Vec<_>>()[..] else {
        return not_read("the guard is no rbac of a route");
    };
    let [("rules", rules)] = entries(rbac)?.collect::<Vec<_>>()[..] else {
        return not_read("the guard has no rules");
    };
    let [("action", action), ("policies", policies)] = entries(rules)?.collect::<Vec<_>>()[..]
    else {
        return not_read("the guard's rules have no policies");
    };
    if (read_text(kind)?, read_text(action)?) != (names::RBAC_PER_ROUTE, "ALLOW") {
        return not_read("the guard does not say what passes");
    }
    let mut matchers = Vec::new();
    for (name, policy) in entries(policies)? {
        if name != "allowed-origin" {
            continue;
        }
        for (key, value) in entries(policy)? {
            match key {
                "permissions" => {
                    for permission in items(value)? {
                        matchers.push(read_origin_header(permission)?);
                    }
                }
                "principals" => {}
                key => return not_read(format!("{key} is nothing of origins that pass")),
            }
        }
    }
    Ok(matchers)
}

fn read_origin_header(permission: &Yaml<'_>) -> Result<Matcher, NotRead> {
    let [("header", header)] = entries(permission)?.collect::<Vec<_>>()[..] else {
        return not_read("an origin that passes is compared with no header");
    };
    match entries(header)?.collect::<Vec<_>>()[..] {
        [("name", name), ("string_match", matcher)] if read_text(name)? == "origin" => {
            string_matcher::read(matcher)
        }
        _ => not_read("an origin that passes is compared with another header"),
    }
}

/// Whether `cors` allows every origin because of a matcher: it asks each about `*`, too, and takes one that matches
/// that for all origins.
pub(in crate::targets) fn is_any(matcher: &Matcher) -> Result<bool, NotRead> {
    matches_one(core::slice::from_ref(matcher), "*")
}

/// Whether one of them matches a text.
fn matches_one(matchers: &[Matcher], text: &str) -> Result<bool, NotRead> {
    for matcher in matchers {
        let is_match = match matcher {
            Matcher::Exact(exact) => exact == text,
            Matcher::ExactIgnoringCase(exact) => exact.eq_ignore_ascii_case(text),
            Matcher::Whole(regex) => finds(&format!("^(?:{regex})$"), text)?,
            Matcher::Search(regex) => finds(regex, text)?,
        };
        if is_match {
            return Ok(true);
        }
    }
    Ok(false)
}

fn finds(regex: &str, text: &str) -> Result<bool, NotRead> {
    let dfa = DFA::builder()
        .configure(dfa::Config::new().skip_cache_capacity_check(true))
        .build(regex);
    let dfa = dfa.map_err(|error| NotRead(error.to_string()))?;
    let found = dfa.try_search_fwd(&mut dfa.create_cache(), &Input::new(text));
    let found = found.map_err(|error| NotRead(error.to_string()))?;
    Ok(found.is_some())
}
