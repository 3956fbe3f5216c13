//! From settings to a policy: each setting is parsed into what the decision needs, and what is
//! wrong with it is collected on the way.

mod names;
mod origins;
#[cfg(feature = "regex")]
mod regex;
#[cfg(feature = "regex")]
mod samples;

use crate::{
    Policy, PolicyError, Problem, Severity, names::SAFELISTED_METHODS, rules::Rules,
    settings::Settings,
};

/// No browser honours more: Firefox's cap, a day, in seconds.
const MAX_AGE_LIMIT: u64 = 86_400;

/// The most that every browser honours: WebKit's cap, in seconds.
const MAX_AGE_EVERYWHERE: u64 = 600;

pub(crate) fn compile(mut settings: Settings) -> Result<Policy, PolicyError> {
    let mut problems = Vec::new();
    let origins = origins::read(&settings, &mut problems);
    let methods = names::read_methods(&mut settings.allow_methods, &mut problems);
    let headers = names::read_headers(&mut settings.allow_headers, &mut problems);
    let exposed = names::read_exposed(&mut settings.expose_headers, &mut problems);
    if exposed.any && settings.allow_credentials {
        problems.push(Problem::ExposeWildcardWithCredentials);
    }
    read_max_age(settings.max_age, &mut problems);
    if lists_unsafe_methods(&settings.allow_methods)
        && !headers.any
        && !headers.lists(b"content-type")
    {
        problems.push(Problem::ContentTypeMissing);
    }
    if headers.any && !headers.lists(b"authorization") {
        problems.push(Problem::AuthorizationNotCovered);
    }
    problems.sort_by_key(|problem| (problem.severity(), problem.setting()));
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
    };
    Ok(Policy::new(settings, rules, problems))
}

fn read_max_age(max_age: Option<u64>, problems: &mut Vec<Problem>) {
    match max_age {
        Some(seconds) if seconds > MAX_AGE_LIMIT => {
            problems.push(Problem::MaxAgeTooLong { seconds });
        }
        Some(seconds) if seconds > MAX_AGE_EVERYWHERE => {
            problems.push(Problem::MaxAgeCapped { seconds });
        }
        _ => {}
    }
}

/// Methods beyond the safelisted ones: their requests have bodies, as a rule.
fn lists_unsafe_methods(listed: &[String]) -> bool {
    listed
        .iter()
        .any(|method| !SAFELISTED_METHODS.contains(&method.as_str()))
}
