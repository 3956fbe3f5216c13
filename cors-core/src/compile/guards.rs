//! The guards, and what they need besides.

use super::hosts;
use crate::{
    OriginPattern, Problem, ProblemKind, Setting,
    guard::{Guards, Hosts},
    host_pattern::{HostPattern, HostPort},
    settings::{Entry, Settings},
};

/// `None` if the policy has none: then nothing is asked of a request.
pub(super) fn read(settings: &Settings, problems: &mut Vec<Problem>) -> Option<Box<Guards>> {
    if settings.guard_safe_methods && !settings.guard_unsafe_methods {
        let kind = ProblemKind::GuardReadsOnly;
        problems.push(Problem::error(Setting::GuardSafeMethods, kind));
    }
    let patterns = { settings.expect_hosts.as_deref() }
        .map(|entries| hosts::read(entries, settings, problems));
    problems.extend(expect_hosts_missing(settings));
    problems.extend(own_origin_missing(settings, patterns.as_deref()));
    let hosts = patterns.map(|patterns| {
        let mut hosts = Hosts::default();
        patterns.iter().for_each(|pattern| hosts.insert(pattern));
        hosts
    });
    (settings.has_guard() || hosts.is_some()).then(|| {
        Box::new(Guards {
            unsafe_methods: settings.guard_unsafe_methods,
            safe_methods: settings.guard_safe_methods,
            websockets: settings.guard_websockets,
            hosts,
        })
    })
}

/// To the browser, a page of a rebound name and the server on this machine have one origin: it sends what it
/// likes, and opens WebSockets.
fn expect_hosts_missing(settings: &Settings) -> Option<Problem> {
    if !settings.has_guard() || settings.expect_hosts.is_some() {
        return None;
    }
    let is_loopback = |origin: &&str| {
        OriginPattern::parse(origin).is_ok_and(|pattern| pattern.is_of_loopback_server())
    };
    let origin = texts(settings).find(is_loopback)?.to_owned();
    let kind = ProblemKind::ExpectHostsMissing { origin };
    Some(Problem::warning(Setting::ExpectHosts, kind))
}

/// Chromium sends no `Sec-Fetch-Site` with a handshake. Which of `http://HOST` and `https://HOST` the server
/// is, only the list tells.
///
/// `hosts`: those that are expected, if any are given.
fn own_origin_missing(settings: &Settings, hosts: Option<&[HostPattern]>) -> Option<Problem> {
    // A regex or a predicate may admit it, and what could not be read may have been meant for it.
    let may_be_own = |entry: &Entry| match entry {
        Entry::Text(text) => OriginPattern::read(text).map_or(true, |own| own.scheme() == "https"),
        Entry::Regex(_) | Entry::Predicate(_) => true,
    };
    if !settings.guard_websockets || settings.allow_origins.iter().any(may_be_own) {
        return None;
    }
    let given = settings.expect_hosts.as_ref().map_or(0, Vec::len);
    let hosts = hosts.unwrap_or_default();
    if hosts.len() < given {
        return None;
    }
    let mut public = hosts.iter().filter(|host| !host.is_loopback());
    if !hosts.is_empty() && public.clone().next().is_none() {
        return None;
    }
    let named = public.find(|host| !host.is_wildcard());
    let origin = named.map(|named| match named.port() {
        HostPort::Only(port) if !matches!(port, 80 | 443) => {
            format!("https://{}:{port}", named.host())
        }
        _ => format!("https://{}", named.host()),
    });
    let kind = ProblemKind::OwnOriginMissing { origin };
    Some(Problem::warning(Setting::AllowOrigins, kind))
}

fn texts(settings: &Settings) -> impl Iterator<Item = &str> {
    settings
        .allow_origins
        .iter()
        .filter_map(|entry| match entry {
            Entry::Text(text) => Some(&**text),
            Entry::Regex(_) | Entry::Predicate(_) => None,
        })
}
