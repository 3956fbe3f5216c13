//! The origins: whether each policy allows all that the other one does.

use cors_core::{OriginEntry, Policy, Setting};

use crate::{
    Change, Kind,
    change::allowed,
    language::{Inclusion, Language, inclusion},
};

/// The most origins that are said one by one.
const MOST_ORIGINS: usize = 20;

pub(crate) fn compare(old: &Policy, new: &Policy) -> Vec<Change> {
    let allows_old = |origin: &str| old.allows_origin(origin);
    let allows_new = |origin: &str| new.allows_origin(origin);
    let before = language(old, &allows_old);
    let after = language(new, &allows_new);
    let asks_more = has_own_predicates(&after, new, &before, old);
    let asks_less = has_own_predicates(&before, old, &after, new);
    compare_languages(&before, &after, asks_more, asks_less)
}

/// Whether each may allow more than its entries say: what predicates do.
pub(crate) fn compare_languages(
    before: &Language<'_>,
    after: &Language<'_>,
    asks_more: bool,
    asks_less: bool,
) -> Vec<Change> {
    let more = inclusion(after, before, asks_more);
    let less = inclusion(before, after, asks_less);
    let is_any = [(after, &more), (before, &less)]
        .map(|(language, inclusion)| language.any && !inclusion.beyond.is_empty());
    let more = changes(Kind::Widens, more, after.any);
    let less = changes(Kind::Narrows, less, before.any);
    let mut changes: Vec<_> = more.into_iter().chain(less).collect();
    for (setting, origin) in [
        (Setting::DangerouslyAllowNullOrigin, "null"),
        (Setting::DangerouslyAllowFileOrigin, "file://"),
    ] {
        // Any origin includes them.
        match ((before.allows)(origin), (after.allows)(origin)) {
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

/// A change for each origin, up to a number of them.
fn changes(kind: Kind, inclusion: Inclusion, is_any: bool) -> Vec<Change> {
    let setting = Setting::AllowOrigins;
    let mut beyond = inclusion.beyond.into_iter();
    let first = beyond.by_ref().take(MOST_ORIGINS);
    let mut changes: Vec<_> = first
        .map(|origin| match is_any {
            true => {
                let sentence = format!("{}: any origin, for example {origin}", allowed(kind));
                Change::new(setting, kind, Some(origin), sentence)
            }
            false => Change::of_witness(setting, kind, origin),
        })
        .collect();
    let more = beyond.len();
    if let Some(origin) = beyond.next() {
        let origins = if more == 1 { "origin" } else { "origins" };
        let sentence = format!(
            "{}: {more} more {origins}, for example {origin}",
            allowed(kind)
        );
        changes.push(Change::new(setting, kind, Some(origin), sentence));
    }
    if let Some(reason) = inclusion.undecided {
        let which = match kind {
            Kind::Narrows => "more origins are no longer allowed",
            _ => "more origins are allowed",
        };
        let sentence = format!("undecided whether {which}: {reason}");
        changes.push(Change::new(setting, kind, None, sentence));
    }
    changes
}

/// Whether a policy asks a predicate.
pub(crate) fn has_predicates(policy: &Policy) -> bool {
    let is_predicate = |entry| matches!(entry, OriginEntry::Predicate);
    policy.settings().allow_origins().any(is_predicate)
}

/// Whether a policy asks a predicate that the other one does not ask, or about more.
fn has_own_predicates(
    own: &Language<'_>,
    policy: &Policy,
    other: &Language<'_>,
    without: &Policy,
) -> bool {
    has_predicates(policy)
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

/// What a policy's list of origins says.
pub(crate) fn language<'a>(policy: &'a Policy, allows: &'a dyn Fn(&str) -> bool) -> Language<'a> {
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
            OriginEntry::Regex(regex) => language.regexes.push(vec![regex]),
            OriginEntry::Predicate => {}
            // What is not known yet can't be read.
            _ => language.texts.push("?"),
        }
    }
    language
}
