//! One answer of two judgements: what the browser decides, and what the policy says of it.

use cors_browser::{NotAnOrigin, Outcome, Reason};
use cors_core::{Policy, adapter::Head};
use serde_json::{Value, json};

use super::{Asked, remedy::Remedy};
use crate::{
    explain::{cures::instruction, origin::Origin, server},
    input::Loaded,
    verdict::{self, Note},
};

/// What a page sees of a server with the policy, and what would help if it sees nothing.
pub(super) struct Answer {
    /// Absent where no browser has a page of such an origin.
    pub(super) outcome: Option<Outcome>,
    pub(super) sentence: String,
    pub(super) origin: Origin,
    pub(super) remedy: Remedy,
    pub(super) notes: Vec<Note>,
}

impl Answer {
    /// For a policy of a file, of this name.
    pub(super) fn of(file: &Loaded, name: &str, policy: &Policy, asked: Asked<'_>) -> Self {
        let origin = Origin::of(policy, asked.origin, &server::url(policy, asked.origin));
        match asked.ask(policy) {
            Ok(outcome) => Self::of_page(file, name, policy, asked, origin, outcome),
            Err(error) => Self::of_no_page(origin, &error),
        }
    }

    fn of_page(
        file: &Loaded,
        name: &str,
        policy: &Policy,
        asked: Asked<'_>,
        origin: Origin,
        outcome: Outcome,
    ) -> Self {
        let reason = verdict::reason(&outcome);
        let of_origin = matches!(reason, Some(Reason::OriginNotAllowed | Reason::NullOrigin));
        let sentence = origin.sentence().filter(|_| of_origin);
        let remedy = match outcome.result() {
            Ok(_) => Remedy::default(),
            Err(_) => Remedy::find(file, name, policy, asked, &outcome),
        };
        Self {
            sentence: sentence.unwrap_or_else(|| verdict::sentence(&outcome)),
            notes: notes(policy, &outcome, &remedy),
            outcome: Some(outcome),
            origin,
            remedy,
        }
    }

    /// No browser would send such an origin.
    fn of_no_page(origin: Origin, error: &NotAnOrigin) -> Self {
        let sentence = origin.sentence().unwrap_or_else(|| error.to_string());
        let meant = error.meant().map(|meant| {
            Note::new(format!(
                "browsers write {meant:?}: ask again with --origin {meant}"
            ))
        });
        Self {
            outcome: None,
            sentence,
            origin,
            remedy: Remedy::default(),
            notes: meant.into_iter().collect(),
        }
    }

    pub(super) fn is_allowed(&self) -> bool {
        self.outcome.as_ref().is_some_and(verdict::is_allowed)
    }

    /// The one object.
    pub(super) fn json(&self, name: &str) -> Value {
        let (browser, steps) = match &self.outcome {
            Some(outcome) => (
                verdict::browser_json(outcome, &self.sentence),
                verdict::steps_json(outcome),
            ),
            None => {
                let reason = (!self.origin.is_allowed()).then_some(Reason::OriginNotAllowed);
                let reason = reason.map(Reason::as_str);
                let browser =
                    json!({ "allowed": false, "reason": reason, "sentence": self.sentence });
                (browser, json!([]))
            }
        };
        let notes = [self.conditions(name), self.notes.clone()].concat();
        json!({
            "schema": 1,
            "browser": browser,
            "origin": self.origin.json(),
            "steps": steps,
            "cures": self.remedy.cures.json(),
            "notes": verdict::notes_json(&notes),
        })
    }

    /// Under which conditions the cures are right, which the cures themselves say to people.
    fn conditions(&self, name: &str) -> Vec<Note> {
        let policy = format!("policy {name:?}");
        let additions = self.remedy.cures.additions().iter();
        let conditions = additions.filter_map(|(setting, addition)| {
            let condition = addition.condition()?;
            let cure = instruction(*setting, addition, &policy);
            Some(Note::new(format!("{cure} only if {condition}")))
        });
        conditions.collect()
    }
}

/// What is no refusal and still surprises, and what there is to say about the cures.
fn notes(policy: &Policy, outcome: &Outcome, remedy: &Remedy) -> Vec<Note> {
    let mut notes = Vec::new();
    if remedy.loses_wildcard {
        notes.push(Note::new(
            "the policy then allows no longer every origin: with credentials or a guard, \"*\" has to go, and pages of all others are blocked",
        ));
    }
    // Cures say by themselves what they are against.
    let next = remedy
        .next
        .iter()
        .filter(|_| remedy.cures.is_empty())
        .map(|next| format!("with that cured, the page would still be blocked: {next}"));
    notes.extend(next.map(Note::new));
    notes.extend(remedy.obstacle.clone().map(Note::new));
    let refused = { outcome.exchanges().iter() }.find_map(|exchange| {
        let verdict = policy.decide(&Head::of(exchange.request()));
        verdict.guard().refused_by()
    });
    if let Some(by) = refused {
        let setting = by.setting();
        notes.push(Note::new(format!(
            "{setting} refuses the request itself: no handler runs"
        )));
    }
    let of_browser = verdict::notes(outcome);
    let is_guess = |note: &Note| note.code.is_some_and(|code| code.contains("cookie"));
    if of_browser.iter().any(is_guess) && !server::is_known(policy) {
        notes.push(Note::new(
            "what follows about cookies is of a server of another site than the page's, and of a cookie named session without attributes: the policy says neither",
        ));
    }
    notes.extend(of_browser);
    notes
}
