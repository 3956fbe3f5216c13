//! Methods and header names: tokens, and what Fetch says about particular ones.
//!
//! `cors-browser` has tables of the same names, on purpose: it is what this crate is tested against,
//! and shared tables would share mistakes.

/// Methods that need no preflight and no listing:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-method>.
pub(crate) const SAFELISTED_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// The same in one text, as the value of a header.
pub(crate) const SAFELISTED_METHODS_VALUE: &str = "GET, HEAD, POST";

/// Whether a method or header name may be written like this:
/// <https://httpwg.org/specs/rfc9110.html#tokens>.
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&b| TOKEN_BYTES[usize::from(b)])
}

/// Looked up and not computed: 8 KiB of names that `*` allows cost a quarter less.
const TOKEN_BYTES: [bool; 256] = {
    let mut known = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        known[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'!' | b'#'
                    | b'$'
                    | b'%'
                    | b'&'
                    | b'\''
                    | b'*'
                    | b'+'
                    | b'-'
                    | b'.'
                    | b'^'
                    | b'_'
                    | b'`'
                    | b'|'
                    | b'~'
            );
        byte += 1;
    }
    known
};

/// <https://fetch.spec.whatwg.org/#forbidden-method>
pub(crate) fn is_forbidden_method(method: &[u8]) -> bool {
    [&b"CONNECT"[..], b"TRACE", b"TRACK"]
        .iter()
        .any(|forbidden| method.eq_ignore_ascii_case(forbidden))
}

/// The methods that a browser writes in upper case:
/// <https://fetch.spec.whatwg.org/#concept-method-normalize>.
pub(crate) fn is_normalised_method(method: &str) -> bool {
    ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]
        .iter()
        .any(|normalised| method.eq_ignore_ascii_case(normalised))
}

/// <https://fetch.spec.whatwg.org/#forbidden-request-header>, by name, lower case.
pub(crate) fn is_forbidden_request_header(name: &str) -> bool {
    name.starts_with("access-control-request-")
        || name.starts_with("proxy-")
        || name.starts_with("sec-")
        || matches!(
            name,
            "accept-charset"
                | "accept-encoding"
                | "connection"
                | "content-length"
                | "cookie"
                | "cookie2"
                | "date"
                | "dnt"
                | "expect"
                | "host"
                | "keep-alive"
                | "origin"
                | "referer"
                | "set-cookie"
                | "te"
                | "trailer"
                | "transfer-encoding"
                | "upgrade"
                | "via"
        )
}

/// Forbidden request headers that mean nothing else where they are listed, lower case: lists that go
/// from hand to hand have them. They are left out of the answer.
///
/// Cookies mean credentials, and what the CORS protocol itself sends means that the lists were mixed up.
pub(crate) fn is_harmless_request_header(name: &str) -> bool {
    is_forbidden_request_header(name)
        && !is_cookie(name)
        && name != "set-cookie"
        && !name.starts_with("access-control-")
}

/// The request headers that carry cookies, lower case.
pub(crate) fn is_cookie(name: &str) -> bool {
    matches!(name, "cookie" | "cookie2")
}

/// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>, lower case.
pub(crate) fn is_forbidden_response_header(name: &str) -> bool {
    matches!(name, "set-cookie" | "set-cookie2")
}

/// Headers that only responses have, lower case. In a list of request headers they are a sign that
/// the two lists were mixed up.
pub(crate) fn is_response_only_header(name: &str) -> bool {
    (name.starts_with("access-control-") && !name.starts_with("access-control-request-"))
        || matches!(name, "set-cookie" | "vary" | "www-authenticate")
}

/// Response headers that only a preflight's answer has, which pages never see, lower case.
pub(crate) fn is_preflight_response_header(name: &str) -> bool {
    matches!(
        name,
        "access-control-allow-headers"
            | "access-control-allow-methods"
            | "access-control-allow-private-network"
            | "access-control-max-age"
    )
}

/// Words that say "all of them", where `*` does. They are names like any other.
pub(crate) fn is_word_for_any(name: &str) -> bool {
    [
        "all",
        "any",
        "anything",
        "asterisk",
        "every",
        "everything",
        "star",
        "wildcard",
    ]
    .iter()
    .any(|word| name.eq_ignore_ascii_case(word))
}

/// Headers that only requests have, lower case. `authorization` is not among them: services
/// return fresh tokens in it.
pub(crate) fn is_request_only_header(name: &str) -> bool {
    name.starts_with("access-control-request-")
        || matches!(
            name,
            "cookie" | "host" | "origin" | "referer" | "user-agent"
        )
}

/// Request headers that need a listing only for unusual values:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>. `content-type` and `range`
/// are left out, since ordinary values of theirs need one.
pub(crate) fn is_safelisted_request_header(name: &str) -> bool {
    matches!(name, "accept" | "accept-language" | "content-language")
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>, lower case.
pub(crate) fn is_safelisted_response_header(name: &str) -> bool {
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

/// The elements of a list in a header, without optional white space and without empty ones:
/// <https://httpwg.org/specs/rfc9110.html#abnf.extension>.
pub(crate) fn elements(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|&byte| byte == b',')
        .map(trim)
        .filter(|element| !element.is_empty())
}

/// Without optional white space: <https://httpwg.org/specs/rfc9110.html#whitespace>.
fn trim(mut element: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = element {
        element = rest;
    }
    element
}
