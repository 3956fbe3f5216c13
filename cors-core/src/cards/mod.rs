//! A card for each origin and pattern: what has to be known to tell quickly whether it is like an origin.

mod shape;

use core::hash::BuildHasher;

use foldhash::fast::RandomState;

pub(crate) use self::shape::{Halves, HalvesBefore, MOST, Shape};
use crate::{
    host::{self, HostKind},
    origin::{is_special, parse_port, split_port, split_scheme},
    settings::{Entry, Settings},
};

/// The cards of a policy, in the order of its entries, each part in an array of its own: an explanation
/// reads two of them from end to end.
pub(crate) struct Cards {
    seed: RandomState,
    /// The hash of each host, of what is above it, and of what is above that.
    hosts: Vec<[u32; 3]>,
    shapes: Vec<Shape>,
    halves: Vec<Halves>,
    ends: Vec<End>,
    /// Those of this machine, by their places in the arrays.
    loopback: Vec<usize>,
    /// The ports of patterns, as many as are worth trying.
    ports: Vec<u16>,
    /// The same of all entries.
    all_ports: Vec<u16>,
}

/// The rest of a card.
#[derive(Clone, Copy)]
pub(crate) struct End {
    /// The entry's place among all.
    pub(crate) entry: u32,
    /// None is the scheme's default.
    pub(crate) port: Option<u16>,
    pub(crate) scheme: Scheme,
    pub(crate) is_wildcard: bool,
    pub(crate) any_port: bool,
}

/// A scheme, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Https,
    Http,
    Other,
}

impl Scheme {
    pub(crate) fn of(scheme: &str) -> Self {
        match scheme {
            "https" => Self::Https,
            "http" => Self::Http,
            _ => Self::Other,
        }
    }
}

/// An origin or a pattern, in parts.
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// Without `*.`, and with a hole.
    pub(crate) host: &'a str,
    port: Option<&'a str>,
    is_wildcard: bool,
}

impl<'a> Parts<'a> {
    /// `None` for `*`, regexes and predicates.
    pub(crate) fn of(entry: &'a Entry) -> Option<Self> {
        let Entry::Text(text) = entry else {
            return None;
        };
        let (scheme, authority) = split_scheme(text)?;
        let (host, port) = split_port(authority);
        let base = host.strip_prefix("*.");
        Some(Self {
            scheme,
            host: base.unwrap_or(host),
            port,
            is_wildcard: base.is_some(),
        })
    }
}

/// More of them would be tried in vain.
const MOST_PORTS: usize = 6;

impl Cards {
    pub(crate) fn of(settings: &Settings) -> Self {
        let mut cards = Self {
            seed: RandomState::default(),
            hosts: Vec::new(),
            shapes: Vec::new(),
            halves: Vec::new(),
            ends: Vec::new(),
            loopback: Vec::new(),
            ports: Vec::new(),
            all_ports: Vec::new(),
        };
        for (place, entry) in settings.allow_origins.iter().enumerate() {
            let Some(parts) = Parts::of(entry) else {
                continue;
            };
            // Nobody lists four billions.
            let Ok(place) = u32::try_from(place) else {
                break;
            };
            cards.add(place, &parts);
        }
        cards
    }

    fn add(&mut self, entry: u32, parts: &Parts<'_>) {
        let port = parts.port.and_then(parse_port);
        let has_hole = parts.host.contains('{');
        if parts.is_wildcard || has_hole {
            add_port(&mut self.ports, port);
        }
        add_port(&mut self.all_ports, port);
        if is_loopback(parts.host, parts.scheme) {
            self.loopback.push(self.ends.len());
        }
        let above = host::above(parts.host);
        let hosts = [Some(parts.host), above, above.and_then(host::above)];
        self.hosts.push(hosts.map(|host| self.hash(host)));
        self.shapes.push(match has_hole {
            true => Shape::NONE,
            false => Shape::of(parts.host, parts.is_wildcard),
        });
        self.halves.push(Halves::of(parts.host, &self.seed));
        self.ends.push(End {
            entry,
            port,
            scheme: Scheme::of(parts.scheme),
            is_wildcard: parts.is_wildcard,
            any_port: parts.port == Some("*"),
        });
    }

    pub(crate) fn ports(&self) -> &[u16] {
        &self.ports
    }

    pub(crate) fn all_ports(&self) -> &[u16] {
        &self.all_ports
    }

    pub(crate) fn seed(&self) -> &RandomState {
        &self.seed
    }

    /// Never 0 for a host, so that what isn't there is like nothing.
    #[expect(clippy::cast_possible_truncation, reason = "some bits of a hash")]
    pub(crate) fn hash(&self, host: Option<&str>) -> u32 {
        host.map_or(0, |host| self.seed.hash_one(host.as_bytes()) as u32 | 1)
    }

    pub(crate) fn end(&self, card: usize) -> &End {
        &self.ends[card]
    }

    /// The hashes of the hosts of all cards.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = (usize, &[u32; 3])> {
        self.hosts.iter().enumerate()
    }

    pub(crate) fn shapes(&self) -> impl Iterator<Item = (usize, (&Shape, &Halves))> {
        self.shapes.iter().zip(&self.halves).enumerate()
    }

    pub(crate) fn loopback(&self) -> impl Iterator<Item = usize> {
        self.loopback.iter().copied()
    }
}

fn add_port(ports: &mut Vec<u16>, port: Option<u16>) {
    if ports.len() < MOST_PORTS {
        let new = port.filter(|port| !ports.contains(port));
        ports.extend(new);
    }
}

/// Whether it is a name of this machine.
pub(crate) fn is_loopback(host: &str, scheme: &str) -> bool {
    HostKind::of(host, is_special(scheme)).is_some_and(|kind| kind.is_loopback(host))
}
