//! What a policy's guards let pass, as rules of `rbac`.

use cors_core::Setting;
use saphyr::Yaml;

use super::{
    cel::Expression,
    matchers::{
        all, all_requests, anyone, header, method, not, one_of, origins, preflight, present,
    },
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
    tell(guards, written);
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
        if_holds([all_requests()], site_is(["same-origin", "none"])),
    ));
    let without = not(present("origin"));
    let neither = all([without.clone(), not(present("sec-fetch-site"))]);
    policies.push(("without-origin", map(anyone([neither]))));
    if guards.safe_methods {
        // Links from elsewhere still lead here.
        let read = one_of([method("GET"), method("HEAD")]);
        let navigates =
            Expression::header("sec-fetch-mode").in_list(vec![Expression::text("navigate")]);
        policies.push((
            "navigation",
            if_holds([all([without, read, not(handshake())])], navigates),
        ));
    }
    let elsewhere = site_is(["same-site", "cross-site"]);
    let site_is_said = Expression::text("sec-fetch-site").key_of("headers");
    let may_be_own = site_is_said.not().or(elsewhere.not());
    policies.push((
        "own-origin",
        if_holds([present("origin")], may_be_own.and(is_own(plan))),
    ));
    let rules = map([("action", text("ALLOW")), ("policies", map(policies))]);
    Some(message(RBAC_PER_ROUTE, [("rbac", map([("rules", rules)]))]))
}

fn tell(guards: &Guards<'_>, written: &mut Written) {
    let (setting, handshakes) = match guards {
        guards if guards.websockets => (Setting::GuardWebsockets, true),
        guards => (Setting::GuardUnsafeMethods, guards.safe_methods),
    };
    let mut told = |code, setting, sentence| {
        let loss = Loss::new(LossKind::Different, code, setting, sentence);
        written.losses.push(loss);
    };
    told(
        Code::RefusalText,
        setting,
        "what a guard refuses gets Envoy's text, \"RBAC: access denied\", which does not say why",
    );
    if guards.unsafe_methods {
        told(
            Code::RefusalText,
            Setting::GuardUnsafeMethods,
            "QUERY without content, and methods of HTTP/1 that Envoy does not know, are answered with 400 before a guard \
             sees them",
        );
    }
    if handshakes {
        told(
            Code::Handshake,
            setting,
            "where Connection does not say upgrade, Envoy drops Upgrade, and what is left is no handshake",
        );
    }
}

/// A header of several lines is compared as a whole in expressions, where `rbac` compares each line by itself.
fn site_is(values: [&str; 2]) -> Expression {
    let values = values.map(Expression::text);
    Expression::header("sec-fetch-site").in_list(values.to_vec())
}

/// A policy of `rbac` that asks for a condition besides.
fn if_holds<'a>(rules: impl IntoIterator<Item = Yaml<'a>>, condition: Expression) -> Yaml<'a> {
    let functions = ["enable_string_concat", "enable_string_functions"];
    let mut fields = anyone(rules);
    fields.push(("condition", condition.into_yaml()));
    fields.push(("cel_config", map(functions.map(|name| (name, flag(true))))));
    map(fields)
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
