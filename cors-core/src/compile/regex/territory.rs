//! The origins that belong to somebody, as a machine that reads an origin from its end and stops where
//! it turns out to be someone else's.

use crate::{Origin, host::HostKind, origin::is_special};

use super::{
    backwards::{DefaultOf, Label, Octet, Port},
    owners::{Owner, is_private, owner_of},
};

/// Names and addresses with all that is below them, and which schemes are looked at.
pub(super) struct Territory {
    /// A tree of the owners' texts, read from their ends. The first node is the root.
    nodes: Vec<Node>,
    schemes: Vec<Box<str>>,
    networks: Networks,
}

/// Which addresses belong to nobody else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Networks {
    None,
    Private,
}

#[derive(Default)]
struct Node {
    next: Vec<(u8, u32)>,
    is_owner: bool,
    has_names: bool,
}

/// Where no owner's text goes on.
const OUTSIDE: u32 = u32::MAX;

/// How far an origin has been read, from its end.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum At {
    Port(Port),
    Name {
        node: u32,
        label: Label,
        is_begun: bool,
        port: DefaultOf,
    },
    Address {
        node: u32,
        octet: Octet,
        second: u8,
        port: DefaultOf,
    },
    /// A host of a scheme that is not special.
    Opaque {
        port: DefaultOf,
    },
    Slashes {
        read: u8,
        opaque: bool,
        port: DefaultOf,
    },
    Scheme {
        scheme: u16,
        read: u8,
    },
}

impl Territory {
    /// What belongs to the owners, to whom a regex may grant what it grants.
    pub(super) fn of<'a>(owners: impl IntoIterator<Item = &'a Owner>) -> Self {
        let web = ["https".into(), "http".into()];
        let mut territory = Self {
            nodes: vec![Node::default()],
            schemes: web.into(),
            networks: Networks::Private,
        };
        for owner in owners {
            territory.add(&owner.name, owner.has_names);
        }
        territory.add("localhost", true);
        territory
    }

    /// No origin at all, of these schemes besides those of the web.
    pub(super) fn of_nobody(schemes: impl Iterator<Item = Box<str>>) -> Self {
        let web = ["https".into(), "http".into()];
        Self {
            nodes: vec![Node::default()],
            schemes: web.into_iter().chain(schemes).collect(),
            networks: Networks::None,
        }
    }

    fn add(&mut self, owner: &str, has_names: bool) {
        let mut at = 0;
        for byte in owner.bytes().rev() {
            at = match self.next(at, byte) {
                OUTSIDE => {
                    let new = u32::try_from(self.nodes.len()).unwrap_or(OUTSIDE);
                    self.nodes[at as usize].next.push((byte, new));
                    self.nodes.push(Node::default());
                    new
                }
                next => next,
            };
        }
        let node = &mut self.nodes[at as usize];
        node.is_owner = true;
        node.has_names |= has_names;
    }

    fn next(&self, node: u32, byte: u8) -> u32 {
        let next = self.nodes.get(node as usize).map_or(&[][..], |n| &n.next);
        let found = next.iter().find(|(label, _)| *label == byte);
        found.map_or(OUTSIDE, |(_, next)| *next)
    }

    /// Whether a host that goes on with this byte is an owner's, read from its end.
    fn ends(&self, node: u32, next: Option<u8>) -> bool {
        let node = self.nodes.get(node as usize).filter(|node| node.is_owner);
        node.is_some_and(|node| match next {
            None | Some(b'/') => true,
            Some(b'.') => node.has_names,
            Some(_) => false,
        })
    }

    /// Whether a whole origin lies outside.
    pub(super) fn is_foreign(&self, origin: Origin<'_>) -> bool {
        if !self
            .schemes
            .iter()
            .any(|scheme| **scheme == *origin.scheme())
        {
            return false;
        }
        let host = origin.host();
        let Some(kind) = HostKind::of(host, true).filter(|_| is_special(origin.scheme())) else {
            return true;
        };
        if self.networks == Networks::None {
            return true;
        }
        let name = host.strip_suffix('.').unwrap_or(host);
        owner_of(origin).is_some() && !self.owns(kind, name)
    }

    fn owns(&self, kind: HostKind, name: &str) -> bool {
        let mut at = 0;
        let mut bytes = name.bytes().rev();
        while let Some(byte) = bytes.next() {
            at = self.next(at, byte);
            let next = bytes.clone().next().filter(|_| kind == HostKind::Domain);
            if self.ends(at, next) && (next.is_some() || bytes.len() == 0) {
                return true;
            }
        }
        false
    }

    /// Where an origin may begin, at its end.
    pub(super) fn begin(&self, mut found: impl FnMut(At)) {
        found(At::Port(Port {
            may_be_80: true,
            may_be_443: true,
            ..Port::default()
        }));
        self.begin_host(DefaultOf::None, &mut found);
    }

    fn begin_host(&self, port: DefaultOf, found: &mut impl FnMut(At)) {
        found(At::Name {
            node: 0,
            label: Label::Last,
            is_begun: false,
            port,
        });
        found(At::Address {
            node: 0,
            octet: Octet::default(),
            second: 0,
            port,
        });
        if self.schemes.len() > 2 {
            found(At::Opaque { port });
        }
    }

    /// Where one more byte leads to; nowhere if no origin goes on like this, or only one that belongs
    /// to an owner.
    pub(super) fn step(&self, at: At, byte: u8, mut found: impl FnMut(At)) {
        match at {
            At::Port(port) if byte == b':' => {
                if port.digits > 0 && port.first > 0 {
                    let is = |digits, may_be| port.digits == digits && may_be;
                    let default = match (is(2, port.may_be_80), is(3, port.may_be_443)) {
                        (true, _) => DefaultOf::Http,
                        (_, true) => DefaultOf::Https,
                        _ => DefaultOf::None,
                    };
                    self.begin_host(default, &mut found);
                }
            }
            At::Port(port) => found_some(port.step(byte).map(At::Port), found),
            At::Name {
                node,
                label,
                is_begun,
                port,
            } => {
                let to = |node, label| At::Name {
                    node,
                    label,
                    is_begun: true,
                    port,
                };
                let is_number = matches!(label, Label::Digits | Label::Number);
                let is_empty = matches!(label, Label::Last | Label::Next);
                match byte {
                    // The dot at the end of a domain that is written in full.
                    b'.' if !is_begun => found(to(node, Label::Last)),
                    b'.' | b'/' if is_number || is_empty || self.ends(node, Some(byte)) => {}
                    b'.' => found(to(self.next(node, byte), Label::Next)),
                    b'/' => found(At::Slashes {
                        read: 1,
                        opaque: false,
                        port,
                    }),
                    b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {
                        found(to(self.next(node, byte), label.step(byte)));
                    }
                    _ => {}
                }
            }
            At::Address {
                node,
                octet,
                second,
                port,
            } => match byte {
                b'0'..=b'9' => {
                    let node = self.next(node, byte);
                    let octet = octet.step(byte);
                    found_some(
                        octet.map(|octet| At::Address {
                            node,
                            octet,
                            second,
                            port,
                        }),
                        found,
                    );
                }
                b'.' if octet.is_whole() && octet.place < 3 => {
                    // Only whether it is a private network's matters.
                    let second = match octet.value {
                        16..=31 if octet.place == 2 => 16,
                        168 | 254 if octet.place == 2 => octet.value,
                        _ if octet.place == 2 => 0,
                        _ => second,
                    };
                    let octet = octet.next();
                    found(At::Address {
                        node: self.next(node, byte),
                        octet,
                        second,
                        port,
                    });
                }
                b'/' if octet.is_whole()
                    && octet.place == 3
                    && !self.ends(node, None)
                    && !self.is_own_network(octet.value, second) =>
                {
                    found(At::Slashes {
                        read: 1,
                        opaque: false,
                        port,
                    });
                }
                _ => {}
            },
            At::Opaque { port } => match byte {
                b'/' => found(At::Slashes {
                    read: 1,
                    opaque: true,
                    port,
                }),
                0x21..=0x7e if byte != b':' => found(at),
                _ => {}
            },
            At::Slashes {
                read: 1,
                opaque,
                port,
            } if byte == b'/' => {
                found(At::Slashes {
                    read: 2,
                    opaque,
                    port,
                });
            }
            At::Slashes {
                read: 2,
                opaque,
                port,
            } if byte == b':' => {
                for (scheme, name) in (0..).zip(&self.schemes) {
                    let default = match &**name {
                        "https" => DefaultOf::Https,
                        "http" => DefaultOf::Http,
                        _ => DefaultOf::None,
                    };
                    let is_opaque = default == DefaultOf::None;
                    if is_opaque == opaque && (is_opaque || default != port) {
                        found(At::Scheme { scheme, read: 0 });
                    }
                }
            }
            At::Slashes { .. } => {}
            At::Scheme { scheme, read } => {
                let name = self.schemes[usize::from(scheme)].as_bytes();
                if { name.iter().rev() }.nth(read.into()) == Some(&byte) {
                    found(At::Scheme {
                        scheme,
                        read: read + 1,
                    });
                }
            }
        }
    }

    /// Whether the origin may begin here, so that nothing stands in front.
    pub(super) fn is_end(&self, at: At) -> bool {
        matches!(at, At::Scheme { scheme, read }
            if self.schemes[usize::from(scheme)].len() == usize::from(read))
    }

    fn is_own_network(&self, first: u8, second: u8) -> bool {
        let network = HostKind::Ipv4([first, second, 0, 1].into());
        match self.networks {
            Networks::None => false,
            Networks::Private => is_private(network),
        }
    }
}

fn found_some(at: Option<At>, mut found: impl FnMut(At)) {
    if let Some(at) = at {
        found(at);
    }
}
