//! What somebody means who writes a key that policy files don't have: other programs' names for the
//! same setting, the headers', the builder's methods, and slips of the pen.

mod guard_names;
mod names;

/// Every name, with what it means.
fn names() -> impl Iterator<Item = &'static (Meant, &'static [&'static str])> {
    names::NAMES.iter().chain(guard_names::NAMES)
}

/// What a key was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This key under another name: with this one in its place it's right.
    Key(&'static str),
    /// Something to do with this key.
    Perhaps(&'static str),
    /// A regex among the origins.
    Regex,
    /// The wildcard of this list.
    Any(&'static str),
    /// Something that is no setting: what to do instead.
    Instead(&'static str),
    /// Nobody knows.
    Nothing,
}

/// What somebody means who writes `key` where only `known` keys are.
pub(super) fn meant(key: &str, known: &[&'static str]) -> Meant {
    // No name is that long, and the distance takes time that grows with it.
    if key.len() > 60 {
        return Meant::Nothing;
    }
    let written = plain(key);
    let is_known = |meant: &Meant| match meant {
        Meant::Key(key) | Meant::Any(key) | Meant::Perhaps(key) => known.contains(key),
        _ => known.contains(&"allow_origins"),
    };
    let exact = known.iter().find(|known| plain(known) == written);
    if let Some(known) = exact {
        return Meant::Key(known);
    }
    let bare = without_prefix(&written);
    let listed = |name: &str| names().find(|(_, names)| names.contains(&name));
    let listed = listed(&written).or_else(|| listed(bare));
    if let Some((meant, _)) = listed.filter(|(meant, _)| is_known(meant)) {
        return *meant;
    }
    if NEGATIONS.iter().any(|negation| written.contains(negation)) {
        return Meant::Nothing;
    }
    slip(&written, bare, known)
        .or_else(|| contained(&written, known))
        .unwrap_or(Meant::Nothing)
}

/// Whether it is this key in another case, or with other characters between its words.
pub(super) fn is_spelling(written: &str, key: &str) -> bool {
    plain(written) == plain(key)
}

/// A known key, or another name of one, with a letter or two too many, too few or in disorder.
fn slip(written: &str, bare: &str, known: &[&'static str]) -> Option<Meant> {
    let distance = |name: &str| {
        let of = |text| strsim::osa_distance(text, name);
        of(written).min(of(bare))
    };
    let is_near = |name: &str, most: usize| {
        // What weakens a policy is never meant by what is not called so.
        let weakens = name.starts_with("dangerously") && !written.starts_with("danger");
        let most = if name.len() < 8 { 1 } else { most };
        let lengths = [written, bare]
            .iter()
            .any(|text| text.len().abs_diff(name.len()) <= most);
        let near = |text| strsim::osa_distance(text, name) <= most;
        !weakens && lengths && name.len() >= 4 && (near(written) || near(bare))
    };
    let near = known.iter().filter(|known| is_near(&plain(known), 2));
    let mut near: Vec<_> = near
        .map(|known| (distance(&plain(known)), *known))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    let key = match near.as_slice() {
        // "guard_usafe_methods" is a letter away from two guards.
        [(nearest, key), (other, _), ..] if nearest == other => Some(Meant::Perhaps(key)),
        [(_, key), ..] => Some(Meant::Key(key)),
        [] => None,
    };
    let name = || {
        let names = names().filter_map(|(meant, names)| match meant {
            Meant::Key(key) if known.contains(key) => Some((*meant, names)),
            _ => None,
        });
        let mut near = names.filter(|(_, names)| names.iter().any(|name| is_near(name, 1)));
        near.next().map(|(meant, _)| meant)
    };
    key.or_else(name)
}

/// The known key that the written one contains, or is a part of.
fn contained(written: &str, known: &[&'static str]) -> Option<Meant> {
    let longest = { known.iter() }
        .filter(|known| written.contains(plain(known).trim_end_matches('s')))
        .max_by_key(|known| known.len());
    let shortest = || {
        let parts = known.iter().filter(|known| plain(known).contains(written));
        parts
            .min_by_key(|known| known.len())
            .filter(|_| written.len() > 4)
    };
    longest.or_else(shortest).map(|key| Meant::Perhaps(key))
}

/// In lower case, without what separates words.
fn plain(key: &str) -> String {
    let letters = key.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The name without what others put in front of it: `CORS_ALLOWED_ORIGINS`, `WithOrigins`.
fn without_prefix(written: &str) -> &str {
    const PREFIXES: [&str; 5] = ["accesscontrol", "cors", "with", "set", "http"];
    let mut bare = written;
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| bare.strip_prefix(prefix)) {
        bare = rest;
    }
    bare
}

/// Of a key that says the opposite, nothing else is sure.
const NEGATIONS: [&str; 10] = [
    "disallow", "deny", "denied", "block", "exclu", "except", "forbid", "reject", "ignore",
    "disable",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::setting;

    /// Nothing in the table is out of reach, or said twice.
    #[test]
    fn names_are_plain_and_unique() {
        let mut seen = HashSet::new();
        let known: Vec<_> = setting::known().map(cors_core::Setting::as_str).collect();
        for (meant, names) in names() {
            for name in *names {
                assert_eq!(plain(name), *name);
                assert!(seen.insert(name), "{name}");
            }
            if let Meant::Key(key) | Meant::Any(key) = meant
                && *key != "preflight_status"
            {
                assert!(known.contains(key), "{key}");
            }
        }
    }
}
