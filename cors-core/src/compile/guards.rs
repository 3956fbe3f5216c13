//! The guards, and the list of hosts.

use crate::{
    Problem, ProblemKind, Setting,
    guard::{Guards, Hosts},
    host_pattern::HostPattern,
    settings::Settings,
};

/// `None` if the policy has none: then nothing is asked of a request.
pub(super) fn read(settings: &Settings, problems: &mut Vec<Problem>) -> Option<Box<Guards>> {
    if settings.guard_safe_methods && !settings.guard_unsafe_methods {
        let kind = ProblemKind::GuardReadsOnly;
        problems.push(Problem::error(Setting::GuardSafeMethods, kind));
    }
    let hosts = settings
        .expect_hosts
        .as_deref()
        .map(|entries| read_hosts(entries, problems));
    (settings.has_guard() || hosts.is_some()).then(|| {
        Box::new(Guards {
            unsafe_methods: settings.guard_unsafe_methods,
            safe_methods: settings.guard_safe_methods,
            websockets: settings.guard_websockets,
            hosts,
        })
    })
}

fn read_hosts(entries: &[String], problems: &mut Vec<Problem>) -> Hosts {
    let mut hosts = Hosts::default();
    if entries.is_empty() {
        problems.push(Problem::error(Setting::ExpectHosts, ProblemKind::NoHost));
    }
    for (index, entry) in entries.iter().enumerate() {
        match HostPattern::read(entry) {
            Some(pattern) => hosts.insert(&pattern),
            None => {
                let kind = ProblemKind::InvalidHost {
                    host: entry.clone(),
                };
                problems.push(Problem::error(Setting::ExpectHosts, kind).at(index));
            }
        }
    }
    hosts
}
