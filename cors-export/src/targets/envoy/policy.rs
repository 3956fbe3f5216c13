//! What `cors` is told, and what becomes of the preflights that it leaves alone.

use cors_core::Setting;
use saphyr::Yaml;

use super::{
    matchers::{anyone, origins, preflight},
    message,
    names::{CORS_POLICY, RBAC_PER_ROUTE},
};
use crate::{
    Code, Loss, LossKind,
    plan::{Names, Plan},
    targets::Written,
    yaml::{flag, list, map, text},
};

pub(super) fn policy<'a>(plan: &'a Plan<'_>, written: &mut Written) -> Yaml<'a> {
    let wire = &plan.wire;
    // The filter has no setting for it.
    let sentence = match wire.preflight_status {
        200 => "a preflight with an empty Access-Control-Request-Method, which no browser sends, is refused".to_owned(),
        status => format!(
            "preflights are answered with 200, and not with {status}: browsers take both alike; one with an empty \
             Access-Control-Request-Method, which no browser sends, is refused"
        ),
    };
    let mut told = |code, setting, sentence| {
        let loss = Loss::new(LossKind::Different, code, setting, sentence);
        written.losses.push(loss);
    };
    told(Code::PreflightStatus, Setting::PreflightStatus, sentence);
    if !plan.origins.patterns.is_empty() {
        let sentence = "an origin may be longer than any that a browser sends";
        told(
            Code::MalformedOrigins,
            Setting::AllowOrigins,
            sentence.to_owned(),
        );
    }
    let mut fields = vec![
        ("allow_origin_string_match", list(origins(plan))),
        ("allow_credentials", flag(wire.credentials)),
    ];
    fields.extend(always(plan, &wire.methods).map(|names| ("allow_methods", text(names))));
    fields.extend(always(plan, &wire.headers).map(|names| ("allow_headers", text(names))));
    let max_age = wire.max_age.as_deref();
    fields.extend(max_age.map(|max_age| ("max_age", text(max_age))));
    // Answering them would tell origins that are not allowed the whole policy.
    fields.push(("forward_not_matching_preflights", flag(true)));
    message(CORS_POLICY, fields)
}

/// The names that `cors` says as they are. It takes `*` alone for "what was asked for", `authorization` included.
fn always<'a>(plan: &Plan<'_>, names: &'a Names) -> Option<&'a str> {
    match names {
        Names::Listed(names) if names != "*" && !plan.is_minimal => Some(names),
        _ => None,
    }
}

/// Only preflights that are not allowed get behind `cors`, and they are never the server's.
pub(super) fn preflights() -> Yaml<'static> {
    let policies = map([("preflight", map(anyone([preflight()])))]);
    let rules = map([("action", text("DENY")), ("policies", policies)]);
    message(RBAC_PER_ROUTE, [("rbac", map([("rules", rules)]))])
}
