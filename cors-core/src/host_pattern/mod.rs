//! The developer's hosts: what a policy expects requests to be for, parsed strictly and once.

mod flaw;
mod invalid;
mod reading;

pub use self::{flaw::HostFlaw, invalid::InvalidHost};
use crate::{
    host::HostKind,
    origin::{parse_port, split_port},
    pattern::{Varying, read_authority, read_characters, read_host},
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
    /// The first flaw of the text, and the corrected literal if there is one.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidHost> {
        Self::read(text).map_err(|first| {
            let (flaw, suggestion) = reading::diagnose(text, first);
            InvalidHost::new(text, flaw, suggestion)
        })
    }

    /// A host is what an origin has behind `http://`, and is read by the same functions.
    fn read(text: &str) -> Result<Self, HostFlaw> {
        read_characters(text).map_err(HostFlaw::of)?;
        if reading::has_scheme(text) {
            return Err(HostFlaw::Scheme);
        }
        if reading::is_any_host(text) {
            return Err(HostFlaw::Wildcard);
        }
        if reading::keyword_of(text).is_some() {
            return Err(HostFlaw::Keyword);
        }
        if reading::bare_ipv6(text).is_some() {
            return Err(HostFlaw::Ipv6Brackets);
        }
        let authority = read_authority(text).map_err(HostFlaw::of)?;
        let (host, port) = split_port(authority);
        let (_, varying, _) = read_host(host, true).map_err(HostFlaw::of)?;
        let (is_wildcard, host) = match varying {
            Varying::Nothing => (false, host),
            Varying::Subdomains => (true, host.trim_start_matches("*.")),
            Varying::Hole(_) => return Err(HostFlaw::Hole),
        };
        let port = match port {
            None | Some("*") => HostPort::Any,
            Some(digits) => HostPort::Only(parse_port(digits).ok_or(HostFlaw::InvalidPort)?),
        };
        Ok(Self {
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

    /// Whether only the visitor's own machine answers for it.
    pub(crate) fn is_loopback(&self) -> bool {
        HostKind::of(&self.host, true).is_some_and(|kind| kind.is_loopback(&self.host))
    }
}
