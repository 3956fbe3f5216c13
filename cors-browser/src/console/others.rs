//! What several engines print, or Chromium about something that is not CORS.

use super::{
    not_cors::NotCors,
    row::{Cause, Part, Row},
};
use crate::Engine;

const CSP: &str = "Content Security Policy Level 3, as Chromium and WebKit say it";
const CHROMIUM: &str = "Chromium; found in the program of version 156";
const NET: &str = "Chromium, net_error_list.h";

const fn chromium(
    what: NotCors,
    template: &'static str,
    sign: &'static str,
    source: &'static str,
) -> Row {
    Row::new(
        Some(Engine::Chromium),
        Part::Cause(Cause::NotCors(what)),
        template,
        sign,
        source,
    )
}

const fn network(template: &'static str, sign: &'static str) -> Row {
    Row::new(
        Some(Engine::Chromium),
        Part::Cause(Cause::Network),
        template,
        sign,
        NET,
    )
}

const fn status(template: &'static str, sign: &'static str) -> Row {
    chromium(NotCors::Status, template, sign, CHROMIUM)
}

pub(super) const ROWS: &[Row] = &[
    Row::new(
        None,
        Part::Cause(Cause::NotCors(NotCors::ContentSecurityPolicy)),
        "Refused to connect to '{url}' because it violates the following Content Security Policy directive:",
        "because it violates the following content security policy directive",
        CSP,
    ),
    chromium(
        NotCors::ContentSecurityPolicy,
        "Connecting to '{url}' violates the following Content Security Policy directive:",
        "violates the following content security policy directive",
        CHROMIUM,
    ),
    Row::new(
        None,
        Part::Echo(Cause::NotCors(NotCors::ContentSecurityPolicy)),
        "Refused to connect because it violates the document's Content Security Policy.",
        "because it violates the document's content security policy",
        CSP,
    ),
    chromium(
        NotCors::MixedContent,
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {kind} '{url}'.",
        "mixed content: the page at",
        CHROMIUM,
    ),
    chromium(
        NotCors::ResourcePolicy,
        "net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep",
        "err_blocked_by_response",
        NET,
    ),
    chromium(
        NotCors::OpaqueResponseBlocking,
        "net::ERR_BLOCKED_BY_ORB",
        "err_blocked_by_orb",
        NET,
    ),
    chromium(
        NotCors::OpaqueResponseBlocking,
        "Cross-Origin Read Blocking (CORB) blocked cross-origin response {url} with MIME type",
        "(corb) blocked cross-origin response",
        "Chromium, until version 125",
    ),
    Row::new(
        Some(Engine::Chromium),
        Part::Echo(Cause::NotCors(NotCors::NoDetail)),
        "{url} net::ERR_FAILED {status} ",
        "net::err_failed",
        NET,
    ),
    network("{url} net::ERR_CONNECTION_REFUSED", "net::err_connection_"),
    network(
        "{url} net::ERR_NAME_NOT_RESOLVED",
        "net::err_name_not_resolved",
    ),
    network("{url} net::ERR_EMPTY_RESPONSE", "net::err_empty_response"),
    network("{url} net::ERR_UNSAFE_PORT", "net::err_unsafe_port"),
    network("{url} net::ERR_TIMED_OUT", "net::err_timed_out"),
    network("{url} net::ERR_ADDRESS_UNREACHABLE", "net::err_address_"),
    network(
        "{url} net::ERR_INTERNET_DISCONNECTED",
        "net::err_internet_disconnected",
    ),
    network("{url} net::ERR_CERT_AUTHORITY_INVALID", "net::err_cert_"),
    network("{url} net::ERR_SSL_PROTOCOL_ERROR", "net::err_ssl_"),
    network("{url} net::ERR_HTTP2_PROTOCOL_ERROR", "net::err_http2_"),
    network(
        "{url} net::ERR_INCOMPLETE_CHUNKED_ENCODING",
        "net::err_incomplete_",
    ),
    network(
        "{url} net::ERR_INVALID_HTTP_RESPONSE",
        "net::err_invalid_http_response",
    ),
    chromium(
        NotCors::Blocker,
        "net::ERR_BLOCKED_BY_CLIENT",
        "net::err_blocked_by_client",
        NET,
    ),
    Row::new(
        None,
        Part::Cause(Cause::NotCors(NotCors::Status)),
        "Failed to load resource: the server responded with a status of {status} ",
        "the server responded with a status of",
        "Chromium and WebKit",
    ),
    status("{url} 400 (Bad Request)", "400 (bad request)"),
    status("{url} 401 (Unauthorized)", "401 (unauthorized)"),
    status("{url} 403 (Forbidden)", "403 (forbidden)"),
    status("{url} 404 (Not Found)", "404 (not found)"),
    status("{url} 405 (Method Not Allowed)", "405 (method not allowed)"),
    status(
        "{url} 500 (Internal Server Error)",
        "500 (internal server error)",
    ),
    status("{url} 502 (Bad Gateway)", "502 (bad gateway)"),
    status(
        "{url} 503 (Service Unavailable)",
        "503 (service unavailable)",
    ),
    Row::new(
        Some(Engine::Chromium),
        Part::Echo(Cause::NotCors(NotCors::NoDetail)),
        "TypeError: Failed to fetch",
        "typeerror: failed to fetch",
        CHROMIUM,
    ),
    Row::new(
        None,
        Part::Cause(Cause::NotCors(NotCors::Cookie)),
        "Cookie '{name}' has been rejected as third-party.",
        "has been rejected as third-party",
        "Firefox, necko.properties of version 153",
    ),
    Row::new(
        None,
        Part::Cause(Cause::NotCors(NotCors::Cookie)),
        "Cookie '{name}' rejected because it has the 'SameSite=None' attribute but is missing the 'secure' attribute.",
        "rejected because it has the 'samesite=none' attribute",
        "Firefox, necko.properties of version 153",
    ),
    Row::new(
        None,
        Part::Cause(Cause::NotCors(NotCors::Cookie)),
        "Cookie '{name}' has 'SameSite' policy set to 'Lax' because it is missing a 'SameSite' attribute",
        "has 'samesite' policy set to 'lax'",
        "Firefox, necko.properties of version 153",
    ),
    chromium(
        NotCors::Cookie,
        "A cookie associated with a cross-site resource at {url} was set without the 'SameSite' attribute.",
        "a cookie associated with a cross-site resource at",
        "Chromium, version 77 to 88",
    ),
];
