//! What setting up the peers has in common.

use regex::Regex;

use crate::Setting;

/// Listed in full: some answer for these only.
pub(super) const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/// Whether an origin is allowed.
pub(super) type Predicate = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// As its users write it, for the settings that are no list of origins.
pub(super) fn predicate(setting: Setting) -> Option<Predicate> {
    match setting {
        Setting::Subdomains => {
            // `https://*.example.com` is what begins and ends so.
            let suffixes: Vec<String> = setting
                .origins()
                .into_iter()
                .map(|pattern| pattern.replace("https://*", ""))
                .collect();
            Some(Box::new(move |origin| {
                origin.starts_with("https://") && suffixes.iter().any(|end| origin.ends_with(end))
            }))
        }
        Setting::Regex => {
            let regex = anchored(setting);
            Some(Box::new(move |origin| regex.is_match(origin)))
        }
        _ => None,
    }
}

/// Its regular expression, which middleware searches for.
fn anchored(setting: Setting) -> Regex {
    let text = setting.origins().concat();
    Regex::new(&format!("^{text}$")).expect("a regular expression")
}
