//! Istio: the `corsPolicy` of a `VirtualService`'s route, which becomes that of Envoy's filter `cors`, and the route's
//! `headers`.
//!
//! What Istio's own validation refuses is not written: <https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy>.

mod losses;
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
    yaml::{flag, list, map, text, write_quoted},
};

pub(super) fn write(plan: &Plan<'_>) -> Written {
    let route = map([
        ("corsPolicy", policy(plan)),
        ("headers", map([("response", response())])),
    ]);
    let file = File {
        name: format!("{}.yaml", plan.name),
        text: write_quoted(&route),
        place: "in every http route of a VirtualService that the policy is for",
    };
    Written {
        files: vec![file],
        losses: losses::losses(plan),
        ..Written::default()
    }
}

fn policy<'a>(plan: &'a Plan<'_>) -> Yaml<'a> {
    let (origins, wire) = (&plan.origins, &plan.wire);
    let texts = |names: Vec<&'a str>| list(names.into_iter().map(text));
    let any = origins.any.then(|| map([("regex", text(".*"))]));
    let exact = origins.texts().map(|origin| map([("exact", text(origin))]));
    let regexes = { origins.patterns.iter() }
        .flat_map(|pattern| &pattern.regexes)
        .map(|regex| map([("regex", text(&**regex))]));
    let allowed: Vec<_> = match any {
        Some(any) => vec![any],
        None => exact.chain(regexes).collect(),
    };
    let mut options = vec![("allowOrigins", list(allowed))];
    // Where nobody is allowed, there is nothing to tell.
    if !origins.is_empty() {
        options.push(("allowCredentials", flag(wire.credentials)));
        if let Some(methods) = methods(&wire.methods) {
            options.push(("allowMethods", texts(methods)));
        }
        if let Some(headers) = headers(&wire.headers) {
            options.push(("allowHeaders", texts(headers)));
        }
        if let Some(exposed) = &wire.exposed {
            options.push(("exposeHeaders", texts(names(exposed))));
        }
        if let Some(seconds) = max_age(plan) {
            options.push(("maxAge", text(format!("{seconds}s"))));
        }
    }
    // Forwarded, they would be the server's to answer.
    options.push(("unmatchedPreflights", text("IGNORE")));
    map(options)
}

/// The route's changes come before `cors` writes.
fn response() -> Yaml<'static> {
    // An origin is sent in the place of `*`, too.
    let vary = map([("vary", text("Origin"))]);
    let removed = HEADERS.map(|name| text(name.to_ascii_lowercase()));
    map([("remove", list(removed)), ("add", vary)])
}

/// `*` by itself is an echo.
fn methods(methods: &Names) -> Option<Vec<&str>> {
    match methods {
        Names::None => None,
        Names::Listed(listed) => Some(names(listed)),
        Names::Echoed { .. } => Some(vec!["*"]),
    }
}

/// `*` by itself is an echo, of `authorization` too. Twice, it is sent as it is, and means what it does in Fetch.
fn headers(headers: &Names) -> Option<Vec<&str>> {
    match headers {
        Names::None => None,
        Names::Listed(listed) if listed == "*" => Some(vec!["*", "*"]),
        Names::Listed(listed) => Some(names(listed)),
        Names::Echoed { .. } => Some(vec!["*"]),
    }
}

/// Istio takes no duration below a millisecond, and no parts of a second here.
fn max_age(plan: &Plan<'_>) -> Option<u64> {
    let seconds = plan.wire.max_age.as_ref()?.parse().ok();
    seconds.map(|seconds: u64| seconds.max(1))
}
