//! The hosts that a server expects to be reached by.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{
    RefusedBy,
    authority::{Authority, is_for},
};
use crate::{
    adapter::RequestHead,
    host::is_labels,
    host_pattern::{HostPattern, HostPort},
};

/// The compiled list of hosts.
#[derive(Default)]
pub(crate) struct Hosts {
    exact: HashMap<Box<[u8]>, Ports, RandomState>,
    /// Names below which any name is expected.
    above: HashMap<Box<[u8]>, Ports, RandomState>,
}

#[derive(Default)]
struct Ports {
    any: bool,
    listed: Vec<u16>,
}

impl Hosts {
    pub(crate) fn insert(&mut self, pattern: &HostPattern) {
        let map = if pattern.is_wildcard() {
            &mut self.above
        } else {
            &mut self.exact
        };
        let ports = map.entry(pattern.host().as_bytes().into()).or_default();
        match pattern.port() {
            HostPort::Any => ports.any = true,
            HostPort::Only(port) => ports.listed.push(port),
        }
    }

    /// Why a request is refused that is for another host. `None` if it is for an expected one.
    #[inline]
    pub(super) fn refuse<V>(&self, head: &impl RequestHead<V>) -> Option<RefusedBy> {
        match is_for(head, |authority| self.expect(authority)) {
            Some(true) => None,
            Some(false) => Some(RefusedBy::UnexpectedHost),
            None => Some(RefusedBy::UnknownHost),
        }
    }

    /// Whether a request may be for this host.
    ///
    /// Takes a look-up, and where there are wildcards, one for each label. Allocates nothing.
    #[inline]
    fn expect(&self, Authority { host, port }: Authority<'_>) -> bool {
        // In lower case, as nearly everybody writes it.
        self.names(host, port)
            || (!self.above.is_empty() && self.names_above(host, port))
            || (host.iter().any(u8::is_ascii_uppercase) && self.expect_lower(host, port))
    }

    #[inline]
    fn names(&self, host: &[u8], port: Option<u16>) -> bool {
        self.exact.get(host).is_some_and(|ports| ports.admit(port))
    }

    #[inline(never)]
    fn names_above(&self, host: &[u8], port: Option<u16>) -> bool {
        let dots = host.iter().enumerate().filter(|(_, byte)| **byte == b'.');
        let mut fitting =
            dots.filter_map(|(dot, _)| Some((dot, self.above.get(&host[dot + 1..])?)));
        fitting.any(|(dot, ports)| ports.admit(port) && is_labels(&host[..dot], true))
    }

    #[inline(never)]
    fn expect_lower(&self, host: &[u8], port: Option<u16>) -> bool {
        let mut buffer = [0; Authority::MAX_HOST];
        let Some(lower) = buffer.get_mut(..host.len()) else {
            return false;
        };
        lower.copy_from_slice(host);
        lower.make_ascii_lowercase();
        self.names(lower, port) || self.names_above(lower, port)
    }
}

impl Ports {
    /// A port that was left out is the default of `http` or of `https`: which one the server speaks, nobody
    /// knows.
    fn admit(&self, port: Option<u16>) -> bool {
        self.any
            || match port {
                Some(port) => self.listed.contains(&port),
                None => self.listed.iter().any(|port| matches!(port, 80 | 443)),
            }
    }
}
