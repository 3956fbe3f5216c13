//! The lists of methods, of request headers and of response headers.

use std::collections::HashSet;

use cors_core::{
    Policy, ProblemKind, Setting,
    adapter::{Field, PlainHead},
};

use crate::{Change, Kind, change::allowed};

/// What pages ask for, to stand for all of it.
const METHODS: [&str; 5] = ["PUT", "PATCH", "DELETE", "QUERY", "PURGE"];
const HEADERS: [&str; 3] = ["x-requested-with", "x-anything", "x-something"];

pub(crate) fn methods(old: &Policy, new: &Policy) -> Vec<Change> {
    List {
        setting: Setting::AllowMethods,
        entries: |policy| policy.settings().allow_methods(),
        normal: str::to_owned,
        allows: |policy, name| preflight_allows(policy, name, None),
        any: "any method",
        examples: &METHODS,
    }
    .compare(old, new)
}

/// `*` never covers `authorization`, and request headers that pages can't set are left out.
pub(crate) fn headers(old: &Policy, new: &Policy) -> Vec<Change> {
    List {
        setting: Setting::AllowHeaders,
        entries: |policy| policy.settings().allow_headers(),
        normal: str::to_ascii_lowercase,
        allows: |policy, name| preflight_allows(policy, "GET", Some(name)),
        any: "any header except authorization",
        examples: &HEADERS,
    }
    .compare(old, new)
}

pub(crate) fn exposed(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut changes = List {
        setting: Setting::ExposeHeaders,
        entries: |policy| policy.settings().expose_headers(),
        normal: str::to_ascii_lowercase,
        allows: exposes,
        any: "any header of a response",
        examples: &HEADERS,
    }
    .compare(old, new);
    // Pages may read some headers anyway, of which a policy that lists them is warned.
    let safelisted: HashSet<_> = [old, new].into_iter().flat_map(safelisted).collect();
    changes.retain(|change| {
        !change
            .witness()
            .is_some_and(|name| safelisted.contains(name))
    });
    changes
}

/// A list of names in which `*` stands for all.
struct List {
    setting: Setting,
    entries: fn(&Policy) -> &[String],
    /// Names that are the same have the same normal form.
    normal: fn(&str) -> String,
    allows: fn(&Policy, &str) -> bool,
    /// What `*` allows.
    any: &'static str,
    examples: &'static [&'static str],
}

impl List {
    fn compare(&self, old: &Policy, new: &Policy) -> Vec<Change> {
        let mut changes = Vec::new();
        for (kind, from, to) in [(Kind::Widens, old, new), (Kind::Narrows, new, old)] {
            changes.extend(self.any_name(kind, from, to));
            let listed: HashSet<_> = (self.entries)(from).iter().collect();
            let mut seen = HashSet::new();
            let names = (self.entries)(to)
                .iter()
                .filter(|name| !listed.contains(name));
            let names = names
                .filter(|name| *name != "*")
                .map(|name| (self.normal)(name));
            let added = names.filter(|name| {
                (self.allows)(to, name) && !(self.allows)(from, name) && seen.insert(name.clone())
            });
            changes.extend(added.map(|name| Change::of_witness(self.setting, kind, name)));
        }
        changes
    }

    /// What `*` allows beyond all names that are listed.
    fn any_name(&self, kind: Kind, from: &Policy, to: &Policy) -> Option<Change> {
        let has_any = |policy| (self.entries)(policy).iter().any(|name| name == "*");
        if has_any(from) || !has_any(to) {
            return None;
        }
        let example = { self.examples.iter() }
            .map(|name| (*name).to_owned())
            // A list is finite.
            .chain((0..).map(|number| format!("{}-{number}", self.examples[0])))
            .find(|name| (self.allows)(to, name) && !(self.allows)(from, name))?;
        let sentence = format!("{}: {}, for example {example}", allowed(kind), self.any);
        Some(Change::new(self.setting, kind, Some(example), sentence))
    }
}

/// Whether pages of an origin that is allowed may use a method, with a header.
fn preflight_allows(policy: &Policy, method: &str, header: Option<&str>) -> bool {
    let head = PlainHead::new("OPTIONS")
        .line(Field::Origin, "https://anyone.example")
        .line(Field::AccessControlRequestMethod, method);
    let head = match header {
        Some(name) => head.line(Field::AccessControlRequestHeaders, name),
        None => head,
    };
    let mut is_allowed = true;
    policy
        .decide(&head)
        .names_not_allowed(&head, |_, _| is_allowed = false);
    is_allowed
}

fn exposes(policy: &Policy, name: &str) -> bool {
    let mut listed = policy.settings().expose_headers().iter();
    listed.any(|listed| listed == "*" || listed.eq_ignore_ascii_case(name))
}

fn safelisted(policy: &Policy) -> impl Iterator<Item = String> {
    policy
        .warnings()
        .iter()
        .filter_map(|warning| match warning.kind() {
            ProblemKind::SafelistedHeader { name, .. }
                if warning.setting() == Setting::ExposeHeaders =>
            {
                Some(name.to_ascii_lowercase())
            }
            _ => None,
        })
}
