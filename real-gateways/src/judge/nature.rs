//! What is special about a request.

use bytes::Bytes;
use cors_browser::Browser;
use http::{HeaderMap, HeaderName};
use serde::Deserialize;

/// What excuses ask of requests, beside their method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Nature {
    /// CORS-preflight requests.
    Preflight,
    /// A header that decides stands in several lines. No browser writes that.
    SeveralLines,
    /// A header that decides has no value. No browser writes that.
    EmptyLine,
    /// The target names the host, as only proxies are asked.
    AbsoluteTarget,
    /// No page can have its `Origin`.
    NoPage,
    /// A header is longer than many programs take.
    LongLine,
    /// `Upgrade` without `Connection`, which is no handshake (RFC 9110, 7.8).
    LoneUpgrade,
    /// With `Upgrade`: no page can say so, but for handshakes.
    Upgrade,
}

/// The headers that policies read.
const DECIDING: [&str; 7] = [
    "host",
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "sec-fetch-site",
    "sec-fetch-mode",
    "upgrade",
];

/// Some read headers of 8 KiB, the request line among them, and no more.
const LONG: usize = 4096;

impl Nature {
    pub(crate) fn is_of(self, request: &http::Request<Bytes>) -> bool {
        let headers = request.headers();
        let lines = |name| headers.get_all(name).iter();
        match self {
            Self::Preflight => {
                let names = ["origin", "access-control-request-method"];
                request.method() == "OPTIONS"
                    && names.iter().all(|name| headers.contains_key(*name))
            }
            Self::SeveralLines => DECIDING.iter().any(|name| lines(*name).count() > 1),
            Self::EmptyLine => DECIDING
                .iter()
                .any(|name| lines(*name).any(|line| line.is_empty())),
            Self::AbsoluteTarget => request.uri().authority().is_some(),
            Self::NoPage => lines("origin").any(|line| !line.to_str().is_ok_and(is_page)),
            Self::LongLine => {
                headers.values().any(|line| line.len() > LONG) || length(headers) > LONG
            }
            Self::Upgrade => headers.contains_key("upgrade"),
            Self::LoneUpgrade => {
                headers.contains_key("upgrade") && !headers.contains_key("connection")
            }
        }
    }
}

/// Of all headers, or there are too many of them.
fn length(headers: &HeaderMap) -> usize {
    let lines = headers.iter();
    lines
        .map(|(name, value): (&HeaderName, _)| name.as_str().len() + value.len())
        .sum()
}

/// Whether a page can have this origin: browsers write it like this, and there can be such a host.
pub(crate) fn is_page(origin: &str) -> bool {
    /// <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>
    const LONGEST_NAME: usize = 253;
    const LONGEST_LABEL: usize = 63;

    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let name = host.split(':').next().unwrap_or_default();
    let labels = name.strip_suffix('.').unwrap_or(name).split('.');
    let mut labels = labels.map(str::len);
    let can_be =
        name.len() <= LONGEST_NAME + 1 && labels.all(|len| (1..=LONGEST_LABEL).contains(&len));
    can_be && Browser::try_at(origin).is_ok()
}
