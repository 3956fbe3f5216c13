//! Losses that several targets have.

use cors_core::Setting;

use crate::{Code, Loss, LossKind, plan::Plan};

/// What a policy refuses and the target doesn't.
pub(super) fn no_guards(plan: &Plan<'_>, target: &str) -> Vec<Loss> {
    let guards = &plan.guards;
    let mut losses = Vec::new();
    for (is_on, setting) in [
        (guards.unsafe_methods, Setting::GuardUnsafeMethods),
        (guards.safe_methods, Setting::GuardSafeMethods),
        (guards.websockets, Setting::GuardWebsockets),
    ] {
        if is_on {
            let sentence = format!("{target} lets through what this guard refuses");
            losses.push(Loss::new(
                LossKind::Looser,
                Code::NoGuard,
                setting,
                sentence,
            ));
        }
    }
    if !guards.hosts.is_empty() {
        let sentence = format!("{target} lets through requests for other hosts");
        let setting = Setting::ExpectHosts;
        losses.push(Loss::new(
            LossKind::Looser,
            Code::NoHostCheck,
            setting,
            sentence,
        ));
    }
    losses
}
