//! Methods and header names that the standard treats apart.
//!
//! `cors-core` has tables of such names too, and the two must stay apart: this browser is the oracle
//! that the core is judged by, and no test would see a mistake that both of them shared.

/// <https://fetch.spec.whatwg.org/#cors-safelisted-method>
pub(super) fn is_safelisted_method(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// <https://fetch.spec.whatwg.org/#forbidden-method>
pub(super) fn is_forbidden_method(method: &str) -> bool {
    let method = method.to_ascii_uppercase();
    matches!(method.as_str(), "CONNECT" | "TRACE" | "TRACK")
}

/// <https://fetch.spec.whatwg.org/#concept-method-normalize>: `patch` is not among them.
pub(super) fn normalise_method(method: &str) -> String {
    let upper = method.to_ascii_uppercase();
    match upper.as_str() {
        "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" => upper,
        _ => method.to_owned(),
    }
}

/// <https://fetch.spec.whatwg.org/#forbidden-request-header>, of a name in lower case.
pub(super) fn is_forbidden_request_header(name: &str, value: &[u8]) -> bool {
    const NAMES: [&str; 21] = [
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ];
    const METHOD_OVERRIDES: [&str; 3] = [
        "x-http-method",
        "x-http-method-override",
        "x-method-override",
    ];

    let carries_forbidden_method = || {
        let methods = core::str::from_utf8(value).unwrap_or_default().split(',');
        methods
            .map(|method| method.trim_matches([' ', '\t']))
            .any(is_forbidden_method)
    };
    NAMES.contains(&name)
        || name.starts_with("proxy-")
        || name.starts_with("sec-")
        || (METHOD_OVERRIDES.contains(&name) && carries_forbidden_method())
}

/// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>
pub(super) fn is_non_wildcard_request_header(name: &str) -> bool {
    name == "authorization"
}

/// <https://fetch.spec.whatwg.org/#request-body-header-name>
pub(super) fn is_request_body_header(name: &str) -> bool {
    matches!(
        name,
        "content-encoding" | "content-language" | "content-location" | "content-type"
    )
}

/// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>
pub(super) fn is_forbidden_response_header(name: &str) -> bool {
    matches!(name, "set-cookie" | "set-cookie2")
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>, without the list that a
/// response brings.
pub(super) fn is_safelisted_response_header(name: &str) -> bool {
    matches!(
        name,
        "cache-control"
            | "content-language"
            | "content-length"
            | "content-type"
            | "expires"
            | "last-modified"
            | "pragma"
    )
}

/// Headers that only responses have, of a name in lower case: no policy lists them for requests.
pub(super) fn is_response_only(name: &str) -> bool {
    let protocol = name.starts_with("access-control-") && !is_asking(name);
    protocol || matches!(name, "set-cookie" | "vary" | "www-authenticate")
}

/// Headers that only requests have, of a name in lower case: no policy exposes them.
pub(super) fn is_request_only(name: &str) -> bool {
    let names = ["cookie", "host", "origin", "referer", "user-agent"];
    is_asking(name) || names.contains(&name)
}

fn is_asking(name: &str) -> bool {
    name.starts_with("access-control-request-")
}

/// Whether a method, in upper case, is registered or in use.
pub(super) fn is_known_method(method: &str) -> bool {
    const IN_USE: [&str; 6] = ["BATCH", "BCOPY", "BMOVE", "BPROPFIND", "BPROPPATCH", "POLL"];

    REGISTERED_METHODS.contains(&method) || IN_USE.contains(&method)
}

/// <https://www.iana.org/assignments/http-methods/http-methods.xhtml>, those that pages use.
pub(super) const REGISTERED_METHODS: [&str; 37] = [
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
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
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];
