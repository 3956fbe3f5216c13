//! Whether a request was sent by a page of the server that it is for, or without CORS.

use crate::{
    adapter::{Field, RequestHead},
    guard::{Site, is_own},
};

/// Whether the page is the server's own: browsers send `Origin` with its requests too, except for
/// `GET` and `HEAD`.
///
/// `Sec-Fetch-Site` decides if it is there (<https://w3c.github.io/webappsec-fetch-metadata/>), and otherwise
/// the origin, as for guards. Except for their rule about `http` beside a listed `https`, which would only make
/// the log say that a page is blocked which is not.
pub(crate) fn is_own_page<V>(head: &impl RequestHead<V>, origin: &[u8]) -> bool {
    match Site::of(head) {
        Site::SameOrigin => true,
        Site::SameSite | Site::CrossSite => false,
        Site::Absent | Site::None | Site::Unknown => is_own(head, origin, None),
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
