//! Strangers' pages, and none: what the answer depends on.

use super::super::{code::Code, finding::Finding, server::Server};
use super::{
    answers::Answer,
    asking::Asking,
    channel::Channel,
    evidence,
    findings::Findings,
    grant::Grant,
    requests::{self, STRANGERS},
};

/// The answers to the same request of several pages.
pub(super) struct Seen<'a> {
    pub(super) channel: Channel<'a>,
    /// The named page's.
    pub(super) trusted: Option<Answer>,
    pub(super) stranger: Option<Answer>,
    /// Without `Origin`.
    pub(super) plain: Option<Answer>,
}

impl Seen<'_> {
    /// What a stranger gets.
    pub(super) fn strangers_grant(&self) -> Grant {
        let grant = self.stranger.as_ref();
        grant.map_or(Grant::Nobody, |answer| Grant::of(answer, STRANGERS[0]))
    }

    pub(super) fn trusted_grant(&self, origin: &str) -> Grant {
        let grant = self.trusted.as_ref();
        grant.map_or(Grant::Nobody, |answer| Grant::of(answer, origin))
    }
}

pub(super) async fn ask<'a>(
    asking: &mut Asking<'a, impl Server>,
    findings: &mut Findings,
) -> Seen<'a> {
    let (channel, trusted) = Channel::choose(asking).await;
    let plain = match channel {
        Channel::Actual(method) => requests::plain(method, &asking.url),
        Channel::Preflight(_) => None,
    };
    let seen = Seen {
        channel,
        trusted,
        plain: asking.ask(plain).await,
        stranger: channel.ask(asking, STRANGERS[0]).await,
    };
    if seen.strangers_grant().is_named() && !asking.trust.covers(STRANGERS[0]) {
        let second = channel.ask(asking, STRANGERS[1]).await;
        reflection(findings, seen.stranger.as_ref(), second.as_ref());
    }
    seen
}

/// What is echoed to two origins that have nothing in common is echoed to all.
pub(super) fn reflection(findings: &mut Findings, first: Option<&Answer>, second: Option<&Answer>) {
    let (Some(first), Some(second)) = (first, second) else {
        return;
    };
    let grants = (
        Grant::of(first, STRANGERS[0]),
        Grant::of(second, STRANGERS[1]),
    );
    let (Grant::Named { credentials }, Grant::Named { .. }) = grants else {
        return;
    };
    let [one, other] = STRANGERS;
    let (how, why) = match credentials {
        true => (
            "with",
            "any page can read what the visitor's credentials open",
        ),
        false => ("without", "any page can read this, as with *"),
    };
    let status = match first.status().as_u16() {
        status @ 400.. => format!(" of status {status}"),
        _ => String::new(),
    };
    let mut shown = evidence::of(first);
    shown.extend(evidence::of(second));
    findings.add(Finding {
        code: Code::ReflectsAnyOrigin,
        severity: Code::ReflectsAnyOrigin.severity(credentials),
        message: format!(
            "any origin is allowed, {how} credentials: {one} and {other}, which nobody named, are echoed in answers{status}, and {why}"
        ),
        evidence: shown,
        advice: match credentials {
            true => "compare the origin with a list of those that are trusted, byte for byte, and echo it only if it is there",
            false => "if this is for everybody, send *, which says so and needs no Vary; if not, compare the origin with a list",
        }
        .to_owned(),
        request: Some(first.request.clone()),
    });
}
