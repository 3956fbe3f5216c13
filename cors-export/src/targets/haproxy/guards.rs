//! What guards refuse, by the rules of the manual.

use super::{
    lines::{Lines, quote_whole},
    refusals::refuse,
};
use crate::{plan::Plan, regex::Canonical, targets::guarded::Texts};

/// This machine, whose pages nobody in the network can speak for.
const LOOPBACK: &str = concat!(
    r"http://(?:(?:[a-z0-9_-]+\.)*localhost\.?|127\.[0-9]+\.[0-9]+\.[0-9]+|\[::1\])",
    "(?::[0-9]+)?"
);

/// One of `listed` holds where the variable `asked` is listed.
pub(super) fn write(lines: &mut Lines, plan: &Plan<'_>, listed: &[String]) {
    let refusals = Texts::new();
    let guards = &plan.guards;
    let all = [
        (guards.unsafe_methods, "method", refusals.unsafe_method),
        (guards.safe_methods, "read", refusals.safe_method),
        (guards.websockets, "socket", refusals.websocket),
    ];
    let guards = all.into_iter().filter(|(is_on, ..)| *is_on);
    covered(lines, guards.clone().map(|(_, guard, _)| guard));
    own(lines);
    if !listed.is_empty() {
        twin(lines, listed);
    }
    pass(lines, plan);
    let cors = lines.cors.clone();
    for (_, guard, text) in guards {
        let condition = format!("{{ var(txn.{cors}.guard) -m str {guard} }}");
        refuse(lines, 403, text, &condition);
    }
}

/// Which guard covers a request. A preflight has been answered.
fn covered(lines: &mut Lines, guards: impl Iterator<Item = &'static str>) {
    let cors = lines.cors.clone();
    lines.comment("What the guards cover. A handshake is what any server may take for one.");
    lines.push(format!(
        "acl {cors}.read method GET HEAD OPTIONS
         acl {cors}.socket method CONNECT
         acl {cors}.socket req.fhdr(upgrade) -m sub -i websocket"
    ));
    for guard in guards {
        let condition = match guard {
            "method" => format!("!{cors}.read"),
            guard => format!("{cors}.{guard}"),
        };
        lines.push(format!(
            "http-request set-var(txn.{cors}.guard) str({guard}) if {condition}"
        ));
    }
}

/// Whether `asked` is the server's own origin. The scheme that the server speaks plays no part.
fn own(lines: &mut Lines) {
    let cors = lines.cors.clone();
    let canonical = quote_whole(&Canonical::of_web().regex());
    lines.comment("The server's own origin.");
    lines.push(format!(
        "acl {cors}.browser var(txn.{cors}.asked) -m reg {canonical}"
    ));
    for (scheme, port) in [("http", "80"), ("https", "443")] {
        let url = format!("str({scheme}://),concat(,txn.{cors}.host)");
        lines.push(format!(
            "acl {cors}.{scheme} var(txn.{cors}.asked) -m beg {scheme}://
             http-request set-var(txn.{cors}.self) {url},regsub(:{port}$,),regsub(:$,) \
             if {cors}.{scheme} {cors}.browser {cors}.known-host"
        ));
    }
    lines.push(format!(
        "http-request set-var(txn.{cors}.own) bool(true) \
         if {{ var(txn.{cors}.self),strcmp(txn.{cors}.asked) eq 0 }}
         acl {cors}.own var(txn.{cors}.own) -m found"
    ));
}

/// Where `https://HOST` is listed, `http://HOST` is not the server's own, unless it is this machine: whoever controls
/// the network can speak for it. With a dot at its end and without, a name is one server's.
fn twin(lines: &mut Lines, listed: &[String]) {
    let cors = lines.cors.clone();
    let loopback = quote_whole(LOOPBACK);
    let bare = "regsub(^http://,),regsub(:443$,),regsub([.]$,),regsub([.]:,:)";
    lines.comment("http:// is not, where the same with https:// is allowed.");
    lines.push(format!(
        "acl {cors}.loopback var(txn.{cors}.asked) -m reg {loopback}
         acl {cors}.has-twin var(txn.{cors}.twin) -m found
         acl {cors}.has-port var(txn.{cors}.twin) -m sub :
         http-request set-var(txn.{cors}.twin) var(txn.{cors}.asked),{bare} \
         if {cors}.own {cors}.http !{cors}.loopback
         http-request set-var(txn.{cors}.dotted) var(txn.{cors}.twin),regsub(:,.:) \
         if {cors}.has-twin {cors}.has-port
         http-request set-var(txn.{cors}.dotted) var(txn.{cors}.twin),concat(.) \
         if {cors}.has-twin !{cors}.has-port"
    ));
    for name in ["twin", "dotted"] {
        lines.push(format!(
            "http-request set-var(txn.{cors}.asked) str(https://),concat(,txn.{cors}.{name}) if {cors}.has-twin"
        ));
        for condition in listed {
            lines.push(format!(
                "http-request unset-var(txn.{cors}.own) if {cors}.has-twin {condition}"
            ));
        }
    }
}

/// The rules, of which the first that holds decides. What passes is guarded no more.
fn pass(lines: &mut Lines, plan: &Plan<'_>) {
    let cors = lines.cors.clone();
    lines.comment("What passes the guards.");
    lines.push(format!(
        "acl {cors}.one-site req.fhdr_cnt(sec-fetch-site) eq 1
         acl {cors}.has-site req.fhdr_cnt(sec-fetch-site) gt 0
         acl {cors}.same-site req.fhdr(sec-fetch-site) -m reg '^(?:same-origin|none)$'
         acl {cors}.other-site req.fhdr(sec-fetch-site) -m reg '^(?:same-site|cross-site)$'
         acl {cors}.guarded var(txn.{cors}.guard) -m found
         http-request unset-var(txn.{cors}.guard) if {cors}.allowed
         http-request unset-var(txn.{cors}.guard) if {cors}.one-site {cors}.same-site
         http-request unset-var(txn.{cors}.guard) if !{cors}.has-origin !{cors}.has-site
         http-request unset-var(txn.{cors}.guard) if {cors}.own !{cors}.one-site
         http-request unset-var(txn.{cors}.guard) if {cors}.own !{cors}.other-site"
    ));
    if plan.guards.safe_methods {
        // Links from elsewhere still lead here.
        lines.push(format!(
            "acl {cors}.get method GET HEAD
             acl {cors}.one-mode req.fhdr_cnt(sec-fetch-mode) eq 1
             acl {cors}.navigates req.fhdr(sec-fetch-mode) -m reg '^navigate$'
             http-request unset-var(txn.{cors}.guard) \
             if !{cors}.has-origin {cors}.get !{cors}.socket {cors}.one-mode {cors}.navigates"
        ));
    }
}
