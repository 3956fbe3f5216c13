//! The host that a request is for.

use cors_diff::grammar::PORT;

use super::{
    lines::{Lines, WORDS, quote, quote_whole},
    refusals::refuse,
};
use crate::{plan::Plan, regex::escape, targets::guarded::Texts};

/// As `Host` may be written, in lower case and without its port: <https://httpwg.org/specs/rfc9110.html#field.host>.
const HOST: &str = r"(?:[a-z0-9._~!$&'()*+,;=-]+|\[[0-9a-f:.]+\])";

/// What a wildcard stands for.
const LABELS: &str = r"(?:[a-z0-9_-]+\.)+";

/// Reads the host into a variable, in lower case and with its port: that of `Host`, or else of the target.
///
/// Where both say one, HAProxy has answered 400 if they differ, except for what stands in front of an `@`.
pub(super) fn find(lines: &mut Lines) {
    let cors = lines.cors.clone();
    // A colon without a port says nothing.
    let host = quote_whole(&format!("(?=.{{1,254}}(?::[0-9]*)?$){HOST}(?::{PORT}?)?"));
    lines.comment("The host that the request is for.");
    lines.push(format!(
        "acl {cors}.one-host req.fhdr_cnt(host) eq 1
         acl {cors}.no-host req.fhdr_cnt(host) eq 0
         acl {cors}.full-target url -m reg '^[A-Za-z][A-Za-z0-9+.-]*://'
         acl {cors}.user url -m reg '^[^/?#]*//[^/?#]*@'
         http-request set-var(txn.{cors}.host) req.fhdr(host),lower if {cors}.one-host !{cors}.user
         http-request set-var(txn.{cors}.host) url,field(3,/),lower if {cors}.no-host {cors}.full-target
         acl {cors}.known-host var(txn.{cors}.host) -m reg {host}"
    ));
}

/// Refuses other hosts, before everything else.
pub(super) fn expect(lines: &mut Lines, plan: &Plan<'_>) {
    let cors = lines.cors.clone();
    let (mut names, mut places) = (Expected::default(), Expected::default());
    for entry in plan.guards.hosts {
        match port_of(entry) {
            (host, None) => names.push(host, ""),
            (host, Some(port)) => {
                places.push(host, &format!(":{port}"));
                // A port that is left out is the default of a scheme: which one is spoken, nobody knows.
                if matches!(port, "80" | "443") {
                    places.push(host, "");
                }
            }
        }
    }
    lines.comment("Requests for other hosts are refused.");
    lines.push(format!(
        "http-request set-var(txn.{cors}.name) var(txn.{cors}.host),regsub(:[0-9]*$,) if {cors}.known-host
         http-request set-var(txn.{cors}.place) var(txn.{cors}.host),regsub(:$,) if {cors}.known-host"
    ));
    names.write(lines, "name");
    places.write(lines, "place");
    lines.push(format!(
        "acl {cors}.refused var(txn.{cors}.refused) -m found
         http-request set-var(txn.{cors}.refused) str(unknown) if !{cors}.known-host
         http-request set-var(txn.{cors}.refused) str(unexpected) if {cors}.known-host !{cors}.expected"
    ));
    let refusals = Texts::new();
    for (why, text) in [
        ("unknown", refusals.unknown_host),
        ("unexpected", refusals.unexpected_host),
    ] {
        let condition = format!("{{ var(txn.{cors}.refused) -m str {why} }}");
        refuse(lines, 421, text, &condition);
    }
}

/// An entry's host, and its port, unless it is any.
fn port_of(entry: &str) -> (&str, Option<&str>) {
    let host_end = entry.rfind(']').map_or(0, |bracket| bracket + 1);
    match entry[host_end..].rfind(':') {
        None => (entry, None),
        Some(colon) => {
            let (host, port) = entry.split_at(host_end + colon);
            (host, Some(&port[1..]).filter(|port| *port != "*"))
        }
    }
}

/// Entries that are compared with one variable.
#[derive(Default)]
struct Expected {
    exact: Vec<String>,
    wildcards: Vec<String>,
}

impl Expected {
    fn push(&mut self, host: &str, port: &str) {
        match host.strip_prefix("*.") {
            None => self.exact.push(quote(&format!("{host}{port}"))),
            Some(name) => {
                let regex = format!("{LABELS}{}{port}", escape(name));
                self.wildcards.push(quote_whole(&regex));
            }
        }
    }

    fn write(&self, lines: &mut Lines, variable: &str) {
        let cors = lines.cors.clone();
        for (kind, all) in [("str", &self.exact), ("reg", &self.wildcards)] {
            for some in all.chunks(WORDS) {
                let some = some.join(" ");
                lines.push(format!(
                    "acl {cors}.expected var(txn.{cors}.{variable}) -m {kind} {some}"
                ));
            }
        }
    }
}
