//! Entries that are asked, on the decision's own path, about origins like the one that is not allowed.

use super::{
    Clause,
    owner::is_of_one_owner,
    rank::{HOLE, Host},
    search::{Entry, Search},
};
use crate::{Origin, host::above, matcher::Matched};

/// How far the names above a host are looked through.
const MOST_ABOVE: usize = 8;

/// Ports of the servers that people develop with.
const USUAL_PORTS: [u16; 6] = [3000, 4200, 5173, 8000, 8080, 8443];

impl<'p> Search<'p, '_> {
    /// Other entries, asked about origins with another scheme, another port or another form of the host.
    pub(super) fn by_variants(&mut self, forms: &[(String, Host)]) {
        let schemes = self.schemes();
        let ports = self.ports(self.cards.ports());
        for (host, is) in forms {
            for (place, scheme) in schemes.iter().enumerate() {
                for port in &ports {
                    let is_other_port = *port != self.origin.port();
                    self.improve_by_asking(scheme, host, *port, is, (place > 0, is_other_port));
                }
            }
        }
    }

    /// The origin's port, none, those known, and where nobody knows which ports an entry has, usual ones.
    fn ports(&self, known: &[u16]) -> Vec<Option<u16>> {
        let mut ports = vec![self.origin.port()];
        let usual: &[u16] = if self.matcher.is_opaque() {
            &USUAL_PORTS
        } else {
            &[]
        };
        for port in [None]
            .into_iter()
            .chain(known.iter().chain(usual).copied().map(Some))
        {
            if !ports.contains(&port) {
                ports.push(port);
            }
        }
        ports
    }

    /// An entry that allows this origin.
    pub(super) fn improve_by_asking(
        &mut self,
        scheme: &str,
        host: &str,
        port: Option<u16>,
        is: &Host,
        (is_other_scheme, is_other_port): (bool, bool),
    ) {
        self.improve(is, is_other_scheme, is_other_port, |search| {
            let origin = origin(scheme, host, port);
            let matched = search.matcher.find(origin.as_bytes())?;
            // A hole spans `www` too, and does not stand for it.
            let is_www = matches!(is, Host::Other(Clause::Www));
            if is_www && matches!(matched, Matched::Text(text) if !text.contains("://www.")) {
                return None;
            }
            Some(Entry::Matched(matched, origin))
        });
    }

    pub(super) fn by_hole(&mut self) {
        if !self.may_improve(HOLE) {
            return;
        }
        let (host, own) = (self.origin.host(), self.origin.port());
        for (place, scheme) in self.schemes().iter().enumerate() {
            for port in self.ports(self.cards.ports()) {
                let origin = origin(scheme, host, port);
                let Some(unspanned) = Origin::of(origin.as_bytes())
                    .and_then(|origin| self.matcher.unspanned(&origin))
                else {
                    continue;
                };
                let clause = Clause::Hole {
                    hole: unspanned.hole,
                    text: unspanned.text.to_owned(),
                };
                let entry = Entry::Text(unspanned.entry);
                self.improve(&Host::Other(clause), place > 0, port != own, |_| {
                    Some(entry)
                });
            }
        }
    }

    /// Entries for what is above the host.
    pub(super) fn above(&mut self) {
        let origin = self.origin;
        let is = Host::Other(Clause::Subdomain);
        let hosts = core::iter::successors(above(origin.host()), |host| above(host));
        // What is above a registered name is not its owner's.
        let hosts = hosts.take_while(|host| is_of_one_owner(origin.scheme(), origin.host(), host));
        for host in hosts.take(MOST_ABOVE) {
            for (place, scheme) in self.schemes().iter().enumerate() {
                for port in self.ports(self.cards.all_ports()) {
                    let is_other_port = port != origin.port();
                    self.improve_by_asking(scheme, host, port, &is, (place > 0, is_other_port));
                }
            }
        }
    }
}

fn origin(scheme: &str, host: &str, port: Option<u16>) -> String {
    match port {
        None => format!("{scheme}://{host}"),
        Some(port) => format!("{scheme}://{host}:{port}"),
    }
}
