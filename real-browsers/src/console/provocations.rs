//! Everything that is done wrong, so that browsers say so.

/// A request of a page, and the answers that it gets.
pub(super) struct Provocation {
    pub(super) name: &'static str,
    pub(super) page: Page,
    /// What the page's script does, with `url` for the URL.
    pub(super) script: &'static str,
    /// To `OPTIONS`. `{origin}` is the request's, `{server}` the server's port; empty is no answer.
    pub(super) preflight: &'static str,
    pub(super) answer: &'static str,
}

/// The page whose script it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Plain,
    Sandboxed,
    /// With a `Content-Security-Policy`.
    Strict,
}

const GET: &str = "await fetch(url)";
const INCLUDE: &str = "await fetch(url, { credentials: 'include' })";
const PUT: &str = "await fetch(url, { method: 'PUT' })";
const HEADER: &str = "await fetch(url, { headers: { 'X-Api-Key': '42' } })";
const XHR: &str = "await new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open('GET', url); x.send(); })";
const XHR_INCLUDE: &str = "await new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open('GET', url); x.withCredentials = true; x.send(); })";
const READ: &str = "await new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = () => { x.getResponseHeader('x-total'); done(); }; x.open('GET', url); x.send(); })";
const IMAGE: &str = "await new Promise((done) => { const i = new Image(); i.crossOrigin = 'anonymous'; i.onload = i.onerror = done; i.src = url; })";

const NOTHING: &str = "200 OK\n";
const FINE: &str =
    "200 OK\naccess-control-allow-origin: {origin}\naccess-control-allow-credentials: true\n";
const MISMATCH: &str = "200 OK\naccess-control-allow-origin: https://other.example\n";

const fn get(name: &'static str, script: &'static str, answer: &'static str) -> Provocation {
    Provocation {
        name,
        page: Page::Plain,
        script,
        preflight: FINE,
        answer,
    }
}

const fn preflight(name: &'static str, script: &'static str, answer: &'static str) -> Provocation {
    Provocation {
        name,
        page: Page::Plain,
        script,
        preflight: answer,
        answer: FINE,
    }
}

pub(super) const PROVOCATIONS: &[Provocation] = &[
    get("missing", GET, NOTHING),
    get("missing-xhr", XHR, NOTHING),
    get("missing-image", IMAGE, NOTHING),
    get("missing-on-error", GET, "500 Internal Server Error\n"),
    get("mismatch", GET, MISMATCH),
    get(
        "two-lines",
        GET,
        "200 OK\naccess-control-allow-origin: *\naccess-control-allow-origin: *\n",
    ),
    get(
        "list",
        GET,
        "200 OK\naccess-control-allow-origin: https://a.example, https://b.example\n",
    ),
    get(
        "invalid",
        GET,
        "200 OK\naccess-control-allow-origin: app.example.com\n",
    ),
    get(
        "pattern",
        GET,
        "200 OK\naccess-control-allow-origin: https://*.example.com\n",
    ),
    get(
        "wildcard-with-credentials",
        INCLUDE,
        "200 OK\naccess-control-allow-origin: *\naccess-control-allow-credentials: true\n",
    ),
    get(
        "wildcard-with-credentials-xhr",
        XHR_INCLUDE,
        "200 OK\naccess-control-allow-origin: *\n",
    ),
    get(
        "no-allow-credentials",
        INCLUDE,
        "200 OK\naccess-control-allow-origin: {origin}\n",
    ),
    get(
        "other-allow-credentials",
        INCLUDE,
        "200 OK\naccess-control-allow-origin: {origin}\naccess-control-allow-credentials: True\n",
    ),
    get(
        "not-exposed",
        READ,
        "200 OK\naccess-control-allow-origin: *\nx-total: 42\n",
    ),
    get(
        "not-found",
        GET,
        "404 Not Found\naccess-control-allow-origin: *\n",
    ),
    get("no-response", GET, ""),
    get(
        "redirect-to-missing",
        GET,
        "302 Found\nlocation: /missing\naccess-control-allow-origin: *\n",
    ),
    get(
        "redirect-across-origins",
        GET,
        "302 Found\nlocation: http://other.localhost:{server}/mismatch\naccess-control-allow-origin: *\n",
    ),
    get(
        "redirect-with-user-info",
        GET,
        "302 Found\nlocation: http://user:secret@other.localhost:{server}/fine\naccess-control-allow-origin: *\n",
    ),
    get(
        "redirect-to-data",
        GET,
        "302 Found\nlocation: data:text/plain,a\naccess-control-allow-origin: *\n",
    ),
    get(
        "resource-policy",
        "await fetch(url, { mode: 'no-cors' })",
        "200 OK\ncross-origin-resource-policy: same-origin\n",
    ),
    get(
        "same-origin-mode",
        "await fetch(url, { mode: 'same-origin' })",
        FINE,
    ),
    get("file", "await fetch('file:///etc/hosts')", FINE),
    get(
        "nobody-listens",
        "await fetch('http://api.localhost:{closed}/')",
        FINE,
    ),
    preflight("preflight-missing", PUT, "204 No Content\n"),
    preflight(
        "preflight-mismatch",
        PUT,
        "204 No Content\naccess-control-allow-origin: https://other.example\n",
    ),
    preflight("preflight-forbidden", PUT, "403 Forbidden\n"),
    preflight(
        "preflight-error",
        PUT,
        "500 Internal Server Error\naccess-control-allow-origin: {origin}\naccess-control-allow-methods: PUT\n",
    ),
    preflight(
        "preflight-redirect",
        PUT,
        "302 Found\nlocation: /fine\naccess-control-allow-origin: {origin}\n",
    ),
    preflight("preflight-no-response", PUT, ""),
    preflight(
        "method",
        PUT,
        "204 No Content\naccess-control-allow-origin: {origin}\naccess-control-allow-methods: DELETE\n",
    ),
    preflight(
        "header",
        HEADER,
        "204 No Content\naccess-control-allow-origin: {origin}\n",
    ),
    preflight(
        "invalid-methods",
        PUT,
        "204 No Content\naccess-control-allow-origin: {origin}\naccess-control-allow-methods: PUT; DELETE\n",
    ),
    preflight(
        "invalid-headers",
        HEADER,
        "204 No Content\naccess-control-allow-origin: {origin}\naccess-control-allow-headers: x-api-key; x-trace\n",
    ),
    preflight(
        "authorization-under-wildcard",
        "await fetch(url, { headers: { authorization: 'Bearer a' } })",
        "204 No Content\naccess-control-allow-origin: {origin}\naccess-control-allow-headers: *\n",
    ),
    preflight(
        "wildcard-methods-with-credentials",
        "await fetch(url, { method: 'PUT', credentials: 'include' })",
        "204 No Content\naccess-control-allow-origin: {origin}\naccess-control-allow-credentials: true\naccess-control-allow-methods: *\n",
    ),
    Provocation {
        name: "missing-for-null",
        page: Page::Sandboxed,
        script: GET,
        preflight: FINE,
        answer: NOTHING,
    },
    Provocation {
        name: "content-security-policy",
        page: Page::Strict,
        script: GET,
        preflight: FINE,
        answer: FINE,
    },
];
