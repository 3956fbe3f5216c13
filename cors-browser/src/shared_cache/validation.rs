//! Asking the server whether a stored response still holds: RFC 9111, section 4.3.

use http::{
    HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        CONTENT_LENGTH, DATE, ETAG, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
        IF_UNMODIFIED_SINCE, LAST_MODIFIED,
    },
};

use super::{
    cache_control::elements,
    freshness::date,
    store::{Stored, retain_storable},
};

/// Whether the client asks about responses of its own.
pub(super) fn is_conditional(request: &HeaderMap) -> bool {
    [
        IF_MATCH,
        IF_MODIFIED_SINCE,
        IF_NONE_MATCH,
        IF_RANGE,
        IF_UNMODIFIED_SINCE,
    ]
    .iter()
    .any(|name| request.contains_key(name))
}

/// Whether the preconditions are only for the origin server, so that no cache may evaluate them
/// (RFC 9111, section 4.3.2; ranges are not supported).
pub(super) fn is_for_origin_server(request: &HeaderMap) -> bool {
    [IF_MATCH, IF_UNMODIFIED_SINCE, IF_RANGE]
        .iter()
        .any(|name| request.contains_key(name))
}

/// The request with the stored response's validators as preconditions: RFC 9111, section 4.3.1.
/// `None` where the response has none, or is not a 200: only that can be not modified (RFC 9110,
/// section 15.4.5).
pub(super) fn conditional<B>(request: &Request<()>, stored: &Response<B>) -> Option<Request<()>> {
    if stored.status() != StatusCode::OK {
        return None;
    }
    let pairs = [(ETAG, IF_NONE_MATCH), (LAST_MODIFIED, IF_MODIFIED_SINCE)];
    let mut conditional = None;
    for (validator, precondition) in pairs {
        if let Some(value) = stored.headers().get(validator) {
            conditional
                .get_or_insert_with(|| request.clone())
                .headers_mut()
                .insert(precondition, value.clone());
        }
    }
    conditional
}

/// Whether the client's own response is as good as the stored one, so that the answer is 304:
/// RFC 9111, section 4.3.2.
pub(super) fn is_not_modified(request: &HeaderMap, status: StatusCode, stored: &HeaderMap) -> bool {
    if status != StatusCode::OK {
        return false;
    }
    let mut tags = request
        .get_all(IF_NONE_MATCH)
        .iter()
        .flat_map(|line| elements(line.as_bytes()))
        .peekable();
    if tags.peek().is_some() {
        let stored = stored.get(ETAG).map(|tag| opaque(tag.as_bytes()));
        return tags.any(|tag| tag == b"*" || Some(opaque(tag)) == stored);
    }
    let modified = date(stored, &LAST_MODIFIED).or_else(|| date(stored, &DATE));
    date(request, &IF_MODIFIED_SINCE)
        .zip(modified)
        .is_some_and(|(since, modified)| modified <= since)
}

/// Weak comparison looks only at this: RFC 9110, section 8.8.3.2.
fn opaque(tag: &[u8]) -> &[u8] {
    tag.strip_prefix(b"W/").unwrap_or(tag)
}

/// Which of the stored responses a 304 is about, by their positions: RFC 9111, section 4.3.4.
/// `stored` are those that the request could have been answered with, the most recent one last.
pub(super) fn identified<B>(
    not_modified: &HeaderMap,
    stored: &[(usize, &Stored<B>)],
) -> Vec<usize> {
    let having = |name, value: &HeaderValue| -> Vec<usize> {
        stored
            .iter()
            .filter(|(_, stored)| stored.response.headers().get(&name) == Some(value))
            .map(|(position, _)| *position)
            .collect()
    };
    if let Some(tag) = not_modified.get(ETAG) {
        let mut tagged = having(ETAG, tag);
        if tag.as_bytes().starts_with(b"W/") {
            tagged = tagged.split_off(tagged.len().saturating_sub(1));
        }
        return tagged;
    }
    // Nobody says that dates are strong (RFC 9110, section 8.8.2.2).
    if let Some(modified) = not_modified.get(LAST_MODIFIED) {
        let mut dated = having(LAST_MODIFIED, modified);
        return dated.split_off(dated.len().saturating_sub(1));
    }
    match stored {
        [(position, only)] if !has_validator(only.response.headers()) => vec![*position],
        _ => Vec::new(),
    }
}

fn has_validator(headers: &HeaderMap) -> bool {
    headers.contains_key(ETAG) || headers.contains_key(LAST_MODIFIED)
}

/// Takes over the header fields of a newer response: RFC 9111, section 3.2. What the newer one
/// doesn't have stays, so a 304 can't take back an `Access-Control-Allow-Origin`.
pub(super) fn update(stored: &mut HeaderMap, newer: &HeaderMap) {
    let mut newer = newer.clone();
    retain_storable(&mut newer);
    newer.remove(CONTENT_LENGTH);
    for name in newer.keys() {
        stored.remove(name);
        for value in newer.get_all(name) {
            stored.append(name, value.clone());
        }
    }
}

/// Whether the answer to a `HEAD` is about the stored response to a `GET`: RFC 9111, section 4.3.5.
pub(super) fn is_about(head: &HeaderMap, stored: &HeaderMap) -> bool {
    [ETAG, LAST_MODIFIED, CONTENT_LENGTH].iter().all(|name| {
        head.get(name)
            .is_none_or(|value| stored.get(name) == Some(value))
    })
}

/// Whether HTTP defines the method as safe: RFC 9110, section 9.2.1. Nobody knows whether others
/// are (RFC 9111, section 4.4).
pub(super) fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(method)
}
