//! Why a guard, or the list of hosts, refuses a request, and what helps in that very case.

mod host;
mod null;
mod origin;

use core::fmt;

pub(super) use self::host::SentHost;
use super::{Cure, Nearest, Reason, ReasonKind, sent::Quoted, sent::sent_within};
use crate::{Policy, RefusedBy, Setting, Verdict, adapter::RequestHead};

/// What there is to say of a refusal, in half-sentences, and what would have to change.
#[derive(Default)]
struct Advice {
    said: Vec<String>,
    nearest: Option<Nearest>,
    cure: Option<Cure>,
    needs: Option<Setting>,
}

impl Advice {
    fn say(&mut self, text: impl Into<String>) {
        self.said.push(text.into());
    }
}

/// Why a request is refused. `line` is its `Origin`, the first one if there are several.
pub(super) fn refused<V>(
    policy: &Policy,
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    by: RefusedBy,
    line: Option<&[u8]>,
    host: &SentHost,
) -> Reason {
    let advice = match by {
        RefusedBy::UnexpectedHost => host.unexpected(policy, head),
        RefusedBy::UnknownHost => host.unknown(),
        _ => origin::advice(policy, verdict, head, by, line, host),
    };
    Reason {
        kind: ReasonKind::Refused {
            by,
            origin: line.map(short),
            host: host.text().map(short),
            nearest: advice.nearest,
        },
        cure: advice.cure,
        needs: advice.needs,
        note: Some(advice.said.join("; ")),
    }
}

/// Cut to 100 bytes: as much of an origin or a host is shown where one of the two may be a stranger's.
pub(super) fn short(bytes: &[u8]) -> String {
    sent_within(bytes, 100)
}

/// `Origin https://site.example, Host 127.0.0.1:8015`: what was compared.
pub(super) fn pair(
    f: &mut fmt::Formatter<'_>,
    origin: Option<&str>,
    host: Option<&str>,
) -> fmt::Result {
    let mut part = |before: &str, name: &str, value: Option<&str>| match value {
        None => write!(f, "{before}no {name}"),
        Some(value) => write!(f, "{before}{name} {}", Quoted(value)),
    };
    part("", "Origin", origin)?;
    part(", ", "Host", host)
}

/// The step of the standard by which a request is refused.
pub(super) fn citation(by: RefusedBy) -> &'static str {
    use crate::GuardRule::{OtherSite, Rest};
    match (by, by.rule()) {
        (RefusedBy::UnexpectedHost, _) => "https://httpwg.org/specs/rfc9110.html#routing.reject",
        (RefusedBy::UnknownHost, _) => "https://httpwg.org/specs/rfc9112.html#request.target",
        (RefusedBy::WebSocket { .. }, Some(Rest)) => {
            "https://www.rfc-editor.org/rfc/rfc6455.html#section-10.2"
        }
        (_, Some(Rest)) => "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
        (_, Some(OtherSite) | _) => {
            "https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header"
        }
    }
}
