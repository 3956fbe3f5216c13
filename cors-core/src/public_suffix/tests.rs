//! Every rule of the list, as another crate brings it, read as the list's own page says:
//! <https://github.com/publicsuffix/list/wiki/Format>.

use std::{collections::HashSet, fs, path::Path, process::Command};

use super::{PublicSuffix, classify};

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

#[test]
fn every_rule_of_the_list() {
    let rules = rules();
    for name in names(&rules) {
        let is_suffix = |name: &str| suffix_length(name, &rules) == name.split('.').count();
        let below = format!("any-name.{name}");
        let expected = is_suffix(&name) || is_suffix(&below);
        assert_eq!(classify(&name).is_some(), expected, "{name}");
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
        let expected = expected.map(|section| match section {
            psl::Type::Icann => PublicSuffix::Registry,
            psl::Type::Private => PublicSuffix::Private,
        });
        assert_eq!(classify(&name), expected, "{name}");
    }
}

#[cfg(feature = "regex")]
#[test]
fn what_is_registered_below_every_rule() {
    let rules = rules();
    for name in names(&rules) {
        let labels: Vec<_> = name.split('.').collect();
        // No rule is the rule `*`.
        let suffix = suffix_length(&name, &rules).max(1);
        let start = labels.len().checked_sub(suffix + 1);
        let expected = start.map(|start| labels[start..].join("."));
        assert_eq!(super::registrable_domain(&name), expected.as_deref());
    }
}
