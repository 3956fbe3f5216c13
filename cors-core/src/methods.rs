//! The methods that are registered, and what a misspelt one was meant to be.

use crate::edits::edits;

/// The IANA registry, except "*" and PRI, which nobody sends:
/// <https://www.iana.org/assignments/http-methods/http-methods.xhtml>.
const REGISTERED: [&str; 39] = [
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "OPTIONS",
    "ORDERPATCH",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "TRACE",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// Methods that are in use without being registered and resemble one that is: of Exchange's WebDAV,
/// and of batched requests.
const IN_USE: [&str; 6] = ["BATCH", "BCOPY", "BMOVE", "BPROPFIND", "BPROPPATCH", "POLL"];

/// The only registered method of which `method` is a misspelling.
///
/// A letter too many, too few, in the place of another one, or two that changed places; two of these in
/// long methods. A letter in the place of another one makes other words of short methods, and so does
/// another first letter: nobody who writes `READ` means `HEAD`.
pub(crate) fn meant_method(method: &str) -> Option<&'static str> {
    let method = method.to_ascii_uppercase();
    if is_known_method(&method) {
        return None;
    }
    let mut nearest = None;
    let mut least = usize::MAX;
    for known in REGISTERED {
        let Some(distance) = slip(&method, known) else {
            continue;
        };
        if distance < least {
            (nearest, least) = (Some(known), distance);
        } else if distance == least {
            nearest = None;
        }
    }
    nearest
}

/// Whether a method is registered or in use. It is in upper case.
pub(crate) fn is_known_method(method: &str) -> bool {
    REGISTERED.contains(&method) || IN_USE.contains(&method)
}

/// How many letters `written` is away from `known`, if that can be a slip. Both are in upper case.
pub(crate) fn slip(written: &str, known: &str) -> Option<usize> {
    let (written, known) = (written.as_bytes(), known.as_bytes());
    let most = if known.len() < 6 { 1 } else { 2 };
    if written.len().abs_diff(known.len()) > most {
        return None;
    }
    let distance = edits(written, known);
    let other_letter = distance == 1 && written.len() == known.len() && !is_swapped(written, known);
    let other_word = if other_letter {
        known.len() < 5 || written.first() != known.first()
    } else {
        distance > 1 && written.first() != known.first()
    };
    (distance <= most && !other_word).then_some(distance)
}

/// Whether the same letters stand in another order.
fn is_swapped(written: &[u8], known: &[u8]) -> bool {
    let (mut written, mut known) = (written.to_vec(), known.to_vec());
    written.sort_unstable();
    known.sort_unstable();
    written == known
}
