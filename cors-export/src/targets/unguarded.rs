//! What targets leave out whose words are only for CORS: guards, hosts, and answers that name only what was asked for.

use cors_core::Setting;

use crate::{Code, Loss, LossKind, plan::Plan};

/// The headers that a server may set by itself, for the page that asks: exactly one policy is to speak.
pub(super) const HEADERS: [&str; 7] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Allow-Private-Network",
];

/// The methods that Kubernetes' interfaces know, and `*`.
pub(super) const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
];

/// What such a target loses of a policy, whichever it is.
pub(super) fn losses(plan: &Plan<'_>, target: &str) -> Vec<Loss> {
    let mut losses = Vec::new();
    let guards = [
        (plan.guards.unsafe_methods, Setting::GuardUnsafeMethods),
        (plan.guards.safe_methods, Setting::GuardSafeMethods),
        (plan.guards.websockets, Setting::GuardWebsockets),
    ];
    for (is_on, setting) in guards {
        if is_on {
            let sentence = format!(
                "{target} refuses no requests here, so what this guard is for reaches the server"
            );
            losses.push(Loss::new(
                LossKind::Looser,
                Code::NoGuard,
                setting,
                sentence,
            ));
        }
    }
    if !plan.guards.hosts.is_empty() {
        let sentence =
            format!("{target} refuses no requests here, so those for other hosts reach the server");
        let setting = Setting::ExpectHosts;
        losses.push(Loss::new(
            LossKind::Looser,
            Code::NoHostCheck,
            setting,
            sentence,
        ));
    }
    if plan.is_minimal {
        let sentence = format!(
            "{target} answers every preflight of an origin that is allowed with all methods and headers of the policy"
        );
        losses.push(different(
            Code::WholePolicyTold,
            Setting::MinimalDisclosure,
            sentence,
        ));
    }
    losses
}

/// Caches, disclosure, statuses.
pub(super) fn different(code: Code, setting: Setting, sentence: impl Into<String>) -> Loss {
    Loss::new(LossKind::Different, code, setting, sentence)
}

/// The names of a list as it is sent.
pub(super) fn names(list: &str) -> Vec<&str> {
    let names = list.split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}
