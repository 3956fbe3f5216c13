//! The floor of guards: the same rules, by hand, for the policies of [`PolicyKind`].

use std::collections::HashSet;

use foldhash::fast::RandomState;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{HOST, ORIGIN},
};

use crate::PolicyKind;

type Texts = HashSet<Vec<u8>, RandomState>;

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What is refused.
pub(super) struct GuardFloor {
    guards_unsafe_methods: bool,
    /// None is any.
    hosts: Option<Texts>,
}

impl GuardFloor {
    pub(super) fn of(policy: PolicyKind) -> Self {
        let hosts = policy.hosts();
        Self {
            guards_unsafe_methods: policy == PolicyKind::Guarded,
            hosts: (!hosts.is_empty()).then(|| hosts.into_iter().map(String::into_bytes).collect()),
        }
    }

    /// The status of a refusal.
    pub(super) fn refuse(
        &self,
        method: &Method,
        headers: &HeaderMap,
        is_listed: bool,
        origins: &Texts,
    ) -> Option<StatusCode> {
        if let Some(hosts) = &self.hosts
            && !is_expected(headers, hosts)
        {
            return Some(StatusCode::MISDIRECTED_REQUEST);
        }
        let is_safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        if !self.guards_unsafe_methods || is_safe || is_listed {
            return None;
        }
        let origin = headers.get(ORIGIN).map(HeaderValue::as_bytes);
        let is_own = || origin.is_some_and(|origin| is_own(headers, origin, origins));
        let passes = match only(headers, &SEC_FETCH_SITE) {
            Some(None) => origin.is_none() || is_own(),
            Some(Some(b"same-origin" | b"none")) => true,
            Some(Some(b"same-site" | b"cross-site")) => false,
            Some(Some(_)) | None => is_own(),
        };
        (!passes).then_some(StatusCode::FORBIDDEN)
    }
}

/// The one line of a header, if there is one. `None` if there are several.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Option<&'a [u8]>> {
    if headers.len() == headers.keys_len() {
        return Some(headers.get(name).map(HeaderValue::as_bytes));
    }
    let mut lines = headers.get_all(name).iter();
    match (lines.next(), lines.next()) {
        (line, None) => Some(line.map(HeaderValue::as_bytes)),
        _ => None,
    }
}

/// Host and port: a colon in brackets belongs to the host.
fn split(authority: &[u8]) -> (&[u8], Option<&[u8]>) {
    match authority.iter().rposition(|byte| *byte == b':') {
        Some(colon) if !authority[colon..].contains(&b']') => {
            (&authority[..colon], Some(&authority[colon + 1..]))
        }
        _ => (authority, None),
    }
}

fn is_expected(headers: &HeaderMap, hosts: &Texts) -> bool {
    let Some(Some(line)) = only(headers, &HOST) else {
        return false;
    };
    let (host, port) = split(line);
    let is_port = port.is_none_or(|port| port.iter().all(u8::is_ascii_digit));
    is_port && (hosts.contains(host) || hosts.contains(&host.to_ascii_lowercase()))
}

/// Whether host and port of an origin are those of `Host`, and the list does not have its `https` twin.
fn is_own(headers: &HeaderMap, origin: &[u8], origins: &Texts) -> bool {
    let (rest, is_secure) = match origin.strip_prefix(b"https://") {
        Some(rest) => (rest, true),
        None => match origin.strip_prefix(b"http://") {
            Some(rest) => (rest, false),
            None => return false,
        },
    };
    let is_host = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' | b'[' | b']');
    if !rest.iter().all(is_host) {
        return false;
    }
    let Some(Some(line)) = only(headers, &HOST) else {
        return false;
    };
    let default: &[u8] = if is_secure { b"443" } else { b"80" };
    let ((name, port), (host, of_host)) = (split(rest), split(line));
    name.eq_ignore_ascii_case(host)
        && port.unwrap_or(default) == of_host.unwrap_or(default)
        && (is_secure || !origins.contains(&[b"https://", rest].concat()))
}
