//! Envoy: `cors` for the policy, `rbac` before it for hosts and guards and behind it for preflights that are not
//! allowed, and `header_mutation` around them all for what `cors` doesn't say.
//!
//! The filters do nothing on their own: everything is a route's, so other routes of the listener are as they were.

mod cel;
mod guards;
mod headers;
mod hosts;
mod matchers;
mod names;
mod own_origin;
mod policy;
mod read;
mod read_replaced;
mod replaced;
pub(super) mod string_matcher;
#[cfg(test)]
mod tests;

use saphyr::Yaml;

pub(super) use self::read::{is_any, read};
use super::{Written, unguarded};
use crate::{
    File,
    plan::Plan,
    yaml::{self, list, map, text},
};

pub(super) fn write(plan: &Plan<'_>) -> Written {
    let mut written = Written::default();
    let mut of_route = vec![
        (names::HEADERS, headers::mutations(plan, &mut written)),
        (names::POLICY, policy::policy(plan, &mut written)),
        (names::PREFLIGHTS, policy::preflights()),
    ];
    of_route.extend(hosts::expected(plan, &mut written).map(|rules| (names::HOSTS, rules)));
    of_route.extend(guards::guards(plan, &mut written).map(|rules| (names::GUARDS, rules)));
    let of_hosts: Vec<_> = hosts::regexes(plan).collect();
    let of_origins = { plan.origins.patterns.iter() }.flat_map(|pattern| &pattern.regexes);
    let regexes = of_origins.chain(&of_hosts).map(String::as_str);
    written.requirements.extend(matchers::requirement(regexes));
    let filters = names::FILTERS.map(|(name, kind)| {
        let config = map([("@type", text(kind))]);
        map([("name", text(name)), ("typed_config", config)])
    });
    let tree = map([
        ("http_filters", list(filters)),
        (
            "route",
            map([
                (
                    "response_headers_to_remove",
                    list(unguarded::FIELDS.map(text)),
                ),
                ("typed_per_filter_config", map(of_route)),
            ]),
        ),
    ]);
    written.files.push(File {
        name: format!("{}.yaml", plan.name),
        text: yaml::write(&tree),
        place: "http_filters: in the listener's, before the router; route: in every route that the policy is for",
    });
    written
}

/// A message of a type, with its fields.
fn message<'a>(
    kind: &'static str,
    fields: impl IntoIterator<Item = (&'static str, Yaml<'a>)>,
) -> Yaml<'a> {
    let mut all: Vec<(&str, Yaml<'a>)> = vec![("@type", text(kind))];
    all.extend(fields);
    map(all)
}
