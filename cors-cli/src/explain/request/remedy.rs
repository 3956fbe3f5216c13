//! What the policy would have to say besides, found by trying: a cure is offered only if the policy with it builds,
//! and a browser then lets the page have what it asks for.

use cors_browser::{Blocked, Outcome, Reason};
use cors_core::{OriginEntry, Policy, Setting, adapter::Head};
use cors_policy_file::{Addition, Edited, NotEdited, Reader, Severity};

use super::{Asked, rewritten::rewritten};
use crate::{explain::cures::Cures, input::Loaded, verdict};

/// More reasons than one request can have.
const MOST_TRIALS: usize = 8;

/// What would help.
#[derive(Debug, Default)]
pub(super) struct Remedy {
    /// All of it is needed. Empty where no addition to the policy would help.
    pub(super) cures: Cures,
    /// The file with them, if it can be edited.
    pub(super) edited: Option<Edited>,
    /// Why it can't.
    pub(super) not_edited: Option<NotEdited>,
    /// What would block the page next, each with what came before it cured.
    pub(super) next: Vec<String>,
    /// Why there is no cure, as far as there is more to say than that.
    pub(super) obstacle: Option<String>,
    /// Whether the policy stops allowing every origin.
    pub(super) loses_wildcard: bool,
}

impl Remedy {
    /// For a page that a policy of a file, of this name, blocks.
    pub(super) fn find(
        file: &Loaded,
        name: &str,
        policy: &Policy,
        asked: Asked<'_>,
        outcome: &Outcome,
    ) -> Self {
        let mut remedy = Self::default();
        let mut current = policy.clone();
        let mut outcome = outcome.clone();
        for _ in 0..MOST_TRIALS {
            let found = candidates(&current, &outcome);
            let known = remedy.cures.clone();
            remedy.cures.extend(found);
            if remedy.cures == known {
                remedy.obstacle = needs(&current, &outcome);
                return remedy.without_cures();
            }
            match remedy.with_cures(file, name, policy) {
                Ok(policy) => {
                    remedy.loses_wildcard |= has_wildcard(&current) && !has_wildcard(&policy);
                    current = policy;
                }
                Err(reason) => {
                    remedy.obstacle = Some(reason);
                    return remedy.without_cures();
                }
            }
            outcome = match asked.ask(&current) {
                Ok(outcome) if verdict::is_allowed(&outcome) => return remedy,
                Ok(outcome) => outcome,
                Err(_) => return remedy.without_cures(),
            };
            remedy.next.push(verdict::sentence(&outcome));
        }
        remedy.without_cures()
    }

    /// The policy with the cures so far, or why it does not build.
    fn with_cures(&mut self, file: &Loaded, name: &str, policy: &Policy) -> Result<Policy, String> {
        if self.not_edited.is_none() {
            match with(file, name, &self.cures) {
                Ok((edited, policy)) => {
                    self.edited = Some(edited);
                    return Ok(policy);
                }
                Err(Failed::DoesNotBuild(reason)) => return Err(reason),
                Err(Failed::NotEdited(reason)) => self.not_edited = Some(reason),
            }
            self.edited = None;
        }
        // A person can still write them there.
        match with(&rewritten(policy, name), name, &self.cures) {
            Ok((_, policy)) => Ok(policy),
            Err(Failed::DoesNotBuild(reason)) => Err(reason),
            Err(Failed::NotEdited(reason)) => Err(reason.to_string()),
        }
    }

    fn without_cures(self) -> Self {
        Self {
            cures: Cures::default(),
            edited: None,
            not_edited: None,
            loses_wildcard: false,
            ..self
        }
    }
}

enum Failed {
    NotEdited(NotEdited),
    DoesNotBuild(String),
}

/// The file with cures for a policy, and that policy.
fn with(file: &Loaded, name: &str, cures: &Cures) -> Result<(Edited, Policy), Failed> {
    let additions = cures.additions().iter().cloned();
    let edited = Edited::of(&file.text, file.format, name, additions).map_err(Failed::NotEdited)?;
    let read = Reader::new().parse(&file.name, edited.text(), file.format);
    let read = read.map_err(|diagnostics| {
        let mut errors = diagnostics.items().iter();
        let error = errors.find(|item| item.severity == Severity::Error);
        let reason = error.map(|error| error.message.clone()).unwrap_or_default();
        Failed::DoesNotBuild(format!(
            "the policy does not build with what is missing added to it: {reason}"
        ))
    })?;
    let mut policies = read.policies.into_iter();
    match policies.find(|(other, _)| other == name) {
        Some((_, policy)) => Ok((edited, policy)),
        None => Err(Failed::NotEdited(NotEdited::NoPolicy)),
    }
}

/// What the browser and the policy say would help against what blocks the page now.
fn candidates(policy: &Policy, outcome: &Outcome) -> Cures {
    let Err(blocked) = outcome.result() else {
        return Cures::default();
    };
    let mut cures = Cures::default();
    let of_policy = { outcome.exchanges().last() }.map(|last| {
        let explanation = policy.explain(&Head::of(last.request()));
        Cures::of_policy(explanation.cures())
    });
    let of_policy = of_policy.unwrap_or_default();
    let asked_for_origin = matches!(
        blocked.reason(),
        Some(Reason::OriginNotAllowed | Reason::NullOrigin)
    );
    // Of origins, only the policy knows what a person may have meant, and under which condition.
    if asked_for_origin && !outcome.exchanges().is_empty() {
        cures.extend(of_policy.clone());
        cures.retain(|(setting, _)| *setting == Setting::AllowOrigins);
        if cures.is_empty() {
            return cures;
        }
    }
    let mut of_browser = Cures::of_browser(&blocked.cures());
    // An answer that allows no header at all hides that "*" in the policy covers some.
    of_browser.narrow(&of_policy);
    cures.extend(of_browser);
    let for_credentials = matches!(
        blocked.reason(),
        Some(Reason::CredentialsNotAllowed | Reason::WildcardWithCredentials)
    );
    // The browser does not know that this policy allows origins that anybody on the way can pose as.
    if for_credentials
        && cures.is_empty()
        && let Blocked::CorsCheck { origin, .. } = blocked
        && policy
            .settings()
            .flag(Setting::DangerouslyAllowInsecureOrigins)
            == Some(true)
    {
        if has_wildcard(policy) {
            let origin = Addition::Entries(vec![origin.clone()]);
            cures.push(Setting::AllowOrigins, origin);
        }
        cures.push(Setting::AllowCredentials, Addition::Flag(true));
    }
    // What it says already.
    cures.retain(|(setting, addition)| match addition {
        Addition::Flag(flag) => policy.settings().flag(*setting) != Some(*flag),
        _ => true,
    });
    cures
}

/// The setting, called dangerous, without which no policy allows it.
fn needs(policy: &Policy, outcome: &Outcome) -> Option<String> {
    let blocked = outcome.result().err()?;
    let explanation = outcome
        .exchanges()
        .last()
        .map(|last| policy.explain(&Head::of(last.request())));
    let reasons = explanation
        .as_ref()
        .map_or(&[][..], |found| found.reasons());
    // The policy knows whether it would have to do without credentials, or a guard, besides.
    let needs = match reasons {
        [] => blocked.needs(),
        reasons => { reasons.iter() }
            .filter_map(|reason| reason.needs())
            .map(Setting::as_str)
            .next(),
    };
    let setting = needs?;
    Some(format!(
        "only a policy with {setting} allows it, which is not offered: whether that is worth its danger, the policy's author has to say"
    ))
}

fn has_wildcard(policy: &Policy) -> bool {
    policy
        .settings()
        .allow_origins()
        .any(|entry| matches!(entry, OriginEntry::Text("*")))
}
