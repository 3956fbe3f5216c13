//! An entry of the expected hosts: a strict parser for the developer's text.

use crate::{
    host::HostKind,
    origin::{parse_port, split_port},
};

/// A host or a pattern of hosts, with the ports that it stands for.
#[derive(Clone, Debug)]
pub(crate) struct HostPattern {
    host: String,
    is_wildcard: bool,
    port: HostPort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostPort {
    Any,
    Only(u16),
}

impl HostPattern {
    /// # Errors
    ///
    /// If it is none, with the corrected text where there is one.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (host, port) = split_port(text);
        let port = match port {
            None | Some("*") => HostPort::Any,
            Some(digits) => HostPort::Only(parse_port(digits)?),
        };
        let (is_wildcard, host) = match host.strip_prefix("*.") {
            Some(host) => (true, host),
            None => (false, host),
        };
        let kind = HostKind::of(host, true)?;
        if is_wildcard && kind != HostKind::Domain {
            return None;
        }
        Some(Self {
            host: host.to_owned(),
            is_wildcard,
            port,
        })
    }

    /// Without the wildcard in front of it, and without the port.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether it stands for the names below the host, and not for the host itself.
    pub(crate) fn is_wildcard(&self) -> bool {
        self.is_wildcard
    }

    pub(crate) fn port(&self) -> HostPort {
        self.port
    }
}
