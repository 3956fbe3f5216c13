//! How long a response may be reused: RFC 9111, sections 4.2 and 5.2.

use core::time::Duration;
use std::time::SystemTime;

use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{AGE, DATE, EXPIRES, LAST_MODIFIED},
};

use super::cache_control::{CacheControl, delta_seconds, elements};

/// RFC 9110, section 15.1, without 206, which the model doesn't store.
const HEURISTICALLY_CACHEABLE: [u16; 11] = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];

/// Whether caches may make up a lifetime for responses with this status (RFC 9111, section 4.2.2).
pub(super) fn is_heuristically_cacheable(status: StatusCode) -> bool {
    HEURISTICALLY_CACHEABLE.contains(&status.as_u16())
}

/// freshness_lifetime of RFC 9111, section 4.2.1, for a shared cache: the first that matches.
pub(super) fn lifetime(
    status: StatusCode,
    headers: &HeaderMap,
    directives: &CacheControl,
) -> Duration {
    let shared = directives.seconds("s-maxage", Duration::ZERO);
    if let Some(seconds) = shared.or_else(|| directives.seconds("max-age", Duration::ZERO)) {
        return seconds;
    }
    let date = date(headers, &DATE);
    if headers.contains_key(EXPIRES) {
        // An invalid date, "0" above all, counts as one in the past (section 5.3).
        return date
            .zip(self::date(headers, &EXPIRES))
            .and_then(|(date, expires)| expires.duration_since(date).ok())
            .unwrap_or_default();
    }
    // The heuristic of section 4.2.2: a tenth of the time since the last modification.
    if is_heuristically_cacheable(status) || directives.has("public") {
        return date
            .zip(self::date(headers, &LAST_MODIFIED))
            .and_then(|(date, modified)| date.duration_since(modified).ok())
            .map(|interval| interval / 10)
            .unwrap_or_default();
    }
    Duration::ZERO
}

/// corrected_initial_age of RFC 9111, section 4.2.3. The answer comes as soon as it is asked for,
/// so response_delay is zero; a clock that isn't synchronised with the server's
/// (`response_time` is `None`) has no apparent_age.
pub(super) fn initial_age(headers: &HeaderMap, response_time: Option<SystemTime>) -> Duration {
    let apparent = response_time
        .zip(date(headers, &DATE))
        .and_then(|(response_time, date)| response_time.duration_since(date).ok())
        .unwrap_or_default();
    // The first member of a list counts, and an invalid one not at all (section 5.1).
    let value = headers
        .get(AGE)
        .and_then(|value| elements(value.as_bytes()).next())
        .and_then(|value| core::str::from_utf8(value).ok())
        .and_then(delta_seconds)
        .unwrap_or_default();
    apparent.max(value)
}

/// What the first line says, where that is a date (RFC 9110, section 5.6.7).
pub(super) fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    let text = headers.get(name)?.to_str().ok()?;
    httpdate::parse_http_date(text).ok()
}

/// Whether a response of this lifetime and age may be reused without validation, for a request
/// with these wishes: RFC 9111, sections 4 and 4.2.4.
pub(super) fn is_reusable(
    lifetime: Duration,
    age: Duration,
    directives: &CacheControl,
    wishes: &CacheControl,
) -> bool {
    // Section 5.2.2.4; the qualified form holds back fields, not the response.
    if directives.has_unqualified("no-cache") {
        return false;
    }
    // Sections 5.2.1.4, 5.2.1.1 and 5.2.1.3. A cache may ignore them, but has little reason to.
    if wishes.has("no-cache")
        || wishes
            .seconds("max-age", Duration::ZERO)
            .is_some_and(|max| age > max)
        || wishes
            .seconds("min-fresh", Duration::ZERO)
            .is_some_and(|min| lifetime.saturating_sub(age) < min)
    {
        return false;
    }
    lifetime > age || is_welcome_stale(age - lifetime, directives, wishes)
}

/// Stale responses are served only to requests that ask for them (RFC 9111, section 5.2.1.2), and
/// not where the response forbids it (sections 5.2.2.2, 5.2.2.8 and 5.2.2.10).
fn is_welcome_stale(staleness: Duration, directives: &CacheControl, wishes: &CacheControl) -> bool {
    const FORBIDDING: [&str; 3] = ["must-revalidate", "proxy-revalidate", "s-maxage"];
    if FORBIDDING.iter().any(|name| directives.has(name)) {
        return false;
    }
    wishes.has_bare("max-stale")
        || wishes
            .seconds("max-stale", Duration::ZERO)
            .is_some_and(|max| staleness <= max)
}
