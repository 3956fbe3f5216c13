//! The origins: whether each policy allows all that the other one does.

use cors_core::{OriginEntry, Policy, Setting};

use crate::{
    Change, Kind,
    change::allowed,
    language::{Inclusion, Language, inclusion},
};

pub(crate) fn compare(old: &Policy, new: &Policy) -> Vec<Change> {
    let allows_old = |origin: &str| old.allows_origin(origin);
    let allows_new = |origin: &str| new.allows_origin(origin);
    let before = language(old, &allows_old);
    let after = language(new, &allows_new);
    let more = inclusion(
        &after,
        &before,
        has_own_predicates(&after, new, &before, old),
    );
    let less = inclusion(
        &before,
        &after,
        has_own_predicates(&before, old, &after, new),
    );
    let more = change(Kind::Widens, more, after.any);
    let less = change(Kind::Narrows, less, before.any);
    let is_any = [after.any && more.is_some(), before.any && less.is_some()];
    let mut changes: Vec<_> = more.into_iter().chain(less).collect();
    for (setting, origin) in [
        (Setting::DangerouslyAllowNullOrigin, "null"),
        (Setting::DangerouslyAllowFileOrigin, "file://"),
    ] {
        // Any origin includes them.
        match (old.allows_origin(origin), new.allows_origin(origin)) {
            (false, true) if !is_any[0] => {
                changes.push(Change::of_witness(setting, Kind::Widens, origin));
            }
            (true, false) if !is_any[1] => {
                changes.push(Change::of_witness(setting, Kind::Narrows, origin));
            }
            _ => {}
        }
    }
    changes
}

fn change(kind: Kind, inclusion: Inclusion, is_any: bool) -> Option<Change> {
    let setting = Setting::AllowOrigins;
    match inclusion {
        Inclusion::Holds => None,
        Inclusion::Fails(witness) if is_any => {
            let sentence = format!("{}: any origin, for example {witness}", allowed(kind));
            Some(Change::new(setting, kind, Some(witness), sentence))
        }
        Inclusion::Fails(witness) => Some(Change::of_witness(setting, kind, witness)),
        Inclusion::Undecided(reason) => {
            let which = match kind {
                Kind::Narrows => "an origin is no longer allowed",
                _ => "more origins are allowed",
            };
            let sentence = format!("undecided whether {which}: {reason}");
            Some(Change::new(setting, kind, None, sentence))
        }
    }
}

/// Whether a policy asks a predicate that the other one does not ask, or about more.
fn has_own_predicates(
    own: &Language<'_>,
    policy: &Policy,
    other: &Language<'_>,
    without: &Policy,
) -> bool {
    let is_predicate = |entry| matches!(entry, OriginEntry::Predicate);
    policy.settings().allow_origins().any(is_predicate)
        && ((own.asks_about_insecure && !other.asks_about_insecure)
            || !without.settings().has_predicates_of(policy.settings()))
}

/// Where an origin that is allowed can act as its visitors, regexes and predicates are asked only about those
/// that nobody in the network can speak for.
fn asks_about_insecure(policy: &Policy) -> bool {
    let is_on = |setting| policy.settings().flag(setting) == Some(true);
    let trusts = [
        Setting::AllowCredentials,
        Setting::GuardUnsafeMethods,
        Setting::GuardSafeMethods,
        Setting::GuardWebsockets,
    ];
    is_on(Setting::DangerouslyAllowInsecureOrigins) || !trusts.into_iter().any(is_on)
}

fn language<'a>(policy: &'a Policy, allows: &'a dyn Fn(&str) -> bool) -> Language<'a> {
    let mut language = Language {
        any: false,
        texts: Vec::new(),
        regexes: Vec::new(),
        asks_about_insecure: asks_about_insecure(policy),
        allows,
    };
    for entry in policy.settings().allow_origins() {
        match entry {
            OriginEntry::Text("*") => language.any = true,
            OriginEntry::Text(text) => language.texts.push(text),
            OriginEntry::Regex(regex) => language.regexes.push(regex),
            OriginEntry::Predicate => {}
            // What is not known yet can't be read.
            _ => language.texts.push("?"),
        }
    }
    language
}
