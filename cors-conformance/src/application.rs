//! The application that an implementation mounts, as values: what each route answers.
//!
//! The same routes are mounted below `/NAME/` for every policy NAME of
//! [`Suite::policies`](crate::Suite::policies), guarded by that policy, and below `/none/` without
//! any. Every handler calls [`Spy::visit`](crate::Spy::visit) first.
//!
//! | route below `/NAME` | methods | answer |
//! |---|---|---|
//! | `/echo` | GET HEAD POST PUT PATCH DELETE OPTIONS | 200 with `content-type: application/json`, `x-request-id: 42`, `x-secret: 1`, `cache-control: no-store`, `set-cookie: seen=1; Path=/; SameSite=Lax`, `vary: accept-encoding` and `vary: cookie` ([`ECHO_HEADERS`]); the body is [`echo_body`] |
//! | `/get-only` | GET | 200; any other method: the framework's own 405, or 404 |
//! | `/status/{code}` | GET POST | [that status](status_code) with `x-request-id: 42` ([`STATUS_HEADERS`]); 400 for what is none |
//! | `/fail` | GET | the handler returns the framework's own error type: 500 |
//! | `/panic` | GET | the handler panics; a catch-panic of the framework turns that into 500 |
//! | `/override` | GET | 200; the handler sets `access-control-allow-origin: https://handler.example` and `access-control-allow-credentials: true` by itself ([`OVERRIDE_HEADERS`]) |
//! | `/stream` | GET | 200, a body in several chunks: [`STREAM_CHUNKS`] |
//! | `/cached` | GET | 200 with `cache-control: private, max-age=60`, `x-request-id: 42` and `content-type: text/javascript` ([`CACHED_HEADERS`]); the body is [`CACHED_BODY`] |
//! | `/redirect?to=URL` | GET PUT POST | 307 with `location: URL`, [percent-decoded](redirect_location); 400 unless that is an `http` or `https` URL |
//! | `/counter` | GET POST PUT PATCH DELETE | 200, a number as text: how many POST, PUT, PATCH and DELETE requests for this route below this NAME have reached the handler, this one included ([`Counter`]) |
//! | `/socket` | GET with a WebSocket handshake; over HTTP/2 extended CONNECT, where the framework has it | 101, or 200 over HTTP/2: the handshake is accepted, and every text or binary message comes back as it is; any other GET: the framework's own 4xx, neither 403 nor 421 |
//! | anything else | any | the framework's own 404 |
//!
//! NAME's policy answers a preflight for any path below `/NAME/`, even one that no route serves.
//! A path below no policy's prefix is 404, and nothing is added to that.
//!
//! Only a refusal's body is compared. Those here are for people, and for pages that try the application in a
//! browser. Of `/socket` no case sends a message, and its handler [visits](crate::Spy::visit) the spy when the
//! handshake is accepted.
//!
//! [`reference`](crate::reference) is the whole of it without a framework.

use core::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use std::sync::Arc;

use http::{StatusCode, Uri, uri::Scheme};
use percent_encoding::percent_decode_str;
use serde_json::json;

/// The headers of `/echo`, each a line of its own.
pub const ECHO_HEADERS: &[(&str, &str)] = &[
    ("content-type", "application/json"),
    REQUEST_ID,
    ("x-secret", "1"),
    ("cache-control", "no-store"),
    ("set-cookie", "seen=1; Path=/; SameSite=Lax"),
    ("vary", "accept-encoding"),
    ("vary", "cookie"),
];

/// The header of `/status/{code}`.
pub const STATUS_HEADERS: &[(&str, &str)] = &[REQUEST_ID];

/// The headers that `/override` sets by itself.
pub const OVERRIDE_HEADERS: &[(&str, &str)] = &[
    ("access-control-allow-origin", "https://handler.example"),
    ("access-control-allow-credentials", "true"),
];

/// The headers of `/cached`.
pub const CACHED_HEADERS: &[(&str, &str)] = &[
    ("cache-control", "private, max-age=60"),
    REQUEST_ID,
    ("content-type", "text/javascript"),
];

/// The body of `/cached`, a script that is one expression.
pub const CACHED_BODY: &str = "\"cached\"";

/// The body of `/stream`.
pub const STREAM_CHUNKS: &[&str] = &["one\n", "two\n", "three\n"];

/// The time between two of the [`STREAM_CHUNKS`].
pub const STREAM_INTERVAL: Duration = Duration::from_millis(100);

/// The count of `/counter`, one for each NAME. Clones share it.
///
/// # Example
///
/// ```
/// use cors_conformance::application::Counter;
///
/// let counter = Counter::new();
/// assert_eq!(counter.answer("GET"), "0");
/// assert_eq!(counter.answer("POST"), "1");
/// assert_eq!(counter.answer("GET"), "1");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Counter(Arc<AtomicU64>);

impl Counter {
    /// A counter that has counted nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The body of `/counter` for a request with this method, which is counted unless it only reads.
    #[must_use]
    pub fn answer(&self, method: &str) -> String {
        let counts = matches!(method, "POST" | "PUT" | "PATCH" | "DELETE");
        let counted = u64::from(counts);
        let before = self.0.fetch_add(counted, Ordering::SeqCst);
        (before + counted).to_string()
    }
}

/// Where it is, a handler ran, even if no spy can say so.
pub(crate) const REQUEST_ID: (&str, &str) = ("x-request-id", "42");

/// The body of `/echo`: the request as the handler sees it, in JSON. Bytes of a header that are not
/// UTF-8 become U+FFFD. Empty for `HEAD`, because not every framework takes the body away over
/// HTTP/2.
#[must_use]
pub fn echo_body<'a>(
    method: &str,
    path: &str,
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> String {
    if method == "HEAD" {
        return String::new();
    }
    let headers: Vec<_> = headers
        .into_iter()
        .map(|(name, value)| (name, String::from_utf8_lossy(value)))
        .collect();
    json!({ "method": method, "path": path, "headers": headers }).to_string()
}

/// The status that `/status/{code}` asks for. The interim ones below 200 end no response.
#[must_use]
pub fn status_code(code: &str) -> Option<u16> {
    let code = StatusCode::from_bytes(code.as_bytes()).ok()?;
    (!code.is_informational()).then_some(code.as_u16())
}

/// The URL that `/redirect?to=URL` leads to, if it is one of `http` or `https`.
#[must_use]
pub fn redirect_location(query: Option<&str>) -> Option<String> {
    let mut parameters = query?.split('&');
    let to = parameters.find_map(|parameter| parameter.strip_prefix("to="))?;
    let to = percent_decode_str(to).decode_utf8().ok()?.into_owned();
    let uri: Uri = to.parse().ok()?;
    let web = uri
        .scheme()
        .is_some_and(|scheme| [Scheme::HTTP, Scheme::HTTPS].contains(scheme));
    let host = uri.host().is_some_and(|host| !host.is_empty());
    (web && host && to.bytes().all(|byte| byte.is_ascii_graphic())).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::{
        CACHED_HEADERS, Counter, ECHO_HEADERS, OVERRIDE_HEADERS, STATUS_HEADERS, echo_body,
        redirect_location, status_code,
    };

    #[test]
    fn the_table_has_every_header() {
        for (route, headers) in [
            ("/echo", ECHO_HEADERS),
            ("/status/{code}", STATUS_HEADERS),
            ("/override", OVERRIDE_HEADERS),
            ("/cached", CACHED_HEADERS),
        ] {
            let start = format!("//! | `{route}` |");
            let mut lines = include_str!("application.rs").lines();
            let row = lines.find(|line| line.starts_with(&start)).unwrap();
            for (name, value) in headers {
                assert!(row.contains(&format!("`{name}: {value}`")), "{row}");
            }
            let written = row.matches(": ").count();
            assert_eq!(written, headers.len(), "{row}");
        }
    }

    #[test]
    fn counter_counts_what_may_change_something() {
        let counter = Counter::new();
        let clone = counter.clone();
        let answers = [
            "GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "post", "GET",
        ]
        .map(|method| clone.answer(method));
        assert_eq!(answers, ["0", "1", "2", "2", "2", "3", "4", "4", "4"]);
        assert_eq!(counter.answer("GET"), "4");
        assert_eq!(Counter::new().answer("GET"), "0");
    }

    #[test]
    fn status_takes_codes_that_can_end_a_response() {
        assert_eq!(status_code("200"), Some(200));
        assert_eq!(status_code("204"), Some(204));
        assert_eq!(status_code("599"), Some(599));
        assert_eq!(status_code("999"), Some(999));
        for code in [
            "", "0", "99", "100", "101", "1000", "0200", "+200", "abc", "20%30",
        ] {
            assert_eq!(status_code(code), None, "{code}");
        }
    }

    #[test]
    fn redirect_takes_only_web_urls() {
        let to = |query| redirect_location(Some(query));
        assert_eq!(
            to("to=https://a.example"),
            Some("https://a.example".to_owned())
        );
        assert_eq!(
            to("to=HTTP://a.example/"),
            Some("HTTP://a.example/".to_owned())
        );
        assert_eq!(
            to("x=1&to=http%3A%2F%2F127.0.0.1%3A3000%2Fnone%2Fecho%3Fa%3D1%26b%3D2%23c&to=y"),
            Some("http://127.0.0.1:3000/none/echo?a=1&b=2#c".to_owned())
        );
        assert_eq!(
            to("to=http://[::1]:3000/a+b"),
            Some("http://[::1]:3000/a+b".to_owned())
        );
        for query in [
            "",
            "to=",
            "to",
            "to=/echo",
            "to=//a.example",
            "to=ftp://a.example",
            "to=javascript:alert(1)",
            "to=file:///etc/passwd",
            "to=https://",
            "to=https://a.example/%0d%0aset-cookie:x=1",
            "to=https://a.example/%00",
            "to=https://a.example/a%20b",
            "to=https://a.example/%C3%A9",
            "to=https://a.example/%FF",
            "To=https://a.example",
        ] {
            assert_eq!(to(query), None, "{query}");
        }
        assert_eq!(redirect_location(None), None);
    }

    #[test]
    fn echo_keeps_repeated_headers_and_survives_other_encodings() {
        let headers: [(&str, &[u8]); 3] = [("x-a", b"1"), ("x-b", b"\xff\"2"), ("x-a", b"")];
        assert_eq!(
            echo_body("PUT", "/p/echo", headers.into_iter()),
            "{\"headers\":[[\"x-a\",\"1\"],[\"x-b\",\"\u{fffd}\\\"2\"],[\"x-a\",\"\"]],\
             \"method\":\"PUT\",\"path\":\"/p/echo\"}"
        );
    }
}
