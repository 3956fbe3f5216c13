//! What a request tells a guard, and how it is answered.

use core::fmt;

use http::{Request, header::HOST};

use super::head::Head;

/// A request, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) method: String,
    /// Where it is sent, without its query.
    pub(super) place: String,
    /// `Origin`, `Sec-Fetch-Site`, `-Mode`, `-Dest`, `Upgrade`.
    headers: [Option<String>; 5],
    /// None without an answer.
    pub(super) status: Option<u16>,
}

const HEADERS: [&str; 5] = [
    "origin",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
    "upgrade",
];

impl Told {
    /// By a browser.
    pub(super) fn sent(head: &Head, tls: bool) -> Self {
        let scheme = if tls { "https" } else { "http" };
        let host = head.header("host").unwrap_or_default();
        let path = head.target.split('?').next().unwrap_or_default();
        Self {
            method: head.method.clone(),
            place: format!("{scheme}://{host}{path}"),
            headers: HEADERS.map(|name| head.header(name).map(str::to_owned)),
            status: None,
        }
    }

    /// By the model.
    pub(super) fn modelled(request: &Request<()>, status: u16) -> Self {
        let header = |name: &str| {
            let value = request.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let uri = request.uri();
        let scheme = uri.scheme_str().unwrap_or_default();
        let host = header(HOST.as_str()).unwrap_or_default();
        Self {
            method: request.method().to_string(),
            place: format!("{scheme}://{host}{}", uri.path()),
            headers: HEADERS.map(header),
            status: Some(status),
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.place)?;
        for (name, value) in HEADERS.iter().zip(&self.headers) {
            let value = value.as_deref().unwrap_or("-");
            write!(f, ", {}: {value}", name.trim_start_matches("sec-fetch-"))?;
        }
        match self.status {
            Some(status) => write!(f, " => {status}"),
            None => f.write_str(" => nothing"),
        }
    }
}
