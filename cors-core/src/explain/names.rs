//! Methods and headers that a preflight asks for and the policy does not allow.

use super::{Cure, Outcome, Reason, ReasonKind, sent};
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

/// A reason for each of them, as many as a sentence can hold.
pub(super) fn reasons<V>(
    _policy: &Policy,
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    verdict.names_not_allowed(head, |setting, name| {
        if reasons.len() == MOST {
            return;
        }
        let shown = sent(name);
        let kind = match outcome(verdict, setting, name) {
            Outcome::MethodNotAllowed => ReasonKind::MethodNotAllowed {
                method: shown.clone(),
                nearest: None,
            },
            Outcome::AuthorizationNotCovered => ReasonKind::AuthorizationNotCovered,
            _ => ReasonKind::HeaderNotAllowed {
                name: shown.clone(),
                nearest: None,
            },
        };
        reasons.push(Reason {
            kind,
            cure: Some(Cure::entry(setting, &shown)),
            needs: None,
        });
    });
    reasons
}

/// A page that lacks more names has another problem.
const MOST: usize = 8;
