//! What `cors` is told, and what becomes of the preflights that it leaves alone.

use cors_core::Setting;
use saphyr::Yaml;

use super::{
    matchers::{anyone, origins, preflight},
    message,
    names::{CORS_POLICY, RBAC_PER_ROUTE},
};
use crate::{
    Code, Loss, LossKind, Requirement,
    plan::{Names, Plan},
    targets::Written,
    yaml::{flag, list, map, text},
};

pub(super) fn policy<'a>(plan: &'a Plan<'_>, written: &mut Written) -> Yaml<'a> {
    let wire = &plan.wire;
    // The filter has no setting for it.
    if wire.preflight_status != 200 {
        let sentence = format!(
            "preflights are answered with 200, and not with {}: browsers take both alike",
            wire.preflight_status
        );
        let (setting, code) = (Setting::PreflightStatus, Code::PreflightStatus);
        let loss = Loss::new(LossKind::Different, code, setting, sentence);
        written.losses.push(loss);
    }
    written.requirements.extend(unknown_method(&wire.methods));
    if allows_query(&wire.methods) {
        let sentence = "QUERY without content is answered with 400, whoever asks";
        let (setting, code) = (Setting::AllowMethods, Code::Method);
        let loss = Loss::new(LossKind::Narrower, code, setting, sentence);
        written.losses.push(loss);
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

/// What Envoy's parser of HTTP/1 knows.
const KNOWN_METHODS: [&str; 34] = [
    "ACL",
    "BIND",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LINK",
    "LOCK",
    "M-SEARCH",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "OPTIONS",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "PUT",
    "REBIND",
    "REPORT",
    "SEARCH",
    "SOURCE",
    "SUBSCRIBE",
    "TRACE",
    "UNBIND",
    "UNLINK",
    "UNLOCK",
    "UNSUBSCRIBE",
];

/// What a method asks for that Envoy would answer with 400.
fn unknown_method(methods: &Names) -> Option<Requirement> {
    let unknown = match methods {
        Names::None => None,
        Names::Echoed { .. } => Some("*"),
        Names::Listed(names) => names.split(", ").find(|name| !KNOWN_METHODS.contains(name)),
    };
    let sentence = match unknown? {
        "*" => "Envoy answers 400 to methods of HTTP/1 that it does not know, and the policy allows all: set \
                http_protocol_options.allow_custom_methods of the connection manager to true"
            .to_owned(),
        name => format!(
            "Envoy answers 400 to methods of HTTP/1 that it does not know, and {name} may be one: set \
             http_protocol_options.allow_custom_methods of the connection manager to true"
        ),
    };
    Some(Requirement::new(Code::Method, sentence))
}

fn allows_query(methods: &Names) -> bool {
    match methods {
        Names::None => false,
        Names::Echoed { .. } => true,
        Names::Listed(names) => names.split(", ").any(|name| matches!(name, "*" | "QUERY")),
    }
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
