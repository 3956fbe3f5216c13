//! What is compared by its value: credentials, how long preflights are cached, what they tell.

use core::time::Duration;

use cors_core::{Policy, Setting};

use crate::{Change, Kind};

/// How long browsers cache a preflight whose answer does not say it:
/// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>.
const DEFAULT_MAX_AGE: Duration = Duration::from_secs(5);

/// The status of a preflight's answer where none was chosen.
const DEFAULT_STATUS: u16 = 204;

/// The value of a flag on both sides, if it changes.
pub(crate) fn changed(old: &Policy, new: &Policy, setting: Setting) -> Option<bool> {
    let is_on = |policy: &Policy| policy.settings().flag(setting).unwrap_or_default();
    (is_on(old) != is_on(new)).then(|| is_on(new))
}

pub(crate) fn credentials(old: &Policy, new: &Policy) -> Option<Change> {
    let kind = match changed(old, new, Setting::AllowCredentials)? {
        true => Kind::Widens,
        false => Kind::Narrows,
    };
    let mut change = Change::of_witness(Setting::AllowCredentials, kind, "credentials");
    change.forget_witness();
    Some(change)
}

pub(crate) fn max_age(old: &Policy, new: &Policy) -> Option<Change> {
    let [before, after] =
        [old, new].map(|policy| policy.settings().max_age().unwrap_or(DEFAULT_MAX_AGE));
    let sentence = || {
        let [before, after] = [before, after].map(|age| age.as_secs());
        format!("browsers may cache preflights for {after} instead of {before} seconds")
    };
    (before != after).then(|| Change::new(Setting::MaxAge, Kind::Differs, None, sentence()))
}

pub(crate) fn disclosure(old: &Policy, new: &Policy) -> Vec<Change> {
    let setting = Setting::MinimalDisclosure;
    let named = changed(old, new, setting).map(|is_minimal| {
        let sentence = match is_minimal {
            true => {
                "a preflight's answer names only what was asked for, no longer the whole policy"
            }
            false => {
                "a preflight's answer names the whole policy, no longer only what was asked for"
            }
        };
        Change::new(setting, Kind::Differs, None, sentence)
    });
    let setting = Setting::PreflightStatus;
    let [before, after] = [old, new].map(|policy| {
        policy
            .settings()
            .preflight_status()
            .unwrap_or(DEFAULT_STATUS)
    });
    let status = (before != after).then(|| {
        let sentence = format!("preflights are answered with status {after} instead of {before}");
        Change::new(setting, Kind::Differs, None, sentence)
    });
    named.into_iter().chain(status).collect()
}

/// What entries of the list may be without keeping the policy from building. None is allowed by that.
pub(crate) fn consent(old: &Policy, new: &Policy) -> Vec<Change> {
    let accepted = [
        (
            Setting::DangerouslyAllowInsecureOrigins,
            "entries for origins without TLS, which whoever controls the network can pose as",
        ),
        (
            Setting::DangerouslyAllowPublicSuffixes,
            "entries for all that different people register below a public suffix",
        ),
    ];
    let changes = accepted.into_iter().filter_map(|(setting, what)| {
        let sentence = match changed(old, new, setting)? {
            true => format!("the policy may have {what}"),
            false => format!("the policy may no longer have {what}"),
        };
        Some(Change::new(setting, Kind::Differs, None, sentence))
    });
    changes.collect()
}
