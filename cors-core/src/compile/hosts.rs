//! The list of expected hosts.

use std::collections::BTreeMap;

use crate::{
    Problem, ProblemKind, Setting, Severity,
    host::{HostKind, above},
    host_pattern::{HostPattern, HostPort},
    public_suffix,
    settings::Settings,
};

/// The entries that are hosts.
pub(super) fn read(
    entries: &[String],
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Vec<HostPattern> {
    if entries.is_empty() {
        problems.push(Problem::error(Setting::ExpectHosts, ProblemKind::NoHost));
    }
    let mut patterns = Vec::new();
    let mut listed = Listed::default();
    for (index, entry) in entries.iter().enumerate() {
        match HostPattern::parse(entry) {
            Ok(pattern) => {
                problems.extend(spans_registrants(entry, &pattern, settings).map(|p| p.at(index)));
                listed.insert(&pattern, index);
                patterns.push((index, pattern));
            }
            Err(invalid) => {
                // A correction that is rejected is none.
                let meant = { invalid.suggestion() }
                    .and_then(|meant| Some((meant, HostPattern::parse(meant).ok()?)));
                let rejected = meant
                    .and_then(|(text, pattern)| spans_registrants(text, &pattern, settings))
                    .filter(|problem| problem.severity() == Severity::Error);
                let invalid = match rejected {
                    None => invalid,
                    Some(_) => invalid.without_suggestion(),
                };
                let suggestion = invalid.suggestion().map(str::to_owned);
                let kind = ProblemKind::InvalidHost { invalid };
                let problem = Problem::error(Setting::ExpectHosts, kind);
                problems.push(problem.suggesting(suggestion).at(index));
                problems.extend(rejected.map(|problem| problem.at(index)));
            }
        }
    }
    // Asked only when all are in: an entry may be covered by a later one.
    for (index, pattern) in &patterns {
        if let Some(by) = listed.covering(pattern, *index) {
            let kind = ProblemKind::ShadowedHost {
                host: entries[*index].clone(),
                by: entries[by].clone(),
            };
            problems.push(Problem::warning(Setting::ExpectHosts, kind).at(*index));
        }
    }
    patterns.into_iter().map(|(_, pattern)| pattern).collect()
}

/// A wildcard that stands for what different people register.
fn spans_registrants(entry: &str, pattern: &HostPattern, settings: &Settings) -> Option<Problem> {
    let domain = pattern.host();
    if !pattern.is_wildcard() || HostKind::Domain.is_loopback(domain) {
        return None;
    }
    let suffix = public_suffix::classify(domain)?;
    let problem = super::suffixes::spanned_by_host(entry, domain, suffix, settings);
    Some(problem)
}

/// The first entry for each host and port.
#[derive(Default)]
struct Listed {
    exact: BTreeMap<String, Ports>,
    /// By the name in whose front the wildcard stands.
    wildcards: BTreeMap<String, Ports>,
}

#[derive(Default)]
struct Ports {
    any: Option<usize>,
    only: BTreeMap<u16, usize>,
}

impl Listed {
    fn insert(&mut self, pattern: &HostPattern, index: usize) {
        let map = if pattern.is_wildcard() {
            &mut self.wildcards
        } else {
            &mut self.exact
        };
        let ports = map.entry(pattern.host().to_owned()).or_default();
        match pattern.port() {
            HostPort::Any => ports.any.get_or_insert(index),
            HostPort::Only(port) => ports.only.entry(port).or_insert(index),
        };
    }

    /// Another entry that expects all that this one does. Of two that are alike, the second is covered.
    fn covering(&self, pattern: &HostPattern, index: usize) -> Option<usize> {
        let same = if pattern.is_wildcard() {
            &self.wildcards
        } else {
            &self.exact
        };
        let alike = same.get(pattern.host())?;
        if let Some(by) = alike.covering(pattern.port()).filter(|by| *by != index) {
            return Some(by);
        }
        // No address has a name above it, and no wildcard stands in front of one.
        let mut name = pattern.host();
        while let Some(parent) = above(name) {
            name = parent;
            let ports = self.wildcards.get(name);
            if let Some(by) = ports.and_then(|ports| ports.covering(pattern.port())) {
                return Some(by);
            }
        }
        None
    }
}

impl Ports {
    fn covering(&self, port: HostPort) -> Option<usize> {
        self.any.or_else(|| match port {
            HostPort::Any => None,
            HostPort::Only(port) => self.only.get(&port).copied(),
        })
    }
}
