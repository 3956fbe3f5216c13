//! Traefik: one middleware `headers`.
//!
//! It answers preflights, and writes and deletes headers of other responses. What it deletes it deletes before it
//! writes, so one middleware does for both.

mod read;

use cors_core::Setting;
use saphyr::Yaml;

pub(super) use self::read::read;
use super::{
    Written,
    unguarded::{HEADERS, different, losses},
};
use crate::{
    Code, File, Loss, LossKind,
    plan::{Names, Plan},
    yaml::{flag, list, map, number, text, write_quoted},
};

pub(super) fn write(plan: &Plan<'_>) -> Written {
    let mut losses = losses(plan, "Traefik");
    losses.extend(of_headers(plan));
    losses.extend(of_answers(plan));
    losses.push(several_lines());
    let middleware = format!("cors-{}", plan.name);
    let headers = map([("headers", headers(plan))]);
    let middlewares = map([("middlewares", map([(&*middleware, headers)]))]);
    let file = File {
        name: format!("{}.yaml", plan.name),
        text: write_quoted(&map([("http", middlewares)])),
        place: "in the file provider's folder; its middleware in the router's middlewares",
    };
    Written {
        files: vec![file],
        losses,
        ..Written::default()
    }
}

fn headers<'a>(plan: &'a Plan<'_>) -> Yaml<'a> {
    let (origins, wire) = (&plan.origins, &plan.wire);
    let mut options = Vec::new();
    let texts = |names: Vec<&'a str>| list(names.into_iter().map(text));
    if origins.any {
        options.push(("accessControlAllowOriginList", texts(vec!["*"])));
    } else {
        let exact: Vec<_> = origins.texts().collect();
        if !exact.is_empty() {
            options.push(("accessControlAllowOriginList", texts(exact)));
        }
        // Regexes are searched for, unless they say where they begin and end.
        let patterns = { origins.patterns.iter() }
            .flat_map(|pattern| &pattern.regexes)
            .map(|regex| text(format!("^(?:{regex})$")));
        let patterns: Vec<_> = patterns.collect();
        if !patterns.is_empty() {
            options.push(("accessControlAllowOriginListRegex", list(patterns)));
        }
    }
    // Where nobody is allowed, there is nothing to tell.
    if !origins.is_empty() {
        if wire.credentials {
            options.push(("accessControlAllowCredentials", flag(true)));
        }
        if let Some(names) = listed(&wire.methods) {
            options.push(("accessControlAllowMethods", texts(names)));
        }
        if let Some(names) = listed(&wire.headers) {
            options.push(("accessControlAllowHeaders", texts(names)));
        }
        if let Some(exposed) = &wire.exposed {
            options.push(("accessControlExposeHeaders", texts(vec![exposed])));
        }
        if let Some(seconds) = wire.max_age.as_ref().and_then(|text| text.parse().ok()) {
            options.push(("accessControlMaxAge", number(seconds)));
        }
    }
    if !origins.any {
        options.push(("addVaryHeader", flag(true)));
    }
    // An empty value deletes: the server's own headers would stay otherwise, credentials too.
    let deleted = map(HEADERS.map(|name| (name, text(""))));
    options.push(("customResponseHeaders", deleted));
    map(options)
}

/// A list as it is sent, in one text: Traefik puts no blanks between several. `*` by itself is sent as it is without
/// credentials, and an echo with them.
fn listed(list: &Names) -> Option<Vec<&str>> {
    match list {
        Names::None => None,
        Names::Listed(list) => Some(vec![list]),
        Names::Echoed { .. } => Some(vec!["*"]),
    }
}

fn of_headers(plan: &Plan<'_>) -> Option<Loss> {
    let covers = Names::Echoed {
        authorization: false,
    };
    let sentence = "with credentials, Traefik takes \"*\" for every header, authorization too; list the headers";
    (plan.wire.headers == covers && !plan.origins.is_empty()).then(|| {
        Loss::new(
            LossKind::Looser,
            Code::CoversAuthorization,
            Setting::AllowHeaders,
            sentence,
        )
    })
}

fn of_answers(plan: &Plan<'_>) -> Vec<Loss> {
    let wire = &plan.wire;
    let of_origins = |code, sentence| different(code, Setting::AllowOrigins, sentence);
    let mut losses = Vec::new();
    let told = wire.credentials
        || wire.methods != Names::None
        || wire.headers != Names::None
        || wire.exposed.is_some()
        || wire.max_age.is_some();
    if told && !plan.origins.any && !plan.origins.is_empty() {
        let sentence = "Traefik tells origins that are not allowed the rest of the policy, which lets them read nothing";
        losses.push(of_origins(Code::RefusedTold, sentence));
    }
    if !plan.origins.any {
        let sentence = "Traefik keeps only the first of several Vary lines of the server";
        losses.push(of_origins(Code::VaryLost, sentence));
    }
    let sentence = "Traefik answers preflights without Vary";
    losses.push(of_origins(Code::VaryMissing, sentence));
    if wire.exposed.is_some() && !plan.origins.is_empty() {
        let sentence = "Traefik names the exposed headers in answers to preflights, too";
        losses.push(different(
            Code::WholePolicyTold,
            Setting::ExposeHeaders,
            sentence,
        ));
    }
    let sentence =
        "Traefik answers every preflight with 200, those of origins that are not allowed too";
    losses.push(different(
        Code::PreflightStatus,
        Setting::PreflightStatus,
        sentence,
    ));
    losses
}

fn several_lines() -> Loss {
    let sentence = "Traefik reads the first of several Origin lines, which no browser sends";
    different(Code::SeveralLines, Setting::AllowOrigins, sentence)
}

#[cfg(test)]
mod tests;
