//! Values of `Origin` that a policy doesn't allow and `cors` would: they are replaced before it sees them.
//!
//! Its matchers are alternatives, so none can ask for more. What is replaced, no browser sends, or whoever controls
//! the network can.

use cors_core::{Origin, Setting};

use super::cel;
use crate::{
    Code, Loss, LossKind,
    plan::{Pattern, Plan},
    targets::Written,
};

/// It matches nothing that a policy can allow.
pub(super) const NO_ORIGIN: &str = "no-origin";

pub(super) const ORIGIN: &str = "request.headers['origin']";

/// Under which conditions the value is replaced, as expressions in CEL. All ask for the header first.
pub(super) fn conditions(plan: &Plan<'_>, written: &mut Written) -> Vec<String> {
    let patterns = &plan.origins.patterns;
    if patterns.is_empty() {
        return Vec::new();
    }
    let mut conditions = vec![too_long()];
    // A guard lets pass what comes from the server's own origin, which may be one of these.
    if plan.guards.guard() {
        return conditions;
    }
    for pattern in patterns {
        let replaced = replaced(pattern);
        if !replaced.is_empty() {
            let sentence = "an Origin that the regex matches and the policy does not allow all the same, since no \
                            browser sends it or it is not secure, reaches the server as \"no-origin\"";
            let (code, setting) = (Code::MalformedOrigins, Setting::AllowOrigins);
            let loss = Loss::new(LossKind::Different, code, setting, sentence);
            written.losses.push(loss.at(pattern.entry));
        }
        conditions.extend(replaced);
    }
    conditions
}

/// Patterns match origins of any length.
fn too_long() -> String {
    format!("size({ORIGIN}) > {}", Origin::MAX_LEN)
}

fn replaced(pattern: &Pattern<'_>) -> Vec<String> {
    let Some(canonical) = &pattern.and else {
        return Vec::new();
    };
    // Where one of them is too large for an expression, nothing is replaced, and the proof tells what that allows.
    let regex = canonical.regex();
    let canonical = match canonical.has_one_name() {
        true => Some(cel::matches_small(ORIGIN, &regex)),
        false => cel::matches(ORIGIN, &regex),
    };
    let regexes = pattern.regexes.iter();
    let conditions = regexes.map(|regex| {
        let matched = cel::matches(ORIGIN, regex)?;
        Some(format!("{matched} && !({})", canonical.as_ref()?))
    });
    conditions.flatten().collect()
}
