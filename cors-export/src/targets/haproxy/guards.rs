//! What guards refuse, by the rules of the manual.

use super::{
    lines::{Lines, quote_whole},
    refusals::{Refusals, refuse},
};
use crate::{plan::Plan, regex::Canonical};

/// This machine, whose pages nobody in the network can speak for.
const LOOPBACK: &str = concat!(
    r"http://(?:(?:[a-z0-9_-]+\.)*localhost\.?|127\.[0-9]+\.[0-9]+\.[0-9]+|\[::1\])",
    "(?::[0-9]+)?"
);

/// `listed` holds where the variable `asked` is listed.
pub(super) fn write(lines: &mut Lines, plan: &Plan<'_>, listed: Option<&str>) {
    let cors = lines.cors.clone();
    covered(lines, plan);
    own(lines, listed);
    lines.comment("What passes is guarded no more: the first rule that holds decides.");
    lines.push(format_args!(
        "acl {cors}.one-site req.fhdr_cnt(sec-fetch-site) eq 1"
    ));
    lines.push(format_args!(
        "acl {cors}.has-site req.fhdr_cnt(sec-fetch-site) gt 0"
    ));
    lines.push(format_args!(
        "acl {cors}.same-site req.fhdr(sec-fetch-site) -m reg '^(?:same-origin|none)$'"
    ));
    lines.push(format_args!(
        "acl {cors}.other-site req.fhdr(sec-fetch-site) -m reg '^(?:same-site|cross-site)$'"
    ));
    let mut passes = vec![
        format!("{cors}.allowed"),
        format!("{cors}.one-site {cors}.same-site"),
        format!("!{cors}.has-origin !{cors}.has-site"),
        format!("{cors}.own !{cors}.one-site"),
        format!("{cors}.own !{cors}.other-site"),
    ];
    if plan.guards.safe_methods {
        // Links from elsewhere still lead here.
        lines.push(format_args!(
            "acl {cors}.one-mode req.fhdr_cnt(sec-fetch-mode) eq 1"
        ));
        lines.push(format_args!(
            "acl {cors}.navigates req.fhdr(sec-fetch-mode) -m reg '^navigate$'"
        ));
        lines.push(format_args!("acl {cors}.reads method GET HEAD"));
        passes.push(format!(
            "!{cors}.has-origin {cors}.reads !{cors}.handshake {cors}.one-mode {cors}.navigates"
        ));
    }
    for condition in passes {
        lines.push(format_args!(
            "http-request unset-var(txn.{cors}.guard) if {condition}"
        ));
    }
    lines.push(format_args!(
        "acl {cors}.guarded var(txn.{cors}.guard) -m found"
    ));
    let refusals = Refusals::new();
    for (guard, text) in [
        ("method", refusals.unsafe_method),
        ("read", refusals.safe_method),
        ("socket", refusals.websocket),
    ] {
        refuse(
            lines,
            403,
            text,
            &format!("{{ var(txn.{cors}.guard) -m str {guard} }}"),
        );
    }
}

/// Which guard covers a request. A preflight has been answered.
fn covered(lines: &mut Lines, plan: &Plan<'_>) {
    let cors = lines.cors.clone();
    lines.comment("What the guards cover.");
    lines.push(format_args!("acl {cors}.safe method GET HEAD OPTIONS"));
    // By the widest of the readings that servers have.
    lines.push(format_args!("acl {cors}.handshake method CONNECT"));
    lines.push(format_args!(
        "acl {cors}.handshake req.fhdr(upgrade) -m sub -i websocket"
    ));
    for (is_on, guard, condition) in [
        (
            plan.guards.unsafe_methods,
            "method",
            format!("!{cors}.safe"),
        ),
        (plan.guards.safe_methods, "read", format!("{cors}.safe")),
        (
            plan.guards.websockets,
            "socket",
            format!("{cors}.handshake"),
        ),
    ] {
        if is_on {
            lines.push(format_args!(
                "http-request set-var(txn.{cors}.guard) str({guard}) if {condition}"
            ));
        }
    }
}

/// Whether `asked` is the server's own origin. The scheme that the server speaks plays no part.
fn own(lines: &mut Lines, listed: Option<&str>) {
    let cors = lines.cors.clone();
    let is_secure = false;
    let canonical = quote_whole(&Canonical { is_secure }.regex());
    lines.comment("The server's own origin.");
    lines.push(format_args!(
        "acl {cors}.browser var(txn.{cors}.asked) -m reg {canonical}"
    ));
    for (scheme, port) in [("http", "80"), ("https", "443")] {
        lines.push(format_args!(
            "acl {cors}.{scheme} var(txn.{cors}.asked) -m beg {scheme}://"
        ));
        lines.push(format_args!(
            "http-request set-var(txn.{cors}.self) \
             str({scheme}://),concat(,txn.{cors}.host),regsub(:{port}$,),regsub(:$,) \
             if {cors}.{scheme} {cors}.browser {cors}.known-host"
        ));
    }
    lines.push(format_args!(
        "http-request set-var(txn.{cors}.own) bool(true) if {{ var(txn.{cors}.self),strcmp(txn.{cors}.asked) eq 0 }}"
    ));
    lines.push(format_args!("acl {cors}.own var(txn.{cors}.own) -m found"));
    if let Some(listed) = listed {
        twin(lines, listed);
    }
}

/// Where `https://HOST` is listed, `http://HOST` is not the server's own, unless it is this machine: whoever controls
/// the network can speak for it. With a dot at its end and without, a name is one server's.
fn twin(lines: &mut Lines, listed: &str) {
    let cors = lines.cors.clone();
    let loopback = quote_whole(LOOPBACK);
    lines.comment("http:// is not, where the same with https:// is allowed.");
    lines.push(format_args!(
        "acl {cors}.loopback var(txn.{cors}.asked) -m reg {loopback}"
    ));
    lines.push(format_args!(
        "http-request set-var(txn.{cors}.twin) \
         var(txn.{cors}.asked),regsub(^http://,),regsub(:443$,),regsub([.]$,),regsub([.]:,:) \
         if {cors}.own {cors}.http !{cors}.loopback"
    ));
    lines.push(format_args!(
        "acl {cors}.has-twin var(txn.{cors}.twin) -m found"
    ));
    lines.push(format_args!(
        "acl {cors}.has-port var(txn.{cors}.twin) -m sub :"
    ));
    for change in [None, Some("dot")] {
        if change.is_some() {
            lines.push(format_args!(
                "http-request set-var(txn.{cors}.dotted) var(txn.{cors}.twin),regsub(:,.:) \
                 if {cors}.has-twin {cors}.has-port"
            ));
            lines.push(format_args!(
                "http-request set-var(txn.{cors}.dotted) var(txn.{cors}.twin),concat(.) \
                 if {cors}.has-twin !{cors}.has-port"
            ));
        }
        let from = change.map_or("twin", |_| "dotted");
        lines.push(format_args!(
            "http-request set-var(txn.{cors}.asked) str(https://),concat(,txn.{cors}.{from}) if {cors}.has-twin"
        ));
        let each: Vec<_> = { listed.split(" or ") }
            .map(|condition| format!("{cors}.has-twin {condition}"))
            .collect();
        let each = each.join(" or ");
        lines.push(format_args!(
            "http-request unset-var(txn.{cors}.own) if {each}"
        ));
    }
}
