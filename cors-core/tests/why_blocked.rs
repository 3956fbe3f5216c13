//! The manual has a section for each reason, and each sentence that the code knows.

use cors_core::{Difference, Outcome};

const CHAPTER: &str = include_str!("../src/manual/why_blocked.rs");

#[test]
fn every_blocking_outcome_has_its_section() {
    let mut sections = Vec::new();
    for outcome in Outcome::ALL {
        let section = format!("//! # {outcome}\n");
        assert_eq!(
            CHAPTER.contains(&section),
            outcome.is_blocked(),
            "{outcome}"
        );
        let is_listed = CHAPTER.contains(&format!("//! | [`{outcome}`](#{outcome}) | "));
        assert_eq!(is_listed, outcome.is_blocked(), "{outcome}");
        let is_named = CHAPTER.contains(&format!("`{outcome}`"));
        assert!(is_named, "{outcome}");
        sections.extend(outcome.is_blocked().then_some(section));
    }
    let headings = CHAPTER
        .lines()
        .filter(|line| line.starts_with("//! # ") && !line.contains('['));
    // Lines of examples that are not shown begin in the same way.
    let headings = headings.filter(|line| line.split(' ').count() == 3 && line.contains('-'));
    assert_eq!(headings.count(), sections.len());
    // Each has a cure, or says that there is none.
    let cures = CHAPTER.matches("**Cure:**").count();
    assert_eq!(cures, sections.len());
}

#[test]
fn every_difference_is_listed() {
    for difference in [
        Difference::Scheme,
        Difference::Port,
        Difference::Subdomain,
        Difference::Parent,
        Difference::Www,
        Difference::Typo,
        Difference::Case,
        Difference::TrailingSlash,
        Difference::TrailingDot,
        Difference::Path,
        Difference::Loopback,
        Difference::Wildcard,
        Difference::Hole,
    ] {
        let code = format!("`{}`", difference.as_str());
        assert!(CHAPTER.contains(&code), "{code}");
    }
}
