//! The manual has a section for each reason, and each sentence that the code knows.

use cors_core::{Difference, GuardRule, Outcome};

const BLOCKED: &str = include_str!("../src/manual/why_blocked.rs");
const REFUSED: &str = include_str!("../src/manual/why_refused.rs");
const GUARDS: &str = include_str!("../src/manual/guards.rs");

#[test]
fn every_outcome_that_blocks_or_refuses_has_its_section() {
    for (chapter, is_here) in [
        (BLOCKED, Outcome::is_blocked as fn(Outcome) -> bool),
        (REFUSED, Outcome::is_refused),
    ] {
        let mut sections = Vec::new();
        for outcome in Outcome::ALL {
            let section = format!("//! # {outcome}\n");
            assert_eq!(chapter.contains(&section), is_here(*outcome), "{outcome}");
            let is_listed = chapter.contains(&format!("//! | [`{outcome}`](#{outcome}) | "));
            assert_eq!(is_listed, is_here(*outcome), "{outcome}");
            sections.extend(is_here(*outcome).then_some(section));
        }
        let headings = chapter
            .lines()
            .filter(|line| line.starts_with("//! # ") && !line.contains('['));
        // Lines of examples that are not shown begin in the same way.
        let headings = headings.filter(|line| line.split(' ').count() == 3 && line.contains('-'));
        assert_eq!(headings.count(), sections.len());
        // Each has a cure, or says that there is none.
        let cures = chapter.matches("**Cure:**").count();
        assert_eq!(cures, sections.len());
    }
    for outcome in Outcome::ALL {
        let is_named = [BLOCKED, REFUSED]
            .iter()
            .any(|chapter| chapter.contains(&format!("`{outcome}`")));
        assert!(is_named, "{outcome}");
    }
}

/// The numbers of the rules are those of the manual.
#[test]
fn every_rule_is_listed() {
    for (rule, says) in [
        (GuardRule::Listed, "Its `Origin`, one line, is allowed by"),
        (
            GuardRule::SameOriginOrNone,
            "`Sec-Fetch-Site` is `same-origin` or `none`: it passes.",
        ),
        (
            GuardRule::OtherSite,
            "`Sec-Fetch-Site` is `same-site` or `cross-site`: it is refused.",
        ),
        (GuardRule::NoOrigin, "It has no `Origin`: it passes if"),
        (
            GuardRule::Own,
            "Its `Origin`, one line, is the server's own: it passes.",
        ),
        (GuardRule::Rest, "It is refused."),
    ] {
        let line = format!("//! {}. {says}", rule.number());
        assert!(GUARDS.contains(&line), "{line}");
    }
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
        assert!(BLOCKED.contains(&code), "{code}");
    }
}
