//! What targets leave out whose words are only for CORS: guards, hosts, and answers that name only what was asked for.

use cors_core::Setting;

use crate::{
    Code, Loss, LossKind,
    plan::{Names, Plan},
};

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

/// The same in lower case.
pub(super) const FIELDS: [&str; 7] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "access-control-allow-private-network",
];

/// The methods that Kubernetes' interfaces know, and `*`.
pub(super) const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
];

/// What such a target loses of a policy, whichever it is.
pub(super) fn losses(plan: &Plan<'_>, target: &str) -> Vec<Loss> {
    let mut losses = Vec::new();
    let guards = [
        (
            plan.guards.unsafe_methods,
            Setting::GuardUnsafeMethods,
            "requests that may change something",
        ),
        (
            plan.guards.safe_methods,
            Setting::GuardSafeMethods,
            "GET, HEAD and OPTIONS requests",
        ),
        (
            plan.guards.websockets,
            Setting::GuardWebsockets,
            "WebSocket handshakes",
        ),
    ];
    for (is_on, setting, what) in guards {
        if is_on {
            let sentence = format!(
                "{target} refuses no requests, so {what} from pages of other origins reach the server: keep {setting} \
                 there"
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
        let setting = Setting::ExpectHosts;
        let sentence = format!(
            "{target} refuses no requests, so those for other hosts reach the server: keep {setting} there, or let the \
             route name the hosts"
        );
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

/// Whether every method is allowed.
pub(super) fn is_any_method(plan: &Plan<'_>) -> bool {
    match &plan.wire.methods {
        Names::None => false,
        Names::Listed(listed) => names(listed).contains(&"*"),
        Names::Echoed { .. } => true,
    }
}

/// What is refused although every method is allowed.
pub(super) fn unknown_methods(plan: &Plan<'_>, sentence: &str) -> Option<Loss> {
    let (kind, code) = (LossKind::Narrower, Code::Method);
    is_any_method(plan).then(|| Loss::new(kind, code, Setting::AllowMethods, sentence))
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

/// What the tests of such targets share.
#[cfg(test)]
pub(super) mod tests {
    use cors_core::{Policy, PolicyBuilder};
    use proptest::{prelude::*, sample::subsequence};

    use crate::{Export, File, LossKind, Target, export, proof::prove};

    pub(crate) fn policy(build: impl FnOnce(PolicyBuilder) -> PolicyBuilder) -> Policy {
        build(Policy::builder()).build().unwrap()
    }

    /// The one file, without its header.
    pub(crate) fn text(exported: &Export) -> String {
        let [file] = exported.files() else {
            panic!("{:?}", exported.losses());
        };
        let lines = file.text().lines().skip_while(|line| line.starts_with('#'));
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// `KIND CODE SETTING [ENTRY]: SENTENCE` for each loss.
    pub(crate) fn losses(policy: &Policy, target: Target) -> Vec<String> {
        let exported = export("site", policy, target);
        let losses = exported.losses().iter();
        let line = |loss: &crate::Loss| {
            let entry = loss.entry().map(|entry| format!("[{entry}]"));
            let setting = loss.setting();
            let entry = entry.unwrap_or_default();
            format!("{} {setting}{entry}: {loss}", loss.kind())
        };
        losses.map(line).collect()
    }

    /// What the proof says of the file with one text in the place of another, which it has.
    pub(crate) fn mutated(policy: &Policy, target: Target, from: &str, to: &str) -> Vec<String> {
        let text = text(&export("site", policy, target));
        assert!(text.contains(from), "{from:?} is not in {text}");
        let file = File {
            name: "site.yaml".to_owned(),
            text: text.replacen(from, to, 1),
            place: "",
        };
        let losses = prove(policy, target, &[file]).into_iter();
        losses
            .map(|loss| format!("{}: {loss}", loss.kind()))
            .collect()
    }

    /// Some of these origins, in any order of kinds.
    pub(crate) fn some(origins: &'static [&'static str]) -> impl Strategy<Value = Policy> {
        subsequence(origins, 1..=origins.len())
            .prop_map(|origins| policy(|builder| builder.allow_origins(origins)))
    }

    /// Whether exactly the policy's origins are allowed, of those that browsers send.
    pub(crate) fn is_proven(policy: &Policy, target: Target) -> bool {
        let exported = export("site", policy, target);
        let mut losses = exported.losses().iter();
        !exported.files().is_empty() && losses.all(|loss| loss.kind() == LossKind::Different)
    }
}
