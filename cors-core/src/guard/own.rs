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
/// machine: whoever controls the network can pose as it, and Chromium sends no `Sec-Fetch-Site` with a
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
    const SCHEME: &[u8] = b"https://";
    let rest = rest.strip_suffix(":443").unwrap_or(rest);
    let mut twin = [0; Origin::MAX_LEN + 1];
    let Some(space) = twin.get_mut(..SCHEME.len() + rest.len()) else {
        return false;
    };
    let (scheme, host) = space.split_at_mut(SCHEME.len());
    scheme.copy_from_slice(SCHEME);
    host.copy_from_slice(rest.as_bytes());
    origins.allows(space)
}
