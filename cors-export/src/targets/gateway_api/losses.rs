//! What the interface can't say, or leaves to its implementations.

use cors_core::Setting;

use super::origin;
use crate::{
    Code, Loss, LossKind,
    plan::{Names, Plan},
    targets::unguarded::{self, METHODS, different, names, unknown_methods},
};

const API: &str = "the Gateway API";

pub(super) fn losses(plan: &Plan<'_>) -> Vec<Loss> {
    let mut losses = unguarded::losses(plan, API);
    if plan.origins.is_empty() {
        let sentence = "the Gateway API has no words for a policy that allows nobody, so the server answers preflights, \
                        without the headers that would allow anything";
        let (code, setting) = (Code::PreflightStatus, Setting::AllowOrigins);
        losses.push(different(code, setting, sentence));
        return losses;
    }
    losses.extend(impossible_origins(plan));
    losses.extend(impossible_methods(plan));
    losses.extend(impossible_names(plan));
    losses.extend(of_wildcards(plan));
    losses.extend(of_max_age(plan));
    losses.extend(of_answers(plan));
    losses
}

fn impossible(code: Code, setting: Setting, sentence: String) -> Loss {
    Loss::new(LossKind::Impossible, code, setting, sentence)
}

/// The most entries of any list.
const MAX_ENTRIES: usize = 64;

fn impossible_origins(plan: &Plan<'_>) -> Vec<Loss> {
    let origins = &plan.origins;
    if origins.any {
        return Vec::new();
    }
    let of_origins = |code, sentence| impossible(code, Setting::AllowOrigins, sentence);
    let mut losses = Vec::new();
    let exact = origins.exact.iter().map(|exact| (exact.entry, exact.text));
    let patterns = { origins.patterns.iter() }.filter(|pattern| !pattern.is_regex);
    let patterns = patterns.map(|pattern| (pattern.entry, pattern.text));
    let mut listed: Vec<_> = exact.chain(patterns).collect();
    listed.sort_unstable();
    for (entry, text) in listed {
        if let Some(flaw) = origin::flaw(text) {
            let sentence = format!("{API} has no words for {text:?}: {flaw}");
            losses.push(of_origins(Code::Origin, sentence).at(entry));
        }
    }
    for pattern in origins.patterns.iter().filter(|pattern| pattern.is_regex) {
        let sentence = format!("{API} has no words for a regex");
        losses.push(of_origins(Code::Regex, sentence).at(pattern.entry));
    }
    for special in &origins.special {
        let setting = match *special {
            "null" => Setting::DangerouslyAllowNullOrigin,
            _ => Setting::DangerouslyAllowFileOrigin,
        };
        let sentence = format!("{API} has no words for {special:?}: it only takes http and https");
        losses.push(impossible(Code::Origin, setting, sentence));
    }
    let entries = origins.texts().count() + origins.patterns.len();
    if entries > MAX_ENTRIES {
        let sentence =
            format!("{API} takes at most {MAX_ENTRIES} origins, and these are {entries}");
        losses.push(of_origins(Code::TooMany, sentence));
    }
    losses
}

fn impossible_methods<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = Loss> + 'a {
    let written = plan.policy.settings().allow_methods().iter().enumerate();
    let unknown = written.filter(|(_, name)| !METHODS.contains(&&***name) && *name != "*");
    unknown.map(|(entry, name)| {
        let sentence = format!(
            "{API} takes no other methods than {}, and {name:?} is none of them",
            METHODS.join(", ")
        );
        impossible(Code::Method, Setting::AllowMethods, sentence).at(entry)
    })
}

/// The most characters of a header's name.
const MAX_NAME: usize = 256;

fn impossible_names(plan: &Plan<'_>) -> Vec<Loss> {
    let settings = plan.policy.settings();
    let mut losses = Vec::new();
    for (list, setting) in [
        (settings.allow_headers(), Setting::AllowHeaders),
        (settings.expose_headers(), Setting::ExposeHeaders),
    ] {
        let long = list.iter().enumerate();
        for (entry, name) in long.filter(|(_, name)| name.len() > MAX_NAME) {
            let sentence = format!(
                "{API} takes names of {MAX_NAME} characters, and this one has {}",
                name.len()
            );
            losses.push(impossible(Code::TooMany, setting, sentence).at(entry));
        }
        if list.len() > MAX_ENTRIES {
            let sentence = format!(
                "{API} takes at most {MAX_ENTRIES} names, and these are {}",
                list.len()
            );
            losses.push(impossible(Code::TooMany, setting, sentence));
        }
    }
    losses
}

fn of_wildcards(plan: &Plan<'_>) -> Vec<Loss> {
    let wire = &plan.wire;
    let mut losses = Vec::new();
    if plan.origins.any {
        let sentence = "a gateway may send the origin in the place of \"*\", so responses say that they vary by it";
        losses.push(different(
            Code::AnyOriginEchoed,
            Setting::AllowOrigins,
            sentence,
        ));
    }
    let sentence = "a gateway may answer 400 to methods that it does not know, such as QUERY or patch, whoever asks";
    losses.extend(unknown_methods(plan, sentence));
    if matches!(&wire.methods, Names::Listed(listed) if names(listed).contains(&"*")) {
        let sentence = "a gateway may send the method that was asked for in the place of \"*\"";
        losses.push(different(
            Code::WildcardRespelled,
            Setting::AllowMethods,
            sentence,
        ));
    }
    let covers = match &wire.headers {
        Names::None => None,
        Names::Echoed { authorization } => Some(*authorization),
        Names::Listed(listed) => {
            let names = names(listed);
            let named = { names.iter() }.any(|name| name.eq_ignore_ascii_case("authorization"));
            names.contains(&"*").then_some(named)
        }
    };
    match covers {
        Some(false) => {
            let sentence =
                "a gateway may take \"*\" for every header, authorization too; list the headers";
            losses.push(Loss::new(
                LossKind::Looser,
                Code::CoversAuthorization,
                Setting::AllowHeaders,
                sentence,
            ));
        }
        Some(true) if !wire.credentials => {
            let sentence = "\"*\" can only stand by itself: a gateway may send the names that were asked for in its \
                            place, and one that sends \"*\" leaves it to the browser whether authorization is among them";
            losses.push(different(
                Code::WildcardRespelled,
                Setting::AllowHeaders,
                sentence,
            ));
        }
        _ => {}
    }
    losses
}

fn of_max_age(plan: &Plan<'_>) -> Option<Loss> {
    let sentence = match plan.wire.max_age.as_deref().map(str::parse::<u64>) {
        None => "the Gateway API says a max-age of 5 seconds where the policy says none",
        Some(Ok(0)) => "the Gateway API takes no max-age of 0, so preflights are kept for a second",
        Some(Ok(seconds)) if seconds > 2_147_483_647 => {
            "the Gateway API takes a max-age of 2147483647 seconds at most"
        }
        _ => return None,
    };
    Some(different(Code::MaxAge, Setting::MaxAge, sentence))
}

fn of_answers(plan: &Plan<'_>) -> Vec<Loss> {
    let of_origins = |code, sentence| different(code, Setting::AllowOrigins, sentence);
    let mut losses = Vec::new();
    if !plan.origins.any {
        let sentence = "a gateway may tell preflights of origins that are not allowed the rest of the policy, which lets \
                        them do nothing";
        losses.push(of_origins(Code::RefusedTold, sentence));
    }
    let sentence = "a gateway may answer preflights without Vary";
    losses.push(of_origins(Code::VaryMissing, sentence));
    if plan.wire.exposed.is_some() {
        let sentence = "a gateway may name the exposed headers in answers to preflights, too";
        losses.push(different(
            Code::WholePolicyTold,
            Setting::ExposeHeaders,
            sentence,
        ));
    }
    let sentence = "a gateway answers preflights with 200 or 204, and those of origins that are not allowed too, or with \
                    403";
    losses.push(different(
        Code::PreflightStatus,
        Setting::PreflightStatus,
        sentence,
    ));
    losses
}
