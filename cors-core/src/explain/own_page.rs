//! Whether a request was sent by a page of the server that it is for, or without CORS.

use crate::{
    Origin,
    adapter::{Field, RequestHead},
    origin::{default_port, parse_port},
};

/// Whether the page is the server's own: browsers send `Origin` with its requests too, except for
/// `GET` and `HEAD`.
///
/// `Sec-Fetch-Site` decides if it is there (<https://w3c.github.io/webappsec-fetch-metadata/>).
/// Otherwise host and port of the origin have to be those that the request is for, as its target and its
/// `Host` say, whichever are there: where they differ, or `Host` has several lines, nobody knows. The server's
/// own scheme is not asked about: behind a proxy, nobody knows it.
pub(crate) fn is_own_page<V>(head: &impl RequestHead<V>, origin: &[u8]) -> bool {
    let mut sites = head.lines(Field::SecFetchSite);
    if let (Some(site), None) = (sites.next(), sites.next()) {
        match site.as_ref() {
            b"same-origin" => return true,
            b"same-site" | b"cross-site" => return false,
            _ => {}
        }
    }
    let Some(origin) = Origin::of(origin) else {
        return false;
    };
    let Some(default) = default_port(origin.scheme()) else {
        return false;
    };
    let is_origins = |authority: &[u8]| {
        let (host, port) = split_port(authority);
        let port = match port {
            None | Some([]) => Some(default),
            Some(digits) => core::str::from_utf8(digits).ok().and_then(parse_port),
        };
        host.eq_ignore_ascii_case(origin.host().as_bytes())
            && port == Some(origin.port().unwrap_or(default))
    };
    let target = head
        .authority()
        .map(|authority| is_origins(authority.as_bytes()));
    let mut hosts = head.lines(Field::Host);
    match (hosts.next(), hosts.next()) {
        (None, _) => target == Some(true),
        (Some(host), None) => target != Some(false) && is_origins(host.as_ref()),
        (Some(_), Some(_)) => false,
    }
}

/// Whether the browser says that it did not ask by CORS: no answer is withheld from such a request, or it
/// is withheld whatever the answer says. <https://fetch.spec.whatwg.org/#concept-request-mode>
///
/// Browsers send the header only over TLS, and to this machine.
pub(crate) fn is_outside_cors<V>(head: &impl RequestHead<V>) -> bool {
    let mut modes = head.lines(Field::SecFetchMode);
    let (Some(mode), None) = (modes.next(), modes.next()) else {
        return false;
    };
    matches!(mode.as_ref(), b"navigate" | b"no-cors" | b"websocket")
}

/// Host and port. A colon in brackets belongs to the host.
fn split_port(authority: &[u8]) -> (&[u8], Option<&[u8]>) {
    match authority.iter().rposition(|byte| *byte == b':') {
        Some(colon) if !authority[colon..].contains(&b']') => {
            (&authority[..colon], Some(&authority[colon + 1..]))
        }
        _ => (authority, None),
    }
}
