//! Grants that a policy doesn't give, found in an answer without a look at the one that is expected.
//!
//! It is read as a browser reads it, and where that is in doubt as the most lenient one would: what is found here is
//! never excused.

use bytes::Bytes;
use cors_conformance::Reply;
use cors_core::{
    OriginEntry, Policy, Settings,
    adapter::{Decision, Head, Responder},
};
use http::HeaderValue;

use super::nature::{self, Nature};

/// Every grant beyond the policy, as a sentence.
pub(crate) fn grants(
    policy: &Policy,
    request: &http::Request<Bytes>,
    reply: &Reply,
) -> Vec<String> {
    let settings = policy.settings();
    let answer = Answer(reply);
    let mut found = Vec::new();
    let origins = answer.lines("access-control-allow-origin");
    found.extend(
        origins
            .iter()
            .filter(|value| names_stranger(policy, value))
            .map(|value| {
                let value = value.escape_ascii();
                format!("the answer allows {value}, and the policy does not")
            }),
    );
    let is_refused = is_refused(policy, request) && is_browsers(request);
    if is_refused && reply.handler_runs.is_some_and(|runs| runs > 0) {
        found.push("the handler has run, and the policy refuses the request".to_owned());
    }
    if is_refused && reply.status == 101 {
        found.push("the handshake has passed, and the policy refuses it".to_owned());
    }
    // Without it, no page reads anything, whatever else it is told.
    if origins.is_empty() {
        return found;
    }
    if is_refused {
        found.push("the answer allows an origin, and the policy refuses the request".to_owned());
    }
    let is_true = |name| answer.lines(name).contains(&&b"true"[..]);
    if is_true("access-control-allow-credentials") && !settings.allow_credentials() {
        found.push("the answer allows credentials, and the policy does not".to_owned());
    }
    if is_true("access-control-allow-private-network") {
        found.push("the answer allows private networks, and no policy does".to_owned());
    }
    match requested_method(request) {
        Some(method) => found.extend(preflight(settings, method, &answer)),
        None => {
            let exposed = answer.tokens("access-control-expose-headers");
            let beyond = exposed.into_iter().filter(|name| !exposes(settings, name));
            found.extend(
                beyond.map(|name| format!("the answer exposes {name}, and the policy does not")),
            );
        }
    }
    found
}

/// What a preflight's answer allows beyond the policy.
fn preflight(settings: &Settings, requested: &[u8], answer: &Answer<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let methods = answer.lines("access-control-allow-methods");
    // <https://fetch.spec.whatwg.org/#cors-preflight-fetch>, "If methods is null and request's use-CORS-preflight
    // flag is set": then every method is allowed.
    let requested = written(requested);
    if methods.is_empty() && !requested.is_empty() && !allows_method(settings, &requested) {
        found.push(format!(
            "the answer has no Access-Control-Allow-Methods, which allows {requested} to pages that watch the upload"
        ));
    }
    let methods = answer.tokens("access-control-allow-methods");
    let beyond = methods
        .into_iter()
        .filter(|name| !allows_method(settings, name));
    found.extend(
        beyond.map(|name| format!("the answer allows the method {name}, and the policy does not")),
    );
    let headers = answer.tokens("access-control-allow-headers");
    let beyond = headers
        .into_iter()
        .filter(|name| !allows_header(settings, name));
    found.extend(
        beyond.map(|name| format!("the answer allows the header {name}, and the policy does not")),
    );
    found
}

/// Whether the value of `Access-Control-Allow-Origin` is that of pages whose origin is not allowed. What no browser
/// writes as an origin is no page's.
fn names_stranger(policy: &Policy, value: &[u8]) -> bool {
    if value == b"*" {
        return !{ policy.settings().allow_origins() }.any(|entry| entry == OriginEntry::Text("*"));
    }
    str::from_utf8(value).is_ok_and(nature::is_page) && !policy.allows_origin(value)
}

/// Whether a browser can have sent it. Guards keep pages from what visitors may do, and pages only make browsers ask;
/// whoever else asks may write what they like, and gains nothing by writing it twice.
fn is_browsers(request: &http::Request<Bytes>) -> bool {
    const NEVER: [Nature; 4] = [
        Nature::SeveralLines,
        Nature::EmptyLine,
        Nature::AbsoluteTarget,
        Nature::NoPage,
    ];
    !NEVER.iter().any(|nature| nature.is_of(request))
}

/// Whether a guard or the list of hosts refuses it.
fn is_refused(policy: &Policy, request: &http::Request<Bytes>) -> bool {
    let responder = Responder::<HeaderValue>::new(policy);
    match responder.peek(&Head::of(request)) {
        Decision::Answer(answer) => answer.refused_by().is_some(),
        _ => false,
    }
}

/// The method that a preflight asks for. `None` for what is none.
fn requested_method(request: &http::Request<Bytes>) -> Option<&[u8]> {
    let headers = request.headers();
    // Some take what is empty for absent, and no browser sends that.
    let has_origin = { headers.get("origin") }.is_some_and(|origin| !origin.is_empty());
    let is_preflight = request.method() == "OPTIONS" && has_origin;
    let requested = headers.get("access-control-request-method");
    requested
        .filter(|_| is_preflight)
        .map(HeaderValue::as_bytes)
}

fn lists(list: &[String], name: &str) -> bool {
    list.iter().any(|listed| listed == name)
}

/// A method needs no permission if it is safelisted.
fn allows_method(settings: &Settings, name: &str) -> bool {
    let list = settings.allow_methods();
    ["GET", "HEAD", "POST"].contains(&name) || lists(list, name) || lists(list, "*")
}

/// `*` does not cover `authorization`.
fn allows_header(settings: &Settings, name: &str) -> bool {
    let list = settings.allow_headers();
    let is_listed = list.iter().any(|listed| listed.eq_ignore_ascii_case(name));
    is_listed || (lists(list, "*") && !name.eq_ignore_ascii_case("authorization"))
}

/// Pages read those of <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name> in any case.
fn exposes(settings: &Settings, name: &str) -> bool {
    const SAFELISTED: [&str; 7] = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];
    let list = settings.expose_headers();
    let is_listed = list.iter().any(|listed| listed.eq_ignore_ascii_case(name));
    is_listed || lists(list, "*") || SAFELISTED.contains(&&*name.to_ascii_lowercase())
}

/// A name as policies have it: `'` is a part of some. What no policy has is escaped.
fn written(name: &[u8]) -> String {
    match str::from_utf8(name) {
        Ok(name) if name.bytes().all(|byte| byte.is_ascii_graphic()) => name.to_owned(),
        _ => name.escape_ascii().to_string(),
    }
}

struct Answer<'a>(&'a Reply);

impl<'a> Answer<'a> {
    fn lines(&self, name: &str) -> Vec<&'a [u8]> {
        let headers = self.0.headers.iter();
        headers
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim_ascii())
            .collect()
    }

    /// The elements of all lines.
    fn tokens(&self, name: &str) -> Vec<String> {
        let lines = self.lines(name).into_iter();
        let tokens = lines.flat_map(|line| line.split(|byte| *byte == b','));
        tokens
            .map(|token| written(token.trim_ascii()))
            .filter(|token| !token.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests;
