//! What an explanation asks of the list of origins, and a decision does not.

use super::{HostPatterns, Matcher};
use crate::{
    origin::Origin,
    pattern::{Hole, Varying},
};

impl Matcher {
    /// Whether there is more than exact origins.
    pub(crate) fn has_patterns(&self) -> bool {
        self.has_patterns
    }

    /// Whether there are regexes or predicates, which don't say which ports they allow.
    pub(crate) fn is_opaque(&self) -> bool {
        #[cfg(feature = "regex")]
        if !self.regexes.is_empty() {
            return true;
        }
        !self.predicates.is_empty()
    }

    /// A pattern with a hole that fits an origin everywhere except in the hole, and the text in the
    /// hole's place.
    pub(crate) fn unspanned<'a, 'o>(&'a self, origin: &Origin<'o>) -> Option<Unspanned<'a, 'o>> {
        let with_port = self.hosts.unspanned(origin.as_str());
        with_port.or_else(|| self.any_port_hosts.unspanned(origin.without_port()))
    }
}

/// A hole that does not span a text.
pub(crate) struct Unspanned<'a, 'o> {
    pub(crate) entry: &'a str,
    pub(crate) hole: Hole,
    pub(crate) text: &'o str,
}

impl HostPatterns {
    fn unspanned<'a, 'o>(&'a self, origin: &'o str) -> Option<Unspanned<'a, 'o>> {
        let mut tails = self.by_suffix.tails_of(origin.as_bytes());
        tails.find_map(|(suffix, by_prefix)| {
            let rest = &origin[..origin.len() - suffix];
            let mut heads = by_prefix.heads_of(rest.as_bytes());
            heads.find_map(|(prefix, alike)| {
                alike.0.iter().find_map(|pattern| match pattern.varying {
                    Varying::Hole(hole) => Some(Unspanned {
                        entry: &pattern.text,
                        hole,
                        text: &rest[prefix..],
                    }),
                    Varying::Nothing | Varying::Subdomains => None,
                })
            })
        })
    }
}
