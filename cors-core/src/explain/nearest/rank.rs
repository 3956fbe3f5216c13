//! What people most likely meant: another port rather than another letter.

use super::Clause;

/// What differs besides scheme and port.
#[derive(Clone)]
pub(super) enum Host {
    Same,
    Other(Clause),
}

/// The rank of an entry: the less, the more likely it was meant. `None` for too many differences.
pub(super) fn rank(host: &Host, scheme: bool, port: bool) -> Option<u16> {
    let clause = match host {
        Host::Other(clause) => clause,
        Host::Same => {
            return match (scheme, port) {
                (true, false) => Some(10),
                (false, true) => Some(20),
                (true, true) => Some(60),
                (false, false) => None,
            };
        }
    };
    let of_host = match clause {
        Clause::TrailingDot | Clause::WithoutDot => 30,
        Clause::Www | Clause::WithoutWww => 40,
        Clause::Loopback => 50,
        Clause::Hole { .. } => HOLE,
        // Before `www.`, which a wildcard spans.
        Clause::Apex => 35,
        Clause::Subdomain => SUBDOMAIN,
        Clause::Parent => 140,
        Clause::Below { .. } => BELOW,
        Clause::Typo { letters: 1 } => ONE_LETTER,
        _ => 180,
    };
    match (scheme, port) {
        (false, false) => Some(of_host),
        (true, false) => Some(of_host + 50),
        (false, true) => Some(of_host + 55),
        (true, true) => None,
    }
}

pub(super) const HOLE: u16 = 70;
const SUBDOMAIN: u16 = 120;
pub(super) const BELOW: u16 = 150;
pub(super) const ONE_LETTER: u16 = 160;
