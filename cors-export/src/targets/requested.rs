//! What a preflight may ask for, as regexes for targets that name only that in their answers.

use cors_core::{Setting, Settings};

use crate::{
    Code, Loss, LossKind,
    plan::{Names, Plan},
    regex::escape,
};

/// What `Access-Control-Allow-Methods` or `Access-Control-Allow-Headers` says to a preflight.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// Always the same.
    Always(String),
    /// What was asked for, if all of it is allowed.
    Asked(Asked),
}

/// What the whole value of a request header has to match, so that it may be sent back. The regexes are portable, and
/// have no anchors.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) matches: String,
    /// And has not to match.
    pub(super) but_not: Option<String>,
}

/// What is named where a method was asked for that is not allowed. Nothing would let requests with an upload listener
/// use any method (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.6).
pub(super) const SAFELISTED_METHODS: &str = "GET, HEAD, POST";

/// The most of what was asked for that is sent back.
pub(super) const MAX_ECHO: usize = 4096;

// A backquote is written by its number: it ends strings of Caddy's.
const TOKEN: &str = r"[!#$%&'*+.^_\x60|~0-9A-Za-z-]";

pub(super) fn methods(plan: &Plan<'_>) -> Told {
    match &plan.wire.methods {
        Names::None => Told::Always(SAFELISTED_METHODS.to_owned()),
        Names::Listed(listed) if !plan.is_minimal => Told::Always(listed.clone()),
        _ => Told::Asked(asked_method(plan.policy.settings())),
    }
}

pub(super) fn headers(plan: &Plan<'_>) -> Told {
    match &plan.wire.headers {
        Names::None => Told::Nothing,
        Names::Listed(listed) if !plan.is_minimal => Told::Always(listed.clone()),
        _ => Told::Asked(asked_headers(plan.policy.settings())),
    }
}

/// What is told where several lines are read as one.
pub(super) fn joined(plan: &Plan<'_>) -> Option<Loss> {
    let Told::Asked(_) = headers(plan) else {
        return None;
    };
    let setting = match plan.is_minimal {
        true => Setting::MinimalDisclosure,
        false => Setting::AllowHeaders,
    };
    let sentence = "several lines of Access-Control-Request-Headers are sent back as one, however many they are";
    Some(Loss::new(
        LossKind::Different,
        Code::SeveralLines,
        setting,
        sentence,
    ))
}

fn asked_method(settings: &Settings) -> Asked {
    let listed = settings.allow_methods();
    let any = listed.iter().any(|name| name == "*");
    if any {
        // Longer ones than 64 bytes are nobody's, and the last three are forbidden to every page.
        return Asked {
            matches: format!("{TOKEN}{{1,64}}"),
            but_not: Some("(?i:connect|trace|track)".to_owned()),
        };
    }
    let mut names = vec!["GET", "HEAD", "POST"];
    names.extend(listed.iter().map(String::as_str));
    Asked {
        matches: alternation(&names),
        but_not: None,
    }
}

fn asked_headers(settings: &Settings) -> Asked {
    let listed = settings.allow_headers();
    let any = listed.iter().any(|name| name == "*");
    let names_it = |name: &String| name.eq_ignore_ascii_case("authorization");
    let name = match any {
        true => format!("{TOKEN}+"),
        false => {
            let names: Vec<_> = listed.iter().map(String::as_str).collect();
            format!("(?i:{})", alternation(&names))
        }
    };
    let is_in_list = r"(?:.*[\t ,])?(?i:authorization)(?:[\t ,].*)?";
    Asked {
        matches: format!(r"[\t ,]*{name}(?:[\t ]*,[\t ,]*{name})*[\t ,]*"),
        // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
        but_not: (any && !listed.iter().any(names_it)).then(|| is_in_list.to_owned()),
    }
}

fn alternation(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| escape(name)).collect();
    format!("(?:{})", names.join("|"))
}
