//! What Istio says otherwise than the policy.

use cors_core::Setting;

use crate::{
    Code, Loss, LossKind,
    plan::{Names, Plan},
    targets::unguarded::{self, METHODS, different, names, unknown_methods},
};

pub(super) fn losses(plan: &Plan<'_>) -> Vec<Loss> {
    let mut losses = unguarded::losses(plan, "Istio");
    losses.extend(of_regexes(plan));
    losses.extend(of_answers());
    if plan.origins.is_empty() {
        return losses;
    }
    losses.extend(of_methods(plan));
    losses.extend(of_headers(plan));
    losses.extend(of_origins(plan));
    let seconds = plan.wire.max_age.as_deref();
    if seconds == Some("0") {
        let sentence = "Istio takes no max-age below a second, so preflights are kept for one";
        losses.push(different(Code::MaxAge, Setting::MaxAge, sentence));
    }
    losses
}

/// The validation's limit. Envoy is started with a higher one for the size of programs than it has by itself.
const MAX_REGEX: usize = 1024;

fn of_regexes<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = Loss> + 'a {
    let too_long = plan.origins.patterns.iter().filter(|pattern| {
        let mut regexes = pattern.regexes.iter();
        regexes.any(|regex| regex.len() > MAX_REGEX)
    });
    too_long.map(|pattern| {
        let sentence = format!(
            "the regex for {:?} has more than {MAX_REGEX} characters, and Istio takes none that has",
            pattern.text
        );
        Loss::new(
            LossKind::Impossible,
            Code::Regex,
            Setting::AllowOrigins,
            sentence,
        )
        .at(pattern.entry)
    })
}

fn of_methods(plan: &Plan<'_>) -> Vec<Loss> {
    let is_listed = |name: &str| METHODS.contains(&name) || name == "*";
    let written = plan.policy.settings().allow_methods().iter().enumerate();
    let unknown = written.filter(|(_, name)| !is_listed(name));
    let mut losses: Vec<_> = unknown
        .map(|(entry, name)| {
            let sentence = format!(
                "Istio takes no other methods than {}, and {name:?} is none of them",
                METHODS.join(", ")
            );
            let setting = Setting::AllowMethods;
            Loss::new(LossKind::Impossible, Code::Method, setting, sentence).at(entry)
        })
        .collect();
    let sentence = "Istio's proxy answers 400 to methods of HTTP/1 that it does not know, such as QUERY or patch, \
                    whoever asks";
    losses.extend(unknown_methods(plan, sentence));
    if plan.wire.methods == Names::Listed("*".to_owned()) {
        let sentence = "Istio sends the method that was asked for in the place of \"*\"";
        losses.push(different(
            Code::WildcardRespelled,
            Setting::AllowMethods,
            sentence,
        ));
    }
    losses
}

fn of_headers(plan: &Plan<'_>) -> Option<Loss> {
    let setting = Setting::AllowHeaders;
    match &plan.wire.headers {
        Names::Listed(listed) if listed == "*" => {
            let sentence =
                "\"*\" is sent twice, or Istio would take it for every header, authorization too";
            Some(different(Code::WildcardRespelled, setting, sentence))
        }
        Names::Echoed {
            authorization: false,
        } => {
            let sentence = "with credentials, Istio takes \"*\" for every header, authorization too; list the headers";
            Some(Loss::new(
                LossKind::Looser,
                Code::CoversAuthorization,
                setting,
                sentence,
            ))
        }
        _ => None,
    }
}

fn of_origins(plan: &Plan<'_>) -> Vec<Loss> {
    let wire = &plan.wire;
    let of_origins = |code, sentence| different(code, Setting::AllowOrigins, sentence);
    let mut losses = Vec::new();
    let told = wire.credentials
        || wire.exposed.is_some()
        || wire.max_age.is_some()
        || [&wire.methods, &wire.headers].into_iter().any(is_some);
    if told && !plan.origins.any {
        let sentence = "Istio tells preflights of origins that are not allowed the rest of the policy, which lets \
                        them do nothing";
        losses.push(of_origins(Code::RefusedTold, sentence));
    }
    if plan.origins.any {
        let sentence =
            "Istio sends the origin in the place of \"*\", with Vary, and nothing without Origin";
        losses.push(of_origins(Code::AnyOriginEchoed, sentence));
    }
    if wire.exposed.is_some() {
        let sentence = "Istio names the exposed headers in answers to preflights, too";
        let setting = Setting::ExposeHeaders;
        losses.push(different(Code::WholePolicyTold, setting, sentence));
    }
    losses
}

/// Whoever asks.
fn of_answers() -> [Loss; 2] {
    let status =
        "Istio answers every preflight with 200, those of origins that are not allowed too";
    [
        different(
            Code::VaryMissing,
            Setting::AllowOrigins,
            "Istio answers preflights without Vary",
        ),
        different(Code::PreflightStatus, Setting::PreflightStatus, status),
    ]
}

fn is_some(listed: &Names) -> bool {
    match listed {
        Names::None => false,
        Names::Listed(listed) => !names(listed).is_empty(),
        Names::Echoed { .. } => true,
    }
}
