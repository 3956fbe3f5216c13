//! What is made of an answer: it is as the policy says to the letter, or a loss that the exporter told explains why it
//! is not, or it is wrong. What grants more than the policy is never excused.

mod excuses;
mod looser;
mod nature;

use bytes::Bytes;
use cors_conformance::{Difference, Failure, Place, Reply};
use cors_core::Policy;

pub(crate) use self::{
    excuses::{Answered, Excuses},
    nature::is_page,
};

/// What came of a case.
pub(crate) enum Verdict {
    ToTheLetter,
    /// The answer differs only by 200 in the place of 204, and that is excused by these.
    Status(Vec<usize>),
    /// The places of the excuses that explain the difference.
    Excused(Vec<usize>),
    /// The exporter writes nothing for the policy.
    Refused,
    /// What the answer grants that the policy doesn't, and what differs.
    Looser(String),
    /// What differs, and nothing explains it.
    Wrong(String),
}

impl Verdict {
    /// With what else there is to know of what is looser or wrong.
    pub(crate) fn with<'a>(mut self, more: impl FnOnce() -> &'a str) -> Self {
        if let Self::Looser(what) | Self::Wrong(what) = &mut self {
            *what = format!("{}\n{}", what.trim_end(), more());
        }
        self
    }
}

/// Judges an answer. The policy is `None` where the case's place has none, and `served` is the request as the gateway
/// forwards it.
pub(crate) fn judge(
    policy: Option<&Policy>,
    served: &http::Request<Bytes>,
    reply: &Reply,
    excuses: &Excuses,
    answered: &Answered<'_>,
) -> Verdict {
    let case = answered.case;
    let failure = case.compare(reply);
    let looser = match policy {
        Some(policy) => looser::grants(policy, served, reply),
        None => unasked(case.request().place(), failure.as_ref()),
    };
    if !looser.is_empty() {
        let failure = failure.map(|failure| format!("\n{failure}"));
        return Verdict::Looser(format!(
            "{}\n    looser: {}{}",
            case.name(),
            looser.join("\n    looser: "),
            failure.unwrap_or_default()
        ));
    }
    let difference = match &failure {
        None => return Verdict::ToTheLetter,
        Some(Failure::Differs { difference, .. }) => difference,
        Some(failure) => return Verdict::Wrong(failure.to_string()),
    };
    match excuses.explain(answered, difference) {
        None => Verdict::Wrong(
            failure
                .map(|failure| failure.to_string())
                .unwrap_or_default(),
        ),
        Some(used) if is_200_for_204(difference) => Verdict::Status(used),
        Some(used) => Verdict::Excused(used),
    }
}

fn is_200_for_204(difference: &Difference) -> bool {
    difference.missing().eq([("status", &b"204"[..])])
        && difference.unexpected().eq([("status", &b"200"[..])])
}

/// Where no policy is, a gateway grants nothing: what comes is the server's own.
fn unasked(place: &Place, failure: Option<&Failure>) -> Vec<String> {
    let Some(Failure::Differs { difference, .. }) = failure else {
        return Vec::new();
    };
    let unexpected = difference.unexpected();
    unexpected
        .filter(|(name, _)| name.starts_with("access-control-"))
        .map(|(name, _)| format!("{name} is sent, and {place:?} has no policy"))
        .collect()
}
