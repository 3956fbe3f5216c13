//! Guards and expected hosts in regexes, and what is said to what they refuse.

use cors_core::{
    Policy,
    adapter::{Decision, Field, PlainHead, Responder},
};
use cors_diff::grammar::PORT;

use crate::{plan::Plan, regex::escape};

/// The engine's own lines.
pub(super) struct Texts {
    pub(super) unexpected_host: &'static str,
    pub(super) unknown_host: &'static str,
    pub(super) unsafe_method: &'static str,
    pub(super) safe_method: &'static str,
    pub(super) websocket: &'static str,
}

impl Texts {
    pub(super) fn new() -> Self {
        let expecting = Policy::builder().expect_hosts(["server.example"]).build();
        let guarded = Policy::builder()
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true)
            .build();
        let get = || PlainHead::new("GET");
        let other = |method| PlainHead::new(method).line(Field::SecFetchSite, "cross-site");
        Self {
            unexpected_host: body(&expecting, get().line(Field::Host, "other.example")),
            unknown_host: body(&expecting, get()),
            unsafe_method: body(&guarded, other("POST")),
            safe_method: body(&guarded, other("GET")),
            websocket: body(&guarded, other("GET").line(Field::Upgrade, "websocket")),
        }
    }
}

/// Without the advice to read the server's log: a gateway's says nothing of policies.
fn body<E>(policy: &Result<Policy, E>, head: PlainHead) -> &'static str {
    const REFUSED: &str = "refused";
    let Ok(policy) = policy else { return REFUSED };
    let body = match Responder::<Vec<u8>>::new(policy).peek(&head) {
        Decision::Answer(answer) => answer.body(),
        Decision::Forward(_) => REFUSED,
    };
    body.split_once("; the server's log")
        .map_or(body, |(why, _)| why)
}

/// The hosts of this machine as origins with `http`, whose pages nobody in the network can speak for.
pub(super) const LOOPBACK: &str =
    r"http://(?:(?:[a-z0-9_-]+\.)*localhost\.?|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?";

/// The longest host, with a dot at its end.
pub(super) const MAX_HOST: usize = 254;

/// A `Host` that names one, without regard to case and its length:
/// <https://httpwg.org/specs/rfc9110.html#field.host>. A colon without a port says nothing.
pub(super) fn host() -> String {
    format!(r"(?i:[a-z0-9._~!$&'()*+,;=-]+|\[[0-9a-f:.]+\])(?::{PORT}?)?")
}

/// A `Host` that is expected, if it names one.
pub(super) fn expected(plan: &Plan<'_>) -> String {
    let entries = plan.guards.hosts.iter().map(|entry| {
        let (host, port) = host_and_port(entry);
        let host = match host.strip_prefix("*.") {
            Some(name) => format!(r"(?:[a-z0-9_-]+\.)+{}", escape(name)),
            None => escape(host),
        };
        let port = match port {
            None => "(?::[0-9]*)?".to_owned(),
            // One that is left out is the default of a scheme: which one is spoken, nobody knows.
            Some(port @ ("80" | "443")) => format!("(?::(?:{port})?)?"),
            Some(port) => format!(":{port}"),
        };
        format!("{host}{port}")
    });
    let entries: Vec<_> = entries.collect();
    format!("(?i:{})", entries.join("|"))
}

/// An entry's port, unless it is any.
fn host_and_port(entry: &str) -> (&str, Option<&str>) {
    let colon = entry.rfind(':').filter(|_| !entry.ends_with(']'));
    match colon.map(|colon| (&entry[..colon], &entry[colon + 1..])) {
        None => (entry, None),
        Some((host, "*")) => (host, None),
        Some((host, port)) => (host, Some(port)),
    }
}

/// What `https://HOST` may match for `http://HOST` not to be the server's own, since whoever controls the network
/// can speak for that: texts and regexes.
pub(super) fn twins<'a>(plan: &'a Plan<'_>) -> (Vec<&'a str>, Vec<&'a str>) {
    let texts = { plan.origins.texts() }.filter(|text| text.starts_with("https://"));
    let patterns = plan.origins.patterns.iter();
    let regexes = patterns.flat_map(|pattern| &pattern.regexes);
    let regexes = { regexes.map(String::as_str) }.filter(|regex| !regex.starts_with("http://"));
    (texts.collect(), regexes.collect())
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn every_refusal_has_its_line() {
        let texts = Texts::new();
        let lines = [
            (texts.unexpected_host, "the host that the request is for"),
            (texts.unknown_host, "one Host"),
            (texts.unsafe_method, "may change something"),
            (texts.safe_method, "has sent this request"),
            (texts.websocket, "opens this WebSocket"),
        ];
        for (text, part) in lines {
            assert!(
                text.starts_with("refused: ") && text.contains(part),
                "{text}"
            );
            assert!(
                text.is_ascii() && !text.contains(['"', '\\', '`', '%', '$', '{']),
                "{text}"
            );
        }
    }
}
