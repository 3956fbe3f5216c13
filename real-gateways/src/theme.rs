//! What a case is about: its topic, with all about guards as one.

use cors_conformance::{Case, Suite};

pub(crate) fn theme(case: &Case) -> &str {
    match case.topic() {
        topic if topic.starts_with("guard-") => "guards",
        topic => topic,
    }
}

/// Every theme, in the order of the suite.
pub(crate) fn themes(suite: &Suite) -> Vec<&str> {
    let mut themes = Vec::new();
    for case in suite.cases() {
        let theme = theme(case);
        if !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    themes
}
