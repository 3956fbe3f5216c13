//! Names of objects for policies.

use core::fmt::Write as _;

/// A name for an object of Kubernetes: parts of `a-z`, `0-9` and `-` with `.` between them, each of which begins and
/// ends with a letter or digit. No other policy's name leads to it: what can't stand in it begins a part of its own,
/// which says what it was.
pub(super) fn of(policy: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = policy.as_bytes();
    let mut name = "cors".to_owned();
    if bytes.first().is_some_and(is_plain) {
        name.push('-');
    }
    for (at, byte) in bytes.iter().enumerate() {
        let follows_plain = at > 0 && is_plain(&bytes[at - 1]);
        match byte {
            byte if is_plain(byte) => name.push((*byte).into()),
            b'-' if follows_plain && bytes.get(at + 1).is_some_and(is_plain) => name.push('-'),
            b'_' => name.push_str(".u"),
            _ => drop(write!(name, ".x{byte:02x}")),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::of;

    #[test]
    fn plain_names_stay() {
        for (policy, name) in [
            ("site", "cors-site"),
            ("public-lists", "cors-public-lists"),
            ("a_b", "cors-a.ub"),
            ("a-b", "cors-a-b"),
            ("a.b", "cors-a.x2eb"),
            ("A", "cors.x41"),
            ("a-", "cors-a.x2d"),
            ("-a", "cors.x2da"),
            ("a--b", "cors-a.x2d.x2db"),
            ("_", "cors.u"),
            ("", "cors"),
        ] {
            assert_eq!(of(policy), name);
        }
    }

    #[test]
    fn no_two_policies_meet() {
        let chars = ["a", "u", "x", "2", "d", "-", "_", ".", "A"];
        let mut seen = BTreeMap::new();
        let mut policies = vec![String::new()];
        for _ in 0..4 {
            let longer = { policies.iter() }.flat_map(|p| chars.map(|char| format!("{p}{char}")));
            policies = longer.collect();
            for policy in &policies {
                let other = seen.insert(of(policy), policy.clone());
                assert_eq!(other, None, "{policy}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_name_is_one_of_kubernetes(policy in any::<String>()) {
            let name = of(&policy);
            for part in name.split('.') {
                let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
                prop_assert!(part.starts_with(is_plain) && part.ends_with(is_plain), "{name}");
                prop_assert!(part.chars().all(|c| is_plain(c) || c == '-'), "{name}");
            }
        }
    }
}
