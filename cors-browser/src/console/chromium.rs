//! What Chromium prints, now and in earlier versions.

use super::row::{Cause, Part, Row};
use crate::{Engine, Reason};

/// `third_party/blink/renderer/platform/loader/cors/cors_error_string.cc`.
const NOW: &str = "Chromium, cors_error_string.cc; found in the program of version 156";
/// The same file, and `WebCORS.cpp` and `CrossOriginAccessControl.cpp` before it.
const BEFORE: &str =
    "Chromium, cors_error_string.cc and its predecessors, until version 70 or earlier";
/// The same file, for the drafts of private and local network access.
const NETWORK: &str = "Chromium, cors_error_string.cc, since version 86";
const XHR: &str = "Chromium, xml_http_request.cc";

const fn row(part: Part, template: &'static str, sign: &'static str, source: &'static str) -> Row {
    Row::new(Some(Engine::Chromium), part, template, sign, source)
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
        "Access to {kind} at '{url}' from origin '{origin}' has been blocked by CORS policy:",
        "has been blocked by cors policy",
        NOW,
    ),
    row(
        Part::Opening,
        "Access blocked by CORS policy:",
        "access blocked by cors policy",
        NOW,
    ),
    row(
        Part::WeakOpening,
        "Redirect from '{first}' to '{url}' ",
        "redirect from '",
        BEFORE,
    ),
    row(
        Part::WeakOpening,
        "Failed to load {url}: ",
        "failed to load ",
        BEFORE,
    ),
    row(
        Part::WeakOpening,
        "from origin '{origin}' has been blocked from loading by Cross-Origin Resource Sharing policy:",
        "has been blocked from loading by cross-origin resource sharing policy",
        BEFORE,
    ),
    row(
        Part::Preflight,
        "Response to preflight request doesn't pass access control check:",
        "response to preflight request doesn't pass access control check",
        NOW,
    ),
    cause(
        Reason::OriginNotAllowed,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "no 'access-control-allow-origin' header is present",
        NOW,
    ),
    cause(
        Reason::MultipleAllowOrigin,
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed.",
        "'access-control-allow-origin' header contains multiple values",
        NOW,
    ),
    cause(
        Reason::InvalidAllowOrigin,
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        "'access-control-allow-origin' header contains the invalid value",
        NOW,
    ),
    cause(
        Reason::OriginMismatch,
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin.",
        "'access-control-allow-origin' header has a value",
        NOW,
    ),
    cause(
        Reason::WildcardWithCredentials,
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
        "'access-control-allow-origin' header in the response must not be the wildcard",
        NOW,
    ),
    cause(
        Reason::WildcardWithCredentials,
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true.",
        "cannot be used in the 'access-control-allow-origin' header when the credentials flag",
        BEFORE,
    ),
    cause(
        Reason::CredentialsNotAllowed,
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be 'true' when the request's credentials mode is 'include'.",
        "the value of the 'access-control-allow-credentials' header in the response",
        NOW,
    ),
    cause(
        Reason::CredentialsNotAllowed,
        "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{value}'. It must be 'true' to allow credentials.",
        "credentials flag is 'true', but the 'access-control-allow-credentials' header",
        BEFORE,
    ),
    cause(
        Reason::PreflightNotOk,
        "It does not have HTTP ok status.",
        "it does not have http ok status",
        NOW,
    ),
    cause(
        Reason::PreflightNotOk,
        "Response for preflight does not have HTTP ok status.",
        "response for preflight does not have http ok status",
        BEFORE,
    ),
    cause(
        Reason::PreflightNotOk,
        "Response for preflight has invalid HTTP status code {status}",
        "response for preflight has invalid http status code",
        BEFORE,
    ),
    cause(
        Reason::PreflightNotOk,
        "Invalid HTTP status code {status}",
        "invalid http status code",
        BEFORE,
    ),
    cause(
        Reason::PreflightRedirected,
        "Redirect is not allowed for a preflight request.",
        "redirect is not allowed for a preflight request",
        NOW,
    ),
    cause(
        Reason::PreflightRedirected,
        "Response for preflight is invalid (redirect)",
        "response for preflight is invalid (redirect",
        BEFORE,
    ),
    cause(
        Reason::PreflightRedirected,
        "The request was redirected to '{value}', which is disallowed for cross-origin requests that require preflight.",
        "which is disallowed for cross-origin requests that require preflight",
        BEFORE,
    ),
    cause(
        Reason::InvalidList,
        "Cannot parse {name} response header field in preflight response.",
        "response header field in preflight response",
        NOW,
    ),
    cause(
        Reason::MethodNotAllowed,
        "Method {name} is not allowed by Access-Control-Allow-Methods in preflight response.",
        "is not allowed by access-control-allow-methods in preflight response",
        NOW,
    ),
    cause(
        Reason::HeaderNotAllowed,
        "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response.",
        "is not allowed by access-control-allow-headers in preflight response",
        NOW,
    ),
    cause(
        Reason::RedirectBlocked,
        "Redirect location '{value}' contains a username and password, which is disallowed for cross-origin requests.",
        "contains a username and password, which is disallowed",
        NOW,
    ),
    cause(
        Reason::RedirectBlocked,
        "The request was redirected to a URL ('{value}') which contains userinfo, which is disallowed for cross-origin requests.",
        "which contains userinfo, which is disallowed",
        BEFORE,
    ),
    cause(
        Reason::RedirectBlocked,
        "Redirect location '{value}' has a disallowed scheme for cross-origin requests.",
        "has a disallowed scheme for cross-origin requests",
        BEFORE,
    ),
    cause(
        Reason::SchemeNotSupported,
        "Cross origin requests are only supported for protocol schemes: {value}.",
        "cross origin requests are only supported for protocol schemes",
        NOW,
    ),
    row(
        Part::Cause(Cause::Open),
        "Cross origin requests are not allowed by request mode.",
        "cross origin requests are not allowed by request mode",
        NOW,
    ),
    row(
        Part::Cause(Cause::Open),
        "has been blocked by CORS policy: The response is invalid.",
        "cors policy: the response is invalid",
        NOW,
    ),
    row(
        Part::Cause(Cause::Open),
        "Fetch API cannot load {url} Request mode is 'same-origin' but the URL's origin is not same as the request origin {origin}.",
        "request mode is 'same-origin' but the url's origin is not same as the request origin",
        "Chromium, recorded of version 156",
    ),
    cause(
        Reason::SchemeNotSupported,
        "Not allowed to load local resource: {url} ",
        "not allowed to load local resource",
        "Chromium, recorded of version 156",
    ),
    cause(
        Reason::SchemeNotSupported,
        "Fetch API cannot load {url} URL scheme '{scheme}' is not supported.",
        "url scheme '",
        "Chromium, fetch_manager.cc",
    ),
    cause(
        Reason::RedirectBlocked,
        "{url} net::ERR_UNSAFE_REDIRECT",
        "net::err_unsafe_redirect",
        "Chromium, recorded of version 156",
    ),
    cause(
        Reason::LocalNetworkDenied,
        "Permission was denied for this request to access the '{space}' address space.",
        "permission was denied for this request to access the",
        NETWORK,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "The request client is not a secure context and the resource is in more-private address space '{space}'.",
        "request client is not a secure context and the resource is in more-private address space",
        NETWORK,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "Request had a target IP address space of '{space}' yet the resource is in address space '{other}'.",
        "request had a target ip address space of",
        NETWORK,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "Request had no target IP address space, yet the resource is in address space '{space}'.",
        "request had no target ip address space, yet the resource is",
        NETWORK,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "Unable to ask for permission to access the '{space}' IP address space.",
        "unable to ask for permission to access the",
        NETWORK,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "No 'Access-Control-Allow-Private-Network' header was present in the preflight response for this private network request targeting the '{space}' address space.",
        "no 'access-control-allow-private-network' header was present",
        NETWORK,
    ),
    cause(
        Reason::LocalNetworkDenied,
        "The 'Access-Control-Allow-Private-Network' header in the preflight response for this private network request targeting the '{space}' address space had a value of '{value}',",
        "the 'access-control-allow-private-network' header in the preflight response",
        NETWORK,
    ),
    cause(
        Reason::NotExposed,
        "Refused to get unsafe header '{name}'",
        "refused to get unsafe header",
        XHR,
    ),
    cause(
        Reason::AuthorizationNotCovered,
        "Authorization will not be covered by the wildcard symbol (*) in CORS 'Access-Control-Allow-Headers' handling.",
        "authorization will not be covered by the wildcard symbol",
        "Chromium, deprecation.json5; found in the program of version 156",
    ),
    row(
        Part::Closing,
        "Origin '{origin}' is therefore not allowed access.",
        "is therefore not allowed access",
        BEFORE,
    ),
    row(
        Part::Closing,
        "The response had HTTP status code {status}.",
        "the response had http status code",
        BEFORE,
    ),
];
