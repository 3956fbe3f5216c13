//! What a policy's guards let pass, as rules of `rbac`.

use cors_core::Setting;
use saphyr::Yaml;

use super::{
    matchers::{all, anyone, exact, header, method, not, one_of, origins, preflight, present},
    message,
    names::RBAC_PER_ROUTE,
    own_origin::is_own,
};
use crate::{
    Code, Loss, LossKind,
    plan::{Guards, Plan},
    targets::Written,
    yaml::{flag, map, text},
};

/// `None` without a guard.
///
/// Passing is what the rules say: should a condition fail, the request is refused.
pub(super) fn guards<'a>(plan: &'a Plan<'_>, written: &mut Written) -> Option<Yaml<'a>> {
    let guards = &plan.guards;
    if !guards.guard() {
        return None;
    }
    let setting = match guards {
        guards if guards.unsafe_methods => Setting::GuardUnsafeMethods,
        _ => Setting::GuardWebsockets,
    };
    let sentence = "what a guard refuses is refused with Envoy's text, \"RBAC: access denied\", which does not say why";
    let loss = Loss::new(LossKind::Different, Code::RefusalText, setting, sentence);
    written.losses.push(loss);
    let site = |value| header("sec-fetch-site", exact(value));
    let mut unguarded = vec![preflight()];
    unguarded.extend(uncovered(guards));
    let mut policies = vec![("not-guarded", map(anyone(unguarded)))];
    let allowed: Vec<_> = origins(plan)
        .map(|origin| header("origin", origin))
        .collect();
    if !allowed.is_empty() {
        policies.push(("allowed-origin", map(anyone(allowed))));
    }
    policies.push((
        "same-origin-or-none",
        map(anyone([site("same-origin"), site("none")])),
    ));
    let mut without_origin = vec![all([
        not(present("origin")),
        not(present("sec-fetch-site")),
    ])];
    if guards.safe_methods {
        // Links from elsewhere still lead here.
        without_origin.push(all([
            not(present("origin")),
            one_of([method("GET"), method("HEAD")]),
            not(handshake()),
            header("sec-fetch-mode", exact("navigate")),
        ]));
    }
    policies.push(("without-origin", map(anyone(without_origin))));
    let mut own = anyone([all([
        present("origin"),
        not(site("same-site")),
        not(site("cross-site")),
    ])]);
    own.push(("condition", is_own(plan).into_yaml()));
    let functions = ["enable_string_concat", "enable_string_functions"];
    own.push(("cel_config", map(functions.map(|name| (name, flag(true))))));
    policies.push(("own-origin", map(own)));
    let rules = map([("action", text("ALLOW")), ("policies", map(policies))]);
    Some(message(RBAC_PER_ROUTE, [("rbac", map([("rules", rules)]))]))
}

/// What no guard covers.
fn uncovered(guards: &Guards<'_>) -> Option<Yaml<'static>> {
    let safe = || one_of([method("GET"), method("HEAD"), method("OPTIONS")]);
    let mut covered = Vec::new();
    match (guards.unsafe_methods, guards.safe_methods) {
        (true, true) => return None,
        (true, false) => covered.push(not(safe())),
        (false, true) => covered.push(safe()),
        (false, false) => {}
    }
    if guards.websockets {
        covered.push(handshake());
    }
    Some(not(one_of(covered)))
}

/// By the widest of the readings that servers have.
fn handshake() -> Yaml<'static> {
    let websocket = map([("contains", text("websocket")), ("ignore_case", flag(true))]);
    one_of([method("CONNECT"), header("upgrade", websocket)])
}
