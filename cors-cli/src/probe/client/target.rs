//! Where a request goes: scheme, host and port.

use core::fmt;

use http::{HeaderValue, Uri};
use url::{Host, Url};

/// The server that a URI names. Requests of one target share a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::probe) struct Target {
    pub(in crate::probe) tls: bool,
    pub(super) host: Host,
    pub(super) port: u16,
}

impl Target {
    /// `None` for what is no absolute `http` or `https` URI.
    pub(in crate::probe) fn of(uri: &Uri) -> Option<Self> {
        Self::of_url(&Url::parse(&uri.to_string()).ok()?)
    }

    /// The same.
    pub(in crate::probe) fn of_url(url: &Url) -> Option<Self> {
        let tls = match url.scheme() {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        Some(Self {
            tls,
            host: url.host()?.to_owned(),
            port: url.port_or_known_default()?,
        })
    }

    /// What `Host` and `:authority` say: a port only where it is not the scheme's own.
    pub(super) fn authority(&self) -> Option<HeaderValue> {
        let usual = if self.tls { 443 } else { 80 };
        let host = &self.host;
        let text = match self.port {
            port if port == usual => host.to_string(),
            port => format!("{host}:{port}"),
        };
        HeaderValue::from_str(&text).ok()
    }
}

/// As `--resolve` takes it: host and port.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}
