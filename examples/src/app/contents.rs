//! What the routes answer, in terms that every framework understands.

use core::time::Duration;

use http::{StatusCode, Uri, uri::Scheme};
use percent_encoding::percent_decode_str;
use serde_json::json;

type Headers = &'static [(&'static str, &'static str)];

/// Headers of `/echo`, each a line of its own.
pub(super) const ECHO: Headers = &[
    ("content-type", "application/json"),
    REQUEST_ID,
    ("x-secret", "1"),
    ("cache-control", "no-store"),
    ("set-cookie", "seen=1; Path=/; SameSite=Lax"),
    ("vary", "accept-encoding"),
    ("vary", "cookie"),
];

/// The header of `/status/{code}`.
pub(super) const STATUS: Headers = &[REQUEST_ID];

/// Headers that `/override` sets by itself.
pub(super) const OVERRIDE: Headers = &[
    ("access-control-allow-origin", "https://handler.example"),
    ("access-control-allow-credentials", "true"),
];

/// Headers of `/cached`.
pub(super) const CACHED: Headers = &[
    ("cache-control", "private, max-age=60"),
    REQUEST_ID,
    ("content-type", "text/javascript"),
];

const REQUEST_ID: (&str, &str) = ("x-request-id", "42");

/// The body of `/cached`, a script that is one expression.
pub(super) const CACHED_BODY: &str = "\"cached\"";

/// The body of `/stream`.
pub(super) const CHUNKS: [&str; 3] = ["one\n", "two\n", "three\n"];

/// The time between two of the [`CHUNKS`].
pub(super) const CHUNK_INTERVAL: Duration = Duration::from_millis(100);

/// The body of `/echo`; bytes of a header that are not UTF-8 become U+FFFD. Empty for `HEAD`, whose
/// body not every framework takes away over HTTP/2.
pub(super) fn echo<'a>(
    method: &str,
    path: &str,
    headers: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> String {
    if method == "HEAD" {
        return String::new();
    }
    let headers: Vec<_> = headers
        .map(|(name, value)| (name, String::from_utf8_lossy(value)))
        .collect();
    json!({ "method": method, "path": path, "headers": headers }).to_string()
}

/// The status that `/status/{code}` asks for. The interim ones below 200 end no response.
pub(super) fn status(code: &str) -> Option<u16> {
    let code = StatusCode::from_bytes(code.as_bytes()).ok()?;
    (!code.is_informational()).then_some(code.as_u16())
}

/// The URL that `/redirect?to=URL` leads to, if it's one of `http` or `https`.
pub(super) fn redirect(query: Option<&str>) -> Option<String> {
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
    use super::{echo, redirect, status};

    #[test]
    fn status_takes_codes_that_can_end_a_response() {
        assert_eq!(status("200"), Some(200));
        assert_eq!(status("204"), Some(204));
        assert_eq!(status("599"), Some(599));
        assert_eq!(status("999"), Some(999));
        for code in [
            "", "0", "99", "100", "101", "1000", "0200", "+200", "abc", "20%30",
        ] {
            assert_eq!(status(code), None, "{code}");
        }
    }

    #[test]
    fn redirect_takes_web_urls_alone() {
        let to = |query| redirect(Some(query));
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
        assert_eq!(redirect(None), None);
    }

    #[test]
    fn echo_keeps_repeated_headers_and_survives_other_encodings() {
        let headers: [(&str, &[u8]); 3] = [("x-a", b"1"), ("x-b", b"\xff\"2"), ("x-a", b"")];
        assert_eq!(
            echo("PUT", "/p/echo", headers.into_iter()),
            "{\"headers\":[[\"x-a\",\"1\"],[\"x-b\",\"\u{fffd}\\\"2\"],[\"x-a\",\"\"]],\
             \"method\":\"PUT\",\"path\":\"/p/echo\"}"
        );
    }
}
