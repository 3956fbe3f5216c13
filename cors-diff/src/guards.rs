//! The guards: what is refused to the pages of origins that are not allowed.

use cors_core::{Policy, Setting};

use crate::{Change, Kind, values::changed};

/// A guard that is turned off lets in what it refused.
pub(crate) fn compare(old: &Policy, new: &Policy) -> Vec<Change> {
    let guarded = [
        (
            Setting::GuardUnsafeMethods,
            Some("POST"),
            "requests that may change something",
        ),
        (Setting::GuardSafeMethods, Some("GET"), "reads"),
        (Setting::GuardWebsockets, None, "WebSocket handshakes"),
    ];
    let changes = guarded.into_iter().filter_map(|(setting, method, what)| {
        let is_on = changed(old, new, setting)?;
        // Handshakes are reads as well.
        let is_same =
            setting == Setting::GuardWebsockets && refuses_reads(old) && refuses_reads(new);
        let (kind, refused) = match is_on {
            _ if is_same => {
                let guard = if is_on {
                    setting
                } else {
                    Setting::GuardSafeMethods
                };
                let sentence = format!("WebSocket handshakes are refused by {guard}");
                return Some(Change::new(setting, Kind::Differs, None, sentence));
            }
            true => (Kind::Narrows, "now refused"),
            false => (Kind::Widens, "no longer refused"),
        };
        let sentence = format!("{refused}: {what} of pages of origins that are not allowed");
        Some(Change::new(
            setting,
            kind,
            method.map(str::to_owned),
            sentence,
        ))
    });
    changes.collect()
}

fn refuses_reads(policy: &Policy) -> bool {
    let is_on = |setting| policy.settings().flag(setting) == Some(true);
    is_on(Setting::GuardSafeMethods)
}
