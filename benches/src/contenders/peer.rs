//! What setting up the peers has in common.

use regex::Regex;

use crate::PolicyKind;

/// Listed in full: some answer for these only.
pub(super) const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/// Whether an origin is allowed.
pub(super) type Predicate = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// As its users write it, for the policies that are no list of origins.
pub(super) fn predicate(policy: PolicyKind) -> Option<Predicate> {
    match policy {
        PolicyKind::Subdomains => {
            // `https://*.example.com` is what begins and ends so.
            let suffixes: Vec<String> = policy
                .origins()
                .into_iter()
                .map(|pattern| pattern.replace("https://*", ""))
                .collect();
            Some(Box::new(move |origin| {
                origin.starts_with("https://") && suffixes.iter().any(|end| origin.ends_with(end))
            }))
        }
        PolicyKind::Regex => {
            let regex = anchored(policy);
            Some(Box::new(move |origin| regex.is_match(origin)))
        }
        _ => None,
    }
}

/// Its regular expression, which middleware searches for.
fn anchored(policy: PolicyKind) -> Regex {
    let text = policy.origins().concat();
    Regex::new(&format!("^{text}$")).expect("a regular expression")
}
