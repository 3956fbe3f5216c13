//! The hosts that requests may be for.

use std::collections::{BTreeSet, HashMap};

use cors_core::{Policy, Setting};

use crate::{Change, Kind};

/// Compares what requests may be for. Without a list, it is any host.
pub(crate) fn compare(old: &Policy, new: &Policy) -> Vec<Change> {
    let [before, after] = [old, new].map(|policy| policy.settings().expect_hosts());
    let mut changes = Vec::new();
    for (kind, from, to) in [
        (Kind::Widens, before, after),
        (Kind::Narrows, after, before),
    ] {
        let refused = match kind {
            Kind::Narrows => "now refused",
            _ => "no longer refused",
        };
        let hosts = Hosts::of(from);
        let mut witnesses = Vec::new();
        let any = match (from, to) {
            ([], _) => continue,
            (_, []) => {
                witnesses.extend(hosts.not_expected());
                "any other host, for example "
            }
            (_, to) => {
                witnesses.extend(
                    to.iter()
                        .filter_map(|entry| hosts.beyond(&Host::parse(entry))),
                );
                ""
            }
        };
        let mut seen = BTreeSet::new();
        for witness in witnesses
            .into_iter()
            .filter(|witness| seen.insert(witness.clone()))
        {
            let sentence = format!("{refused}: requests for {any}{witness}");
            changes.push(Change::new(
                Setting::ExpectHosts,
                kind,
                Some(witness),
                sentence,
            ));
        }
    }
    changes
}

/// An entry, which a policy has built with.
struct Host<'a> {
    name: &'a str,
    is_wildcard: bool,
    /// `None` for any.
    port: Option<u16>,
}

impl<'a> Host<'a> {
    fn parse(entry: &'a str) -> Self {
        let address = entry.rfind(']').map_or(0, |end| end + 1);
        let (name, port) = match entry[address..].rfind(':') {
            Some(colon) => entry.split_at(address + colon),
            None => (entry, ""),
        };
        let below = name.strip_prefix("*.");
        Self {
            name: below.unwrap_or(name),
            is_wildcard: below.is_some(),
            port: port.get(1..).and_then(|digits| digits.parse().ok()),
        }
    }
}

#[derive(Default)]
struct Hosts<'a> {
    exact: HashMap<&'a str, Ports>,
    /// By the name in whose front the wildcard stands.
    above: HashMap<&'a str, Ports>,
}

#[derive(Default)]
struct Ports {
    any: bool,
    listed: BTreeSet<u16>,
}

impl<'a> Hosts<'a> {
    fn of(entries: &'a [String]) -> Self {
        let mut hosts = Self::default();
        for Host {
            name,
            is_wildcard,
            port,
        } in entries.iter().map(|entry| Host::parse(entry))
        {
            let map = match is_wildcard {
                true => &mut hosts.above,
                false => &mut hosts.exact,
            };
            let ports = map.entry(name).or_default();
            match port {
                Some(port) => _ = ports.listed.insert(port),
                None => ports.any = true,
            }
        }
        hosts
    }

    /// Whether a request may be for it. A port that is left out is the default of `http` or of `https`.
    fn expect(&self, name: &str, port: Option<u16>) -> bool {
        let dots = name.match_indices('.');
        let mut above = dots.filter_map(|(dot, _)| self.above.get(&name[dot + 1..]));
        let admits = |ports: &Ports| {
            ports.any
                || match port {
                    Some(port) => ports.listed.contains(&port),
                    None => ports.listed.contains(&80) || ports.listed.contains(&443),
                }
        };
        self.exact.get(name).is_some_and(admits) || above.any(admits)
    }

    /// A host that an entry of the other list expects, and this one does not.
    fn beyond(
        &self,
        Host {
            name,
            is_wildcard,
            port,
        }: &Host<'_>,
    ) -> Option<String> {
        let mut names = match is_wildcard {
            false => vec![(*name).to_owned()],
            true => self.names_below(name),
        }
        .into_iter();
        names.find_map(|name| match port {
            Some(port) => (!self.expect(&name, Some(*port))).then(|| format!("{name}:{port}")),
            None => self.port_beyond(&name),
        })
    }

    /// Names below this one: the last of them is neither listed nor below what is listed and not above it.
    fn names_below(&self, name: &str) -> Vec<String> {
        let labels = (b'a'..=b'z').map(|letter| char::from(letter).to_string());
        let labels = labels.chain((0..).map(|number| format!("a{number}")));
        let mut names = Vec::new();
        for label in labels {
            let below = format!("{label}.{name}");
            let is_new = !self.exact.contains_key(below.as_str());
            names.push(below);
            if is_new {
                return names;
            }
        }
        names
    }

    /// The name with a port that is not expected, or without one.
    fn port_beyond(&self, name: &str) -> Option<String> {
        if !self.expect(name, None) {
            return Some(name.to_owned());
        }
        let ports = [8080, 8443, 3000].into_iter().chain(1..=u16::MAX);
        let mut ports = ports.filter(|port| !self.expect(name, Some(*port)));
        ports.next().map(|port| format!("{name}:{port}"))
    }

    /// A host that is not listed.
    fn not_expected(&self) -> Option<String> {
        // A list is finite, and has no wildcard for all of them.
        let numbered = (0..).map(|number| format!("anyone.test{number}"));
        let mut strangers = ["anyone.example".to_owned()].into_iter().chain(numbered);
        strangers.find(|name| !self.expect(name, None))
    }
}
