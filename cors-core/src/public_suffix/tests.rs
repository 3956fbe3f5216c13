//! Every rule of the list, as another crate brings it, read as the list's own page says:
//! <https://github.com/publicsuffix/list/wiki/Format>.

use std::{
    collections::{BTreeMap, HashSet},
    env, fs,
    path::Path,
    process::Command,
};

use super::{PublicSuffix, above, classify, shared::SHARED};

/// The rules in ASCII, from the source of `psl`, which has no way to list them.
fn rules() -> HashSet<String> {
    let about = cargo(&["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    // For every platform, there would be more to download than these tests have needed.
    let platform = ["--filter-platform", host.unwrap()];
    let metadata = cargo(&[&["metadata", "--format-version=1"], &platform[..]].concat());
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let psl = metadata["packages"].as_array().unwrap().iter();
    let psl = { psl }.find(|package| package["name"] == "psl").unwrap();
    let manifest = Path::new(psl["manifest_path"].as_str().unwrap());
    let text = fs::read_to_string(manifest.with_file_name("data").join("rules.txt")).unwrap();
    let rules: HashSet<_> = text.lines().map(in_ascii).collect();
    assert!(rules.len() > 10_000, "{}", rules.len());
    rules
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn in_ascii(rule: &str) -> String {
    let name = rule.trim_start_matches(['!', '*', '.']);
    let prefix = &rule[..rule.len() - name.len()];
    prefix.to_owned() + &idna::domain_to_ascii(name).unwrap()
}

/// Each rule's name, what it stands below, and names below it.
fn names(rules: &HashSet<String>) -> HashSet<String> {
    let name = |rule: &String| {
        let name = rule.trim_start_matches(['!', '*', '.']);
        let above = name.split_once('.').map_or(name, |(_, above)| above);
        [above, name].map(str::to_owned)
    };
    let below = |name: String| [format!("x.{name}"), format!("y.x.{name}"), name];
    rules.iter().flat_map(name).flat_map(below).collect()
}

/// How many of the name's labels are its suffix; none of a name that no rule matches.
fn suffix_length(name: &str, rules: &HashSet<String>) -> usize {
    let labels: Vec<_> = name.split('.').collect();
    let tails = (0..labels.len()).map(|start| labels[start..].join("."));
    let mut length = 0;
    for tail in tails {
        let here = tail.split('.').count();
        let wildcard = tail.split_once('.').map(|(_, rest)| format!("*.{rest}"));
        if rules.contains(&format!("!{tail}")) {
            return here - 1;
        }
        if rules.contains(&tail) || wildcard.is_some_and(|rule| rules.contains(&rule)) {
            length = length.max(here);
        }
    }
    length
}

fn is_suffix(name: &str, rules: &HashSet<String>) -> bool {
    // No rule is the rule `*`.
    suffix_length(name, rules).max(1) == name.split('.').count()
}

/// It is a suffix, or the names directly below it are, by a wildcard rule. The exception is a
/// network of one's own.
fn counts_as_suffix(name: &str, rules: &HashSet<String>) -> bool {
    let below = format!("any-name.{name}");
    name != "home.arpa" && (is_suffix(name, rules) || is_suffix(&below, rules))
}

/// Of each name above suffixes, what stands before it in the shortest of them.
fn above(rules: &HashSet<String>) -> BTreeMap<&str, &str> {
    let mut above = BTreeMap::new();
    for rule in rules.iter().filter(|rule| !rule.starts_with('!')) {
        let suffix = rule.trim_start_matches("*.");
        for (dot, _) in suffix.match_indices('.') {
            let (before, name) = (&suffix[..dot], &suffix[dot + 1..]);
            if !counts_as_suffix(name, rules) {
                let key = |before: &str| (before.matches('.').count(), before.len());
                let example = above.entry(name).or_insert(before);
                if (key(before), before) < (key(example), *example) {
                    *example = before;
                }
            }
        }
    }
    above
}

/// With `BLESS` in the environment the table is written instead.
#[test]
fn the_names_above_suffixes() {
    let rules = rules();
    let lines = above(&rules).into_iter();
    let expected: String = { lines.map(|(name, before)| format!("{name} {before}\n")) }.collect();
    if env::var_os("BLESS").is_some() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::write(manifest.join("src/public_suffix/above.txt"), expected).unwrap();
        return;
    }
    let found = above::TABLE.lines().map(|line| format!("{line}\n"));
    let stale = "the list has changed: run this test with BLESS=1, and look at the difference";
    assert_eq!(found.collect::<String>(), expected, "{stale}");
    assert!(above::TABLE.lines().count() > 400);
}

#[test]
fn every_name_in_the_tables_is_found() {
    for line in above::TABLE.lines() {
        let (name, example) = line.split_once(' ').unwrap();
        assert_eq!(above::example(name), Some(example));
        assert_eq!(classify(name), Some(PublicSuffix::Above { example }));
        let suffix = classify(&format!("{example}.{name}")).unwrap();
        let listed = [PublicSuffix::Registry, PublicSuffix::Private];
        assert!(listed.contains(&suffix), "{line}");
        for other in [
            format!("{name}0"),
            format!("-{name}"),
            name[1..].to_owned(),
            name[..name.len() - 1].to_owned(),
        ] {
            assert!(!other.starts_with('.'));
            let is_listed = above::TABLE
                .lines()
                .any(|line| line.starts_with(&format!("{other} ")));
            assert_eq!(above::example(&other).is_some(), is_listed, "{other}");
        }
    }
    for shared in SHARED {
        let found = classify(shared.name);
        assert!(
            matches!(found, Some(PublicSuffix::Shared { .. })),
            "{shared:?}"
        );
    }
    for nothing in ["", " ", "a", "zzzz", "fastly.net ", "fastly.net map"] {
        assert_eq!(above::example(nothing), None, "{nothing}");
    }
}

/// What the list has gained is removed from our own table.
#[test]
fn the_list_lacks_what_is_shared() {
    let rules = rules();
    for shared in SHARED {
        let name = shared.name;
        assert_eq!(
            suffix_length(name, &rules),
            1,
            "the list has {name} or what is above it"
        );
        let below = format!(".{name}");
        assert!(
            !rules.iter().any(|rule| rule.ends_with(&below)),
            "the list has names below {name}"
        );
    }
}

fn is_listed(found: Option<PublicSuffix>) -> bool {
    matches!(found, Some(PublicSuffix::Registry | PublicSuffix::Private))
}

#[test]
fn every_rule_of_the_list() {
    let rules = rules();
    for name in names(&rules) {
        assert_eq!(
            is_listed(classify(&name)),
            counts_as_suffix(&name, &rules),
            "{name}"
        );
    }
}

/// By the list's default rule.
#[test]
fn top_level_domains_without_a_rule() {
    let rules = rules();
    for name in ["newtld", "za", "xn--mgbah1a3hjkrd0", "consul", "alt"] {
        assert_eq!(suffix_length(name, &rules), 0, "{name} has a rule by now");
        assert_eq!(classify(name), Some(PublicSuffix::Registry), "{name}");
        assert_eq!(classify(&format!("mine.{name}")), None, "{name}");
    }
}

/// No registry gives out names there, so no rule is about them, except the one of `home.arpa`.
#[test]
fn networks_of_ones_own() {
    let rules = rules();
    for name in super::intranet::NETWORKS {
        assert_eq!(rules.contains(name), name == "home.arpa", "{name}");
        for name in [
            name.to_owned(),
            format!("{name}."),
            format!("office.{name}"),
        ] {
            assert_eq!(classify(&name), None, "{name}");
        }
    }
    for name in ["onion", "arpa", "in-addr.arpa"] {
        assert_eq!(classify(name), Some(PublicSuffix::Registry), "{name}");
    }
}

/// The rules say nothing of sections, `psl` does.
#[test]
fn the_section_of_every_rule() {
    for name in names(&rules()) {
        let below = format!("any-name.{name}");
        let expected = [&name, &below].into_iter().find_map(|name| {
            let suffix = psl::suffix(name.as_bytes())?;
            (suffix.as_bytes() == name.as_bytes()).then_some(suffix.typ()?)
        });
        // The default rule, which is in no section.
        let default = (!name.contains('.')).then_some(psl::Type::Icann);
        let expected = expected.or(default).filter(|_| name != "home.arpa");
        let expected = expected.map(|section| match section {
            psl::Type::Icann => PublicSuffix::Registry,
            psl::Type::Private => PublicSuffix::Private,
        });
        assert_eq!(
            classify(&name).filter(|&found| is_listed(Some(found))),
            expected,
            "{name}"
        );
    }
}

#[test]
fn what_is_registered_below_every_rule() {
    let rules = rules();
    for name in names(&rules) {
        let labels: Vec<_> = name.split('.').collect();
        // No rule is the rule `*`.
        let suffix = suffix_length(&name, &rules).max(1);
        let start = labels.len().checked_sub(suffix + 1);
        let expected = start.map(|start| labels[start..].join("."));
        let own = format!(".{name}")
            .ends_with(".home.arpa")
            .then(|| "home.arpa".to_owned());
        assert_eq!(
            super::registrable_domain(&name),
            own.or(expected).as_deref()
        );
    }
}
