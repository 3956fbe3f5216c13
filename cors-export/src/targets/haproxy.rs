//! HAProxy: a backend's rules.
//!
//! HAProxy has no directive for CORS. Access lists (`acl`) and variables say the whole policy: `http-request` rules
//! decide and answer preflights, `http-after-response` rules write headers into every response, HAProxy's own errors
//! included (<https://docs.haproxy.org/2.6/configuration.html>).
//!
//! Everything that a policy names is below `cors.ID`, and an ID has no dot, so two policies never meet. Variables carry
//! what rules decide, since a line has at most 64 words.

mod guards;
mod headers;
mod hosts;
mod lines;
mod origins;
mod preflights;
mod read;
mod refusals;

use cors_core::Setting;

use self::lines::Lines;
pub(super) use self::read::read;
use super::Written;
use crate::{Code, File, Loss, LossKind, plan::Plan};

/// Where the file belongs.
const PLACE: &str =
    "pasted into a backend, before its server lines: HAProxy includes no files inside a section";

pub(super) fn write(plan: &Plan<'_>) -> Written {
    let mut lines = Lines::new(plan);
    lines.comment("Belongs into a backend, before its server lines. It needs HAProxy 2.2 or later, with PCRE or PCRE2.");
    preflights::recognise(&mut lines);
    if !plan.guards.hosts.is_empty() || plan.guards.guard() {
        hosts::find(&mut lines);
    }
    if !plan.guards.hosts.is_empty() {
        hosts::expect(&mut lines, plan);
    }
    let listed = origins::write(&mut lines, plan);
    preflights::answer(&mut lines, plan);
    if plan.guards.guard() {
        guards::write(&mut lines, plan, listed.as_deref());
    }
    headers::write(&mut lines, plan);
    Written {
        files: vec![File {
            name: format!("{}.backend.cfg", plan.name),
            text: lines.into_text(),
            place: PLACE,
        }],
        losses: same_hosts(plan).into_iter().collect(),
        requirements: Vec::new(),
    }
}

/// Of `Host` lines that say the same, HAProxy keeps the first before any rule runs. It answers those that differ
/// with 400.
fn same_hosts(plan: &Plan<'_>) -> Option<Loss> {
    let setting = match (plan.guards.hosts.is_empty(), plan.guards.guard()) {
        (false, _) => Setting::ExpectHosts,
        (true, true) if plan.guards.unsafe_methods => Setting::GuardUnsafeMethods,
        (true, true) => Setting::GuardWebsockets,
        (true, false) => return None,
    };
    let sentence = "several Host lines that are the same are one to HAProxy, where the policy refuses them; no browser \
        sends two";
    let (kind, code) = (LossKind::Different, Code::SeveralLines);
    Some(Loss::new(kind, code, setting, sentence))
}
