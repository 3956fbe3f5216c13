//! Patterns that are found again in what was written, one by one: where there are thousands, their regexes would be too
//! large to be compared all at once.
//!
//! What an entry becomes is proven once for each form: a scheme, what varies, and whether any port is allowed. Entries
//! of the same form differ in the texts in front of it and behind it only, which stand for themselves.

use std::collections::{HashMap, HashSet};

use cors_core::{OriginEntry, OriginPattern, Policy};
use cors_diff::{OriginSet, diff_origins};

use super::{Matcher, Origins};
use crate::regex::of_pattern;

/// Of the patterns of a policy, those that a target allows.
#[derive(Default)]
pub(super) struct Written {
    pub(super) patterns: Vec<OriginPattern>,
    /// What they became.
    pub(super) regexes: HashSet<String>,
}

/// As many patterns are compared all at once.
const FEW: usize = 100;

/// The most forms that are proven. There are as many as schemes that nobody knows.
const MAX_FORMS: usize = 50;

impl Written {
    pub(super) fn of(policy: &Policy, read: &Origins) -> Self {
        let mut found = Self::default();
        let whole = read.clauses.iter().filter_map(|clause| match &clause[..] {
            [Matcher::Whole(regex)] => Some(&**regex),
            _ => None,
        });
        let whole: HashSet<&str> = whole.collect();
        if whole.len() <= FEW {
            return found;
        }
        let mut forms = HashMap::new();
        for entry in policy.settings().allow_origins() {
            let OriginEntry::Text(text) = entry else {
                continue;
            };
            let (Some(regexes), Ok(pattern)) = (of_pattern(text), OriginPattern::parse(text))
            else {
                continue;
            };
            let is_written = regexes.iter().all(|regex| whole.contains(&**regex));
            if is_written && is_proven(&mut forms, text, &regexes) {
                found.patterns.push(pattern);
                found.regexes.extend(regexes);
            }
        }
        found
    }
}

type Forms<'a> = HashMap<(&'a str, &'a str, bool), bool>;

fn is_proven<'a>(forms: &mut Forms<'a>, text: &'a str, regexes: &[String]) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    let (host, any_port) = match text.strip_suffix(":*") {
        Some(host) => (host, true),
        None => (text, false),
    };
    let hole = host.find('{').zip(host.find('}'));
    let varying = match hole {
        // In the last label, what is a name depends on the rest of it.
        Some((_, close)) if !host[close..].contains('.') => host,
        Some((open, close)) => &host[open..=close],
        None if host.contains('*') => "*",
        None => "",
    };
    let is_full = forms.len() == MAX_FORMS;
    let proof = || !is_full && is_what_it_says(text, regexes);
    *forms
        .entry((scheme, varying, any_port))
        .or_insert_with(proof)
}

/// Whether regexes are the same set as an entry.
fn is_what_it_says(text: &str, regexes: &[String]) -> bool {
    let policy = Policy::builder()
        .allow_origins([text])
        .dangerously_allow_public_suffixes(true)
        .build();
    let mut set = OriginSet::default();
    for regex in regexes {
        set.allow_regexes([regex]);
    }
    policy.is_ok_and(|policy| diff_origins(&policy, &set).is_empty()) && set.malformed() == Ok(None)
}

#[cfg(test)]
mod tests {
    use super::is_what_it_says;
    use crate::regex::of_pattern;

    #[test]
    fn every_form_is_proven() {
        for scheme in ["https", "http", "app"] {
            for host in [
                "*.b.cd",
                "a{digits}.b.cd",
                "{hex}.b.cd",
                "x.{slug}-1.cd",
                "b.cd",
            ] {
                for port in ["", ":*"] {
                    let text = format!("{scheme}://{host}{port}");
                    let Some(regexes) = of_pattern(&text) else {
                        continue;
                    };
                    assert!(is_what_it_says(&text, &regexes), "{text}");
                    let fewer = &regexes[1..];
                    assert!(!is_what_it_says(&text, fewer), "{text}");
                }
            }
        }
    }
}
