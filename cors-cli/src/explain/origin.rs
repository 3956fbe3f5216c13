//! What the policy says of the page's origin: the entry that allows it, or the one that is most like it.

use cors_core::{
    Explanation, Nearest, OriginVerdict, Policy, ReasonKind,
    adapter::{Field, PlainHead},
};
use serde_json::{Value, json};
use url::Url;

use super::cures::Cures;

/// What the policy says of an origin.
pub(super) struct Origin {
    allowed: bool,
    entry: Option<String>,
    nearest: Option<Nearest>,
    is_null: bool,
    explanation: Explanation,
}

impl Origin {
    /// Asks by a preflight, which no guard refuses.
    pub(super) fn of(policy: &Policy, origin: &str, server: &Url) -> Self {
        let head = PlainHead::new("OPTIONS")
            .line(Field::Host, server.authority())
            .line(Field::Origin, origin)
            .line(Field::AccessControlRequestMethod, "GET");
        let verdict = policy.decide(&head).origin();
        let explanation = policy.explain(&head);
        let entry = explanation.entry().map(|(_, entry)| entry.to_owned());
        let any = matches!(verdict, OriginVerdict::Any).then(|| "*".to_owned());
        let nearest = explanation
            .reasons()
            .iter()
            .find_map(|reason| match reason.kind() {
                ReasonKind::OriginNotAllowed { nearest, .. } => nearest.clone(),
                _ => None,
            });
        Self {
            allowed: verdict.is_allowed(),
            entry: entry.or(any),
            nearest,
            is_null: origin == "null",
            explanation,
        }
    }

    pub(super) fn is_allowed(&self) -> bool {
        self.allowed
    }

    /// Why it is not allowed, in a sentence that names the nearest entry.
    pub(super) fn sentence(&self) -> Option<String> {
        let reason = self.explanation.reasons().first()?.to_string();
        Some(match (&self.nearest, self.explanation.origin()) {
            // It has nothing more to say.
            (None, Some(origin)) if !reason.contains(':') => {
                format!("{reason}: no entry of allow_origins is like {origin}")
            }
            _ => reason,
        })
    }

    /// What would allow it, with the condition under which that is right.
    pub(super) fn cures(&self) -> Cures {
        Cures::of_policy(self.explanation.cures())
    }

    /// `{"allowed", "entry", "nearest", "difference"}`
    pub(super) fn json(&self) -> Value {
        let difference = self
            .nearest
            .as_ref()
            .map(|nearest| nearest.difference().as_str());
        let null = (self.is_null && !self.allowed).then_some("null");
        json!({
            "allowed": self.allowed,
            "entry": self.entry,
            "nearest": self.nearest.as_ref().map(Nearest::text),
            "difference": difference.or(null),
        })
    }
}
