//! Methods and headers that a preflight asks for and the policy does not allow.

use super::{
    Cure, Outcome, Reason, ReasonKind,
    near_name::{self, About},
    sent::sent_up_to,
    trial::allows_name,
};
use crate::{Policy, Setting, Verdict, adapter::RequestHead};

/// The outcome for the first of them, in the browser's order: the method comes first.
pub(crate) fn first_not_allowed<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
) -> Option<Outcome> {
    let mut first = None;
    verdict.names_not_allowed(head, |setting, name| {
        first.get_or_insert_with(|| outcome(verdict, setting, name));
    });
    first
}

fn outcome(verdict: &Verdict<'_>, setting: Setting, name: &[u8]) -> Outcome {
    let any = verdict.policy().rules().headers.any;
    match setting {
        Setting::AllowMethods => Outcome::MethodNotAllowed,
        _ if any && name.eq_ignore_ascii_case(b"authorization") => Outcome::AuthorizationNotCovered,
        _ => Outcome::HeaderNotAllowed,
    }
}

/// A reason for each of them.
///
/// Where there are more than any page asks for, only the first few have one, and there is no cure.
pub(super) fn reasons<V>(
    policy: &Policy,
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
) -> Vec<Reason> {
    let mut names: Vec<(Setting, Vec<u8>)> = Vec::new();
    let mut bytes = 0;
    let mut too_many = false;
    verdict.names_not_allowed(head, |setting, name| {
        let is_same = |known: &[u8]| match setting {
            Setting::AllowMethods => known == name,
            _ => known.eq_ignore_ascii_case(name),
        };
        too_many |= names.len() > MOST || bytes > MOST_BYTES;
        if too_many
            || names
                .iter()
                .any(|(of, known)| *of == setting && is_same(known))
        {
            return;
        }
        bytes += name.len();
        names.push((setting, name[..name.len().min(MOST_BYTES)].to_owned()));
    });
    too_many |= names.len() > MOST || bytes > MOST_BYTES;
    if too_many {
        names.truncate(SHOWN);
    }
    let reasons = names.iter().map(|(setting, name)| {
        let mut reason = match outcome(verdict, *setting, name) {
            Outcome::MethodNotAllowed => method(policy, name),
            Outcome::AuthorizationNotCovered => Reason {
                kind: ReasonKind::AuthorizationNotCovered,
                cure: Some(Cure::entry(Setting::AllowHeaders, "authorization")),
                needs: None,
                note: sends_wildcard(policy).then(|| LET_THROUGH.to_owned()),
            },
            _ => header(policy, name),
        };
        reason.cure = reason.cure.filter(|_| !too_many);
        reason
    });
    reasons.collect()
}

/// Whether a preflight's answer names headers by `*`.
fn sends_wildcard(policy: &Policy) -> bool {
    !policy.rules().credentials && !policy.rules().minimal_disclosure
}

const LET_THROUGH: &str = "but today's browsers let it through all the same";

fn method(policy: &Policy, method: &[u8]) -> Reason {
    let about = near_name::method(&policy.rules().methods, method);
    Reason {
        cure: cure(Setting::AllowMethods, method, &about),
        kind: ReasonKind::MethodNotAllowed {
            method: sent_up_to(method, MOST_OF_NAME),
            nearest: about.nearest,
        },
        needs: None,
        note: about.note,
    }
}

fn header(policy: &Policy, name: &[u8]) -> Reason {
    let about = near_name::header(&policy.rules().headers, name);
    Reason {
        cure: cure(Setting::AllowHeaders, name, &about),
        kind: ReasonKind::HeaderNotAllowed {
            name: sent_up_to(name, MOST_OF_NAME),
            nearest: about.nearest,
        },
        needs: None,
        note: about.note,
    }
}

fn cure(setting: Setting, name: &[u8], about: &About) -> Option<Cure> {
    let name = core::str::from_utf8(name).ok()?;
    (about.may_be_allowed && allows_name(setting, name)).then(|| Cure::entry(setting, name))
}

/// The most names, and the most bytes of them, that any page asks for and a policy lacks.
const MOST: usize = 16;
const MOST_BYTES: usize = 400;

/// As many are shown in a sentence each.
pub(super) const SHOWN: usize = 4;

/// As much of a name is shown.
const MOST_OF_NAME: usize = 64;
