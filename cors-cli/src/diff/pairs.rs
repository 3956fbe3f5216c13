//! Which policies are compared with each other, and what changes in each.

use cors_core::{Policy, Setting};
use cors_diff::Kind;

use crate::{
    exit::Cannot,
    input::{Loaded, Named},
};

/// A policy before and after.
pub(super) struct Pair {
    /// What it is called afterwards.
    pub(super) name: String,
    /// What it was called before, if that is something else.
    pub(super) old_name: Option<String>,
    pub(super) presence: Presence,
    pub(super) changes: Vec<Change>,
}

/// Whether a policy is there before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Both,
    New,
    Removed,
}

impl Presence {
    pub(super) fn remark(self) -> Option<&'static str> {
        match self {
            Self::Both => None,
            Self::New => Some("the policy is new"),
            Self::Removed => Some("the policy is removed"),
        }
    }
}

/// What is written of a change.
pub(super) struct Change {
    pub(super) setting: Setting,
    pub(super) kind: Kind,
    pub(super) witness: Option<String>,
    pub(super) sentence: String,
}

/// Policies of one name, or the two that were named.
pub(super) fn of(
    (old_file, old): (&Loaded, &Named),
    (new_file, new): (&Loaded, &Named),
) -> Result<Vec<Pair>, Cannot> {
    if old.policy.is_none() && new.policy.is_none() {
        return by_name(old_file, new_file);
    }
    let old_name = other_name(old_file, old.policy.as_deref(), new.policy.as_deref());
    let new_name = other_name(new_file, new.policy.as_deref(), old.policy.as_deref());
    let (old_name, before) = old_file.policy(old_name)?;
    let (name, after) = new_file.policy(new_name)?;
    Ok(vec![Pair {
        name: name.to_owned(),
        old_name: (old_name != name).then(|| old_name.to_owned()),
        presence: Presence::Both,
        changes: changes(before, after),
    }])
}

/// The policy that was named, or the one of the other file's name, or the only one.
fn other_name<'a>(file: &Loaded, own: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    let has = |name: &&str| file.policies.iter().any(|(has, _)| has == name);
    own.or_else(|| other.filter(has))
}

fn by_name(old: &Loaded, new: &Loaded) -> Result<Vec<Pair>, Cannot> {
    let find = |file: &'_ Loaded, name: &str| -> Option<Policy> {
        let mut policies = file.policies.iter();
        policies.find_map(|(has, policy)| (has == name).then(|| policy.clone()))
    };
    let removed = { old.policies.iter() }.filter(|(name, _)| find(new, name).is_none());
    let names = new.policies.iter().chain(removed).map(|(name, _)| name);
    names
        .map(|name| {
            let (presence, changes) = match (find(old, name), find(new, name)) {
                (Some(old), Some(new)) => (Presence::Both, changes(&old, &new)),
                (None, Some(new)) => (Presence::New, appeared(&nothing()?, &new)),
                (Some(old), None) => (Presence::Removed, appeared(&old, &nothing()?)),
                (None, None) => (Presence::Both, Vec::new()),
            };
            Ok(Pair {
                name: name.clone(),
                old_name: None,
                presence,
                changes,
            })
        })
        .collect()
}

fn changes(old: &Policy, new: &Policy) -> Vec<Change> {
    let changes = cors_diff::diff(old, new);
    { changes.iter() }
        .map(|change| Change {
            setting: change.setting(),
            kind: change.kind(),
            witness: change.witness().map(str::to_owned),
            sentence: change.to_string(),
        })
        .collect()
}

/// A policy that is not there allows no origin and refuses nothing: a new one lets in what it allows, and one
/// that is removed lets in what its guards refused.
fn appeared(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut changes = changes(old, new);
    changes.retain(|change| change.kind != Kind::Differs);
    if changes.is_empty() {
        changes.push(Change {
            setting: Setting::AllowOrigins,
            kind: Kind::Differs,
            witness: None,
            sentence: "no origin is allowed, and nothing is refused".to_owned(),
        });
    }
    changes
}

fn nothing() -> Result<Policy, Cannot> {
    let policy = Policy::builder().origins_may_be_empty(true).build();
    policy.map_err(Cannot::because)
}
