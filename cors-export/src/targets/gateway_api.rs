//! The Kubernetes Gateway API: an `HTTPRoute` with a filter `CORS`, and one that removes the server's own headers.
//!
//! What implementations may do as they like is told: <https://gateway-api.sigs.k8s.io/geps/gep-1767/>.

mod losses;
mod name;
mod origin;
mod read;
#[cfg(test)]
mod tests;

use saphyr::Yaml;

pub(super) use self::read::read;
use super::{
    Written,
    unguarded::{HEADERS, names},
};
use crate::{
    File,
    plan::{Names, Plan},
    yaml::{flag, list, map, number, text, write_quoted},
};

const VERSION: &str = "gateway.networking.k8s.io/v1";
const KIND: &str = "HTTPRoute";

pub(super) fn write(plan: &Plan<'_>) -> Written {
    // An empty list of origins says nothing about what is done with preflights. Without the filter, the server answers
    // them, and what it grants is removed.
    let cors =
        (!plan.origins.is_empty()).then(|| map([("type", text("CORS")), ("cors", cors(plan))]));
    // In this order: with Traefik, what stands first is what responses reach last.
    let filters = cors.into_iter().chain([modifier()]);
    let rule = map([("filters", list(filters))]);
    let route = map([
        ("apiVersion", text(VERSION)),
        ("kind", text(KIND)),
        ("metadata", map([("name", text(name::of(plan.name)))])),
        ("spec", map([("rules", list([rule]))])),
    ]);
    let file = File {
        name: format!("{}.yaml", plan.name),
        text: write_quoted(&route),
        place: "its filters: in every rule of an HTTPRoute that the policy is for, which matches OPTIONS too",
    };
    Written {
        files: vec![file],
        losses: losses::losses(plan),
        ..Written::default()
    }
}

fn cors<'a>(plan: &'a Plan<'_>) -> Yaml<'a> {
    let (origins, wire) = (&plan.origins, &plan.wire);
    let texts = |names: Vec<&'a str>| list(names.into_iter().map(text));
    let allowed = match origins.any {
        true => vec!["*"],
        false => {
            let patterns = origins.patterns.iter().map(|pattern| pattern.text);
            origins.texts().chain(patterns).collect()
        }
    };
    let mut options = vec![("allowOrigins", texts(allowed))];
    if wire.credentials {
        options.push(("allowCredentials", flag(true)));
    }
    if let Some(methods) = listed(&wire.methods) {
        options.push(("allowMethods", texts(methods)));
    }
    if let Some(headers) = listed(&wire.headers) {
        options.push(("allowHeaders", texts(headers)));
    }
    if let Some(exposed) = &wire.exposed {
        options.push(("exposeHeaders", texts(names(exposed))));
    }
    options.push(("maxAge", number(max_age(plan))));
    map(options)
}

/// `*` stands by itself, or not at all.
fn listed(list: &Names) -> Option<Vec<&str>> {
    match list {
        Names::None => None,
        Names::Listed(list) => match names(list) {
            names if names.contains(&"*") => Some(vec!["*"]),
            names => Some(names),
        },
        Names::Echoed { .. } => Some(vec!["*"]),
    }
}

/// What the interface takes for it: at least a second, at most what an int32 holds, and 5 where nothing is said.
fn max_age(plan: &Plan<'_>) -> i64 {
    let seconds = plan.wire.max_age.as_ref();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(5);
    i64::clamp(seconds, 1, i32::MAX.into())
}

/// Removes what the server says by itself, and adds `Vary`: an origin may be sent in the place of `*`, too.
fn modifier() -> Yaml<'static> {
    let vary = map([("name", text("Vary")), ("value", text("Origin"))]);
    let changes = map([("remove", list(HEADERS.map(text))), ("add", list([vary]))]);
    map([
        ("type", text("ResponseHeaderModifier")),
        ("responseHeaderModifier", changes),
    ])
}
