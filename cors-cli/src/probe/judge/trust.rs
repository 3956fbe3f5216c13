//! Which origins are allowed by right, so that nobody is warned of them.

use cors_core::{
    Origin, OriginPattern, OriginVerdict, Policy,
    adapter::{Field, PlainHead},
};

/// What was named: origins, patterns, and what a policy lists.
pub(super) struct Trust<'a> {
    named: &'a [String],
    patterns: Vec<OriginPattern>,
    policy: Option<&'a Policy>,
}

impl<'a> Trust<'a> {
    pub(super) fn new(named: &'a [String], policy: Option<&'a Policy>) -> Self {
        let patterns = named
            .iter()
            .filter_map(|text| OriginPattern::parse(text).ok());
        Self {
            named,
            patterns: patterns.collect(),
            policy,
        }
    }

    pub(super) fn covers(&self, origin: &str) -> bool {
        let parsed = Origin::parse(origin).ok();
        let matched =
            |pattern: &OriginPattern| parsed.as_ref().is_some_and(|it| pattern.matches(it));
        self.named.iter().any(|named| named == origin)
            || self.patterns.iter().any(matched)
            || self.policy.is_some_and(|policy| lists(policy, origin))
    }
}

/// Whether the policy names it. That of `*` names nobody: what is sent by it is the same for all, and never
/// with credentials.
fn lists(policy: &Policy, origin: &str) -> bool {
    let head = PlainHead::new("GET").line(Field::Origin, origin);
    let verdict = policy.decide(&head).origin();
    verdict.is_allowed() && verdict != OriginVerdict::Any
}
