//! Names that no registry gives out, for networks of one's own.
//!
//! A wildcard over one spans what the network's owner set up. Nobody outside can register a name
//! there, nor have a certificate for one from a public authority: these need a name in the public DNS.
//! Who is inside the network is another matter: `local` belongs to whichever device claims a name
//! first. That is what a private network is, and not for a policy to judge.
//!
//! Not among them, though reserved too:
//!
//! - `onion` (RFC 7686), for anyone makes names there, and a Tor browser reaches them;
//! - `alt` (RFC 9476), for that is where other name systems give out theirs;
//! - `arpa`, for whoever has addresses has names in `in-addr.arpa`. Only `home.arpa` is one's own.

use super::last_labels;

/// In the order of their bytes.
pub(super) const NETWORKS: [&str; 14] = [
    "corp",      // RFC 6762, appendix G; not delegated by resolution of ICANN's board, 2018-02-04
    "example",   // RFC 2606
    "home",      // as corp
    "home.arpa", // RFC 8375
    "internal",  // reserved by resolution of ICANN's board, 2024-07-29
    "intranet",  // RFC 6762, appendix G
    "invalid",   // RFC 2606
    "lan",       // RFC 6762, appendix G
    "local",     // RFC 6762
    "localdomain", // of localhost.localdomain, as Linux distributions call the machine itself
    "localhost", // RFC 6761
    "mail",      // as corp
    "private",   // RFC 6762, appendix G
    "test",      // RFC 2606
];

pub(super) fn is_one(domain: &str) -> bool {
    NETWORKS.binary_search(&domain).is_ok()
}

/// The network that `host` is in, or is.
pub(super) fn containing(host: &str) -> Option<&str> {
    let ends = [1, 2].map(|labels| last_labels(host, labels));
    ends.into_iter().find(|end| is_one(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(NETWORKS.is_sorted_by(|a, b| a < b));
    }
}
