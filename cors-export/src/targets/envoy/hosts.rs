//! The hosts that a policy expects, as rules of `rbac`.

use cors_core::Setting;
use saphyr::Yaml;

use super::{
    matchers::{all, anyone, header, not, one_of, regex},
    message,
    names::RBAC_PER_ROUTE,
};
use crate::{
    Code, Loss, LossKind,
    plan::Plan,
    regex::escape,
    targets::Written,
    yaml::{flag, map, text},
};

/// `None` where any host is expected.
pub(super) fn expected<'a>(plan: &'a Plan<'_>, written: &mut Written) -> Option<Yaml<'a>> {
    if plan.guards.hosts.is_empty() {
        return None;
    }
    let sentence = "requests for other hosts are refused with 403, and not with 421, and with Envoy's text, \"RBAC: \
                    access denied\"; a Host that an absolute target contradicts is not looked at";
    let setting = Setting::ExpectHosts;
    let loss = Loss::new(LossKind::Different, Code::RefusalText, setting, sentence);
    written.losses.push(loss);
    let hosts = plan.guards.hosts.iter();
    let hosts = hosts.flat_map(|host| authorities(host));
    let is_expected = all([header(AUTHORITY, regex(WITH_PORT)), one_of(hosts)]);
    let policies = map([("host", map(anyone([not(is_expected)])))]);
    let rules = map([("action", text("DENY")), ("policies", policies)]);
    Some(message(RBAC_PER_ROUTE, [("rbac", map([("rules", rules)]))]))
}

const AUTHORITY: &str = ":authority";

/// A port is a number up to 65535 without zeros in front; after a colon, none is as good as no colon.
const WITH_PORT: &str = r"(?:[^:]+|\[[^\]]+\])(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])?)?";

/// The regexes of entries with `*`.
pub(super) fn regexes(plan: &Plan<'_>) -> impl Iterator<Item = String> {
    plan.guards.hosts.iter().filter_map(|host| below(host))
}

/// An entry, and its port: empty, or a colon and what follows.
fn parts(entry: &str) -> (&str, &str) {
    let colon = entry.rfind(':').filter(|_| !entry.ends_with(']'));
    let (host, port) = entry.split_at(colon.unwrap_or(entry.len()));
    (host, port.strip_suffix(":*").unwrap_or(port))
}

/// The names below one. `None` if the entry is one host.
fn below(entry: &str) -> Option<String> {
    let (host, port) = parts(entry);
    let name = escape(host.strip_prefix("*.")?);
    let port = match port {
        "" => "(?::[0-9]*)?".to_owned(),
        ":80" | ":443" => format!("(?:{port}|:?)"),
        port => port.to_owned(),
    };
    Some(format!(r"(?i)(?:[a-z0-9_-]+\.)+{name}{port}"))
}

/// What an entry looks like as an authority.
fn authorities(entry: &str) -> Vec<Yaml<'static>> {
    if let Some(below) = below(entry) {
        return vec![header(AUTHORITY, regex(below))];
    }
    let (host, port) = parts(entry);
    let exact = |port: &str| ("exact", format!("{host}{port}"));
    let texts = match port {
        "" => vec![exact(""), ("prefix", format!("{host}:"))],
        ":80" | ":443" => vec![exact(""), exact(":"), exact(port)],
        port => vec![exact(port)],
    };
    let matchers = texts.into_iter().map(|(kind, value)| {
        let matcher = map([(kind, text(value)), ("ignore_case", flag(true))]);
        header(AUTHORITY, matcher)
    });
    matchers.collect()
}
