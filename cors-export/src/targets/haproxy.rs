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
#[cfg(test)]
mod tests;

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
        guards::write(&mut lines, plan, &listed);
    }
    headers::write(&mut lines, plan);
    Written {
        files: vec![File {
            name: format!("{}.backend.cfg", plan.name),
            text: lines.into_text(),
            place: PLACE,
        }],
        losses: host_read(plan).into_iter().collect(),
        requirements: Vec::new(),
    }
}

/// HAProxy settles what host a request is for before any rule runs: of `Host` lines that say the same it keeps the
/// first, and where lines differ, or `Host` and an absolute target, it answers 400. A default port counts as a
/// difference if it is another scheme's.
fn host_read(plan: &Plan<'_>) -> Option<Loss> {
    let setting = match (plan.guards.hosts.is_empty(), plan.guards.guard()) {
        (false, _) => Setting::ExpectHosts,
        (true, true) if plan.guards.unsafe_methods => Setting::GuardUnsafeMethods,
        (true, true) => Setting::GuardWebsockets,
        (true, false) => return None,
    };
    let sentence = "HAProxy reads Host before any rule: it forwards one of several lines that are the same, and \
        answers 400 where an absolute target names a default port that Host leaves out; no browser sends either";
    let (kind, code) = (LossKind::Different, Code::HostRead);
    Some(Loss::new(kind, code, setting, sentence))
}
