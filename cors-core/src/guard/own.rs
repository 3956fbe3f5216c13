//! Whether an origin is the server's own.

use super::authority::is_for;
use crate::{Origin, adapter::RequestHead, matcher::Matcher, origin::default_port};

/// Whether an `Origin` is that of the server which the request is for.
///
/// Its scheme is `http` or `https`, and its host and port are those that the request is for; a port that is
/// left out is the default of the origin's scheme, on both sides. The scheme that the server speaks is not
/// asked about: TLS may end in front of it.
///
/// But where `origins` allow `https://HOST`, `http://HOST` is not the server's own, unless HOST is this
/// machine, and a dot at the end of one of them makes no difference: whoever controls the network can pose as it, and Chromium sends no `Sec-Fetch-Site` with a
/// handshake, which would tell.
#[inline(never)]
pub(crate) fn is_own<V>(
    head: &impl RequestHead<V>,
    line: &[u8],
    origins: Option<&Matcher>,
) -> bool {
    let Some(origin) = Origin::of(line) else {
        return false;
    };
    let default = match origin.scheme() {
        "http" | "https" => default_port(origin.scheme()),
        _ => return false,
    };
    let host = origin.host();
    let port = origin.port().or(default);
    let names_it = is_for(head, |authority| {
        authority.host.eq_ignore_ascii_case(host.as_bytes()) && authority.port.or(default) == port
    });
    names_it == Some(true) && !origins.is_some_and(|origins| has_https_twin(&origin, origins))
}

// Apart, with the room that it takes.
#[inline(never)]
fn has_https_twin(origin: &Origin<'_>, origins: &Matcher) -> bool {
    let Some(rest) = origin.as_str().strip_prefix("http://") else {
        return false;
    };
    if !origin.is_insecure() {
        return false;
    }
    let rest = rest.strip_suffix(":443").unwrap_or(rest);
    let colon = rest.rfind(':').filter(|_| !rest.ends_with(']'));
    let (host, port) = rest.split_at(colon.unwrap_or(rest.len()));
    // With a dot at its end and without, a name is one server's.
    let (name, dots) = match host.strip_suffix('.') {
        Some(name) => (name, [".", ""]),
        None => (host, ["", "."]),
    };
    dots.iter()
        .any(|dot| allows(origins, &["https://", name, dot, port]))
}

/// Whether an origin of these parts is listed. Allocates nothing.
fn allows(origins: &Matcher, parts: &[&str]) -> bool {
    let mut space = [0; Origin::MAX_LEN];
    let mut end = 0;
    for part in parts {
        let Some(place) = space.get_mut(end..end + part.len()) else {
            return false;
        };
        place.copy_from_slice(part.as_bytes());
        end += part.len();
    }
    origins.allows(&space[..end])
}
