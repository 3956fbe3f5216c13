//! What WebKit prints, now and in earlier versions.

use super::{
    not_cors::NotCors,
    row::{Cause, Part, Row},
};
use crate::{Engine, Reason};

/// `Source/WebCore/loader/CrossOriginAccessControl.cpp`.
const CHECK: &str = "WebKit, CrossOriginAccessControl.cpp; found in WebKitGTK 2.50";
/// `Source/WebCore/loader/CrossOriginPreflightResultCache.cpp`.
const PREFLIGHT: &str = "WebKit, CrossOriginPreflightResultCache.cpp; found in WebKitGTK 2.50";
/// `Source/WebCore/loader/` and `Source/WebKit/NetworkProcess/`.
const LOADER: &str = "WebKit, its loaders; found in WebKitGTK 2.50";

const fn row(part: Part, template: &'static str, sign: &'static str, source: &'static str) -> Row {
    Row::new(Some(Engine::WebKit), part, template, sign, source)
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
        Part::WeakOpening,
        "XMLHttpRequest cannot load {url} ",
        "xmlhttprequest cannot load",
        LOADER,
    ),
    row(
        Part::WeakOpening,
        "Fetch API cannot load {url} ",
        "fetch api cannot load",
        LOADER,
    ),
    row(
        Part::WeakOpening,
        "EventSource cannot load {url} ",
        "eventsource cannot load",
        LOADER,
    ),
    row(
        Part::UrlLine,
        "{url} due to access control checks.",
        "due to access control checks",
        LOADER,
    ),
    row(
        Part::Cause(Cause::OpenOrigin),
        "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}",
        "is not allowed by access-control-allow-origin",
        CHECK,
    ),
    cause(
        Reason::MultipleAllowOrigin,
        "Access-Control-Allow-Origin cannot contain more than one origin.",
        "access-control-allow-origin cannot contain more than one origin",
        CHECK,
    ),
    cause(
        Reason::WildcardWithCredentials,
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
        "cannot use wildcard in access-control-allow-origin",
        CHECK,
    ),
    cause(
        Reason::CredentialsNotAllowed,
        "Credentials flag is true, but Access-Control-Allow-Credentials is not 'true'.",
        "credentials flag is true, but access-control-allow-credentials is not",
        CHECK,
    ),
    cause(
        Reason::PreflightNotOk,
        "Preflight response is not successful. Status code: {status}",
        "preflight response is not successful",
        CHECK,
    ),
    cause(
        Reason::PreflightFailed,
        "Preflight response was blocked",
        "preflight response was blocked",
        LOADER,
    ),
    cause(
        Reason::PreflightFailed,
        "CORS-preflight request was blocked",
        "cors-preflight request was blocked",
        LOADER,
    ),
    cause(
        Reason::InvalidList,
        "Header Access-Control-Allow-Methods has an invalid value: {value}",
        "header access-control-allow-methods has an invalid value",
        PREFLIGHT,
    ),
    cause(
        Reason::InvalidList,
        "Header Access-Control-Allow-Headers has an invalid value: {value}",
        "header access-control-allow-headers has an invalid value",
        PREFLIGHT,
    ),
    cause(
        Reason::MethodNotAllowed,
        "Method {name} is not allowed by Access-Control-Allow-Methods.",
        "is not allowed by access-control-allow-methods",
        PREFLIGHT,
    ),
    cause(
        Reason::HeaderNotAllowed,
        "Request header field {name} is not allowed by Access-Control-Allow-Headers.",
        "is not allowed by access-control-allow-headers",
        PREFLIGHT,
    ),
    cause(
        Reason::RedirectBlocked,
        "Cross-origin redirection to {value} denied by Cross-Origin Resource Sharing policy: redirection URL {target} has credentials",
        "denied by cross-origin resource sharing policy: redirection url",
        LOADER,
    ),
    cause(
        Reason::RedirectBlocked,
        "Cross-origin redirection to {value} denied by Cross-Origin Resource Sharing policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme",
        "denied by cross-origin resource sharing policy: not allowed to follow",
        LOADER,
    ),
    row(
        Part::WeakOpening,
        "Cross-origin redirection to {value} denied by Cross-Origin Resource Sharing policy:",
        "denied by cross-origin resource sharing policy:",
        LOADER,
    ),
    row(
        Part::Cause(Cause::Open),
        "Cross-origin redirection to {value} denied by Cross-Origin Resource Sharing policy.",
        "denied by cross-origin resource sharing policy.",
        LOADER,
    ),
    cause(
        Reason::PreflightFailed,
        "Connection terminated unexpectedly",
        "connection terminated unexpectedly",
        "libsoup, recorded of WebKitGTK 2.50: only of preflights",
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::ContentSecurityPolicy)),
        "Refused to connect to {url} because it does not appear in the connect-src directive of the Content Security Policy.",
        "because it does not appear in the connect-src directive",
        "WebKit, recorded of WebKitGTK 2.50",
    ),
    row(
        Part::Cause(Cause::Open),
        "Cross origin requests are not allowed when using same-origin fetch mode.",
        "cross origin requests are not allowed when using same-origin",
        LOADER,
    ),
    cause(
        Reason::SchemeNotSupported,
        "Cross origin requests are only supported for HTTP.",
        "cross origin requests are only supported for http.",
        LOADER,
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::ResourcePolicy)),
        "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header.",
        "because it violates the resource's cross-origin-resource-policy response header",
        LOADER,
    ),
    row(
        Part::Cause(Cause::NotCors(NotCors::MixedContent)),
        "requested insecure content from {url}. This content was blocked and must be served over HTTPS.",
        "requested insecure content from",
        LOADER,
    ),
    row(
        Part::Echo(Cause::NotCors(NotCors::NoDetail)),
        "TypeError: Load failed",
        "typeerror: load failed",
        LOADER,
    ),
];
