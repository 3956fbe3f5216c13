//! From settings to a policy: each setting is parsed into what the decision needs, and what is
//! wrong with it is collected on the way.

mod doubts;
mod guards;
mod hosts;
mod names;
mod origins;
#[cfg(feature = "regex")]
mod regex;
mod suffixes;

use crate::{
    Policy, PolicyError, Problem, ProblemKind, Setting, Severity,
    name_list::NameList,
    names::{SAFELISTED_METHODS, is_token},
    rules::{PreflightStatus, Rules},
    settings::Settings,
    variable::Variable,
};

/// No browser honours more: Firefox's cap, a day, in seconds.
const MAX_AGE_LIMIT: u64 = 86_400;

/// The most that every browser honours: WebKit's cap, in seconds.
const MAX_AGE_EVERYWHERE: u64 = 600;

pub(crate) fn compile(settings: Settings, variables: &[Variable]) -> Result<Policy, PolicyError> {
    let mut problems = Vec::new();
    let origins = origins::read(&settings, variables, &mut problems);
    let methods = names::read_methods(&settings.allow_methods, &mut problems);
    // With credentials, "*" can't be exposed, while methods and request headers are spelt out.
    let exposable = !settings.allow_credentials;
    let headers = names::read_headers(
        &settings.allow_headers,
        Setting::AllowHeaders,
        true,
        &mut problems,
    );
    let exposed = names::read_headers(
        &settings.expose_headers,
        Setting::ExposeHeaders,
        exposable,
        &mut problems,
    );
    if let Some(wildcard) = position_of_wildcard(&settings.expose_headers)
        && settings.allow_credentials
    {
        let kind = ProblemKind::ExposeWildcardWithCredentials;
        problems.push(Problem::error(Setting::ExposeHeaders, kind).at(wildcard));
    }
    problems.extend(settings.max_age.and_then(check_max_age));
    let preflight_status = read_preflight_status(settings.preflight_status, &mut problems);
    problems.extend(check_request_headers(&settings, &headers));
    let guards = guards::read(&settings, &mut problems);
    let trusting = |problem: Problem| match problem.setting() {
        Setting::AllowOrigins
        | Setting::DangerouslyAllowNullOrigin
        | Setting::DangerouslyAllowFileOrigin => problem.trusting(settings.trust()),
        _ => problem,
    };
    let mut problems: Vec<_> = problems.into_iter().map(trusting).collect();
    problems.sort_by_key(|problem| (problem.severity() != Severity::Error, problem.setting()));
    if problems.iter().any(|p| p.severity() == Severity::Error) {
        return Err(PolicyError::new(problems));
    }
    let rules = Rules {
        origins,
        credentials: settings.allow_credentials,
        methods,
        headers,
        exposed,
        max_age: settings.max_age,
        minimal_disclosure: settings.minimal_disclosure,
        preflight_status,
        guards,
    };
    Ok(Policy::new(settings, rules, problems))
}

/// The severity of what is dangerous only where origins can act as their visitors.
fn error_where_trusted(settings: &Settings) -> Severity {
    if settings.trusts_origins() {
        Severity::Error
    } else {
        Severity::Warning
    }
}

/// The severity of what a flag accepts. The flag is given for the whole policy: that it was meant for
/// this entry, too, is for people to see.
fn accepted_or(accepted: bool, settings: &Settings) -> Severity {
    if accepted {
        Severity::Warning
    } else {
        error_where_trusted(settings)
    }
}

fn position_of_wildcard(entries: &[String]) -> Option<usize> {
    entries.iter().position(|entry| entry == "*")
}

fn check_max_age(seconds: u64) -> Option<Problem> {
    if seconds > MAX_AGE_LIMIT {
        let problem = Problem::error(Setting::MaxAge, ProblemKind::MaxAgeTooLong { seconds });
        return Some(problem.suggesting(Some(MAX_AGE_LIMIT.to_string())));
    }
    (seconds > MAX_AGE_EVERYWHERE)
        .then(|| Problem::warning(Setting::MaxAge, ProblemKind::MaxAgeCapped { seconds }))
}

fn read_preflight_status(status: Option<u16>, problems: &mut Vec<Problem>) -> PreflightStatus {
    match status {
        None | Some(204) => PreflightStatus::NoContent,
        Some(200) => PreflightStatus::Ok,
        Some(status) => {
            let kind = ProblemKind::InvalidPreflightStatus { status };
            problems.push(Problem::error(Setting::PreflightStatus, kind));
            PreflightStatus::default()
        }
    }
}

/// What is missing in the list of request headers.
fn check_request_headers(settings: &Settings, headers: &NameList) -> Option<Problem> {
    let wildcard = position_of_wildcard(&settings.allow_headers);
    let (entry, kind) = match wildcard {
        Some(_) if headers.lists(b"authorization") => return None,
        Some(_) => (wildcard, ProblemKind::AuthorizationNotCovered),
        None if headers.lists(b"content-type")
            || settings
                .allow_headers
                .iter()
                .any(|entry| is_in_list(entry, "content-type"))
            || !lists_unsafe_methods(&settings.allow_methods) =>
        {
            return None;
        }
        None => (None, ProblemKind::ContentTypeMissing),
    };
    let problem = Problem::warning(Setting::AllowHeaders, kind);
    Some(match entry {
        Some(entry) => problem.at(entry),
        None => problem,
    })
}

/// Whether a name stands in an entry that is itself a list, which has its own message.
fn is_in_list(entry: &str, name: &str) -> bool {
    !is_token(entry.as_bytes()) && entry.to_ascii_lowercase().contains(name)
}

/// Methods beyond the safelisted ones: their requests usually have bodies.
fn lists_unsafe_methods(listed: &[String]) -> bool {
    listed
        .iter()
        .any(|method| !SAFELISTED_METHODS.contains(&method.as_str()))
}
