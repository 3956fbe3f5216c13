//! What Firefox prints in English, now and in earlier versions.

use super::{
    not_cors::NotCors,
    row::{Cause, Part, Row},
};
use crate::{Engine, Reason};

/// `dom/locales/en-US/chrome/security/security.properties`.
const NOW: &str = "Firefox, security.properties of version 153";
const BEFORE: &str = "Firefox, security.properties of earlier versions";
/// `netwerk/locales/en-US/necko.properties`.
const NECKO: &str = "Firefox, necko.properties of version 153";

const fn row(part: Part, template: &'static str, sign: &'static str, source: &'static str) -> Row {
    Row::new(Some(Engine::Firefox), part, template, sign, source)
}

const fn cause(
    reason: Reason,
    template: &'static str,
    sign: &'static str,
    source: &'static str,
) -> Row {
    row(Part::Cause(Cause::Cors(reason)), template, sign, source)
}

pub(super) const ROWS: &[Row] = &[
    row(
        Part::Opening,
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url} ",
        "the same origin policy disallows reading the remote resource at",
        NOW,
    ),
    row(
        Part::Opening,
        "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon.",
        "the same origin policy will disallow reading the remote resource at",
        NOW,
    ),
    row(
        Part::Cause(Cause::Open),
        "(Reason: CORS disabled).",
        "reason: cors disabled",
        NOW,
    ),
    cause(
        Reason::NoResponse,
        "(Reason: CORS request did not succeed). Status code: {status}.",
        "reason: cors request did not succeed",
        NOW,
    ),
    cause(
        Reason::NoResponse,
        "(Reason: CORS request failed).",
        "reason: cors request failed",
        BEFORE,
    ),
    row(
        Part::Cause(Cause::Open),
        "(Reason: CORS header 'Origin' cannot be added).",
        "reason: cors header 'origin' cannot be added",
        NOW,
    ),
    // It is printed of preflights only: redirects of other requests are followed.
    cause(
        Reason::PreflightRedirected,
        "(Reason: CORS request external redirect not allowed).",
        "reason: cors request external redirect not allowed",
        NOW,
    ),
    cause(
        Reason::SchemeNotSupported,
        "(Reason: CORS request not http).",
        "reason: cors request not http",
        NOW,
    ),
    cause(
        Reason::OriginNotAllowed,
        "(Reason: CORS header 'Access-Control-Allow-Origin' missing). Status code: {status}.",
        "reason: cors header 'access-control-allow-origin' missing",
        NOW,
    ),
    cause(
        Reason::MultipleAllowOrigin,
        "(Reason: Multiple CORS header 'Access-Control-Allow-Origin' not allowed).",
        "reason: multiple cors header 'access-control-allow-origin' not",
        NOW,
    ),
    cause(
        Reason::OriginMismatch,
        "(Reason: CORS header 'Access-Control-Allow-Origin' does not match '{value}').",
        "reason: cors header 'access-control-allow-origin' does not match",
        NOW,
    ),
    cause(
        Reason::WildcardWithCredentials,
        "(Reason: Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*').",
        "reason: credential is not supported if the cors header",
        NOW,
    ),
    cause(
        Reason::MethodNotAllowed,
        "(Reason: Did not find method in CORS header 'Access-Control-Allow-Methods').",
        "reason: did not find method in cors header",
        NOW,
    ),
    cause(
        Reason::CredentialsNotAllowed,
        "(Reason: expected 'true' in CORS header 'Access-Control-Allow-Credentials').",
        "reason: expected 'true' in cors header 'access-control-allow-credentials",
        NOW,
    ),
    cause(
        Reason::PreflightNotOk,
        "(Reason: CORS preflight response did not succeed). Status code: {status}.",
        "reason: cors preflight response did not succeed",
        NOW,
    ),
    cause(
        Reason::PreflightFailed,
        "(Reason: CORS preflight channel did not succeed).",
        "reason: cors preflight channel did not succeed",
        BEFORE,
    ),
    cause(
        Reason::InvalidList,
        "(Reason: invalid token '{value}' in CORS header '{name}').",
        "reason: invalid token",
        NOW,
    ),
    cause(
        Reason::HeaderNotAllowed,
        "(Reason: header '{name}' is not allowed according to header 'Access-Control-Allow-Headers' from CORS preflight response).",
        "is not allowed according to header 'access-control-allow-headers'",
        NOW,
    ),
    cause(
        Reason::HeaderNotAllowed,
        "(Reason: missing token '{name}' in CORS header 'Access-Control-Allow-Headers' from CORS preflight channel).",
        "reason: missing token",
        BEFORE,
    ),
    cause(
        Reason::AuthorizationNotCovered,
        "(Reason: When the 'Access-Control-Allow-Headers' is '*', the 'Authorization' header is not covered.",
        "reason: when the 'access-control-allow-headers' is '*', the 'authorization' header is not covered",
        NOW,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "Local Network Access permission required:",
        "local network access permission required",
        NECKO,
    ),
    row(
        Part::Cause(Cause::Open),
        "Security Error: Content at {page} may not load data from {url}.",
        "may not load data from",
        "Firefox, caps.properties of version 153",
    ),
    cause(
        Reason::SchemeNotSupported,
        "Security Error: Content at {page} may not load or link to {url}.",
        "may not load or link to",
        "Firefox, caps.properties of version 153",
    ),
    row(
        Part::Closing,
        "). Status code: {status}.",
        "). status code:",
        NOW,
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::ResourcePolicy)),
        "The resource at '{url}' was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof).",
        "was blocked due to its cross-origin-resource-policy header",
        NECKO,
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::MixedContent)),
        "Blocked loading mixed active content '{url}'",
        "blocked loading mixed active content",
        NOW,
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::MixedContent)),
        "Blocked loading mixed display content '{url}'",
        "blocked loading mixed display content",
        NOW,
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::ContentSecurityPolicy)),
        "The page's settings blocked the loading of a resource ({kind}) at {url} because it violates the following directive:",
        "page's settings blocked the loading of a resource",
        "Firefox, csp.properties",
    ),
    row(
        Part::Echo(Cause::NotCors(NotCors::NoDetail)),
        "NetworkError when attempting to fetch resource.",
        "networkerror when attempting to fetch resource",
        "Firefox, Errors.msg",
    ),
];
