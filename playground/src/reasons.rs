//! What a policy itself says of a request, beside what the browser makes of its answer.

use cors_core::{
    CureValue, Nearest, Policy, Reason, ReasonKind,
    adapter::{Head, RequestHead},
};
use http::Request;
use serde_json::{Value, json};

use super::{Policies, cure};

/// What the policy says that guards the request's path; null where none does.
pub(super) fn of(request: &Request<()>, policies: &Policies) -> Value {
    let name = Policies::guarding(request.uri().path());
    let named = name.and_then(|name| Some((name, policies.current(name)?)));
    match named {
        Some((name, policy)) => to_json(name, &policy, &Head::of(request)),
        None => Value::Null,
    }
}

fn to_json<V>(name: &str, policy: &Policy, head: &impl RequestHead<V>) -> Value {
    let explanation = policy.explain(head);
    let entry = explanation.entry();
    json!({
        "name": name,
        "outcome": explanation.outcome().map(|outcome| outcome.as_str()),
        "sentence": explanation.to_string(),
        "credentials": policy.settings().allow_credentials(),
        "entry": entry.map(|(place, text)| json!({ "place": place, "text": text })),
        "reasons": explanation.reasons().iter().map(reason).collect::<Vec<_>>(),
    })
}

fn reason(reason: &Reason) -> Value {
    json!({
        "code": reason.outcome().as_str(),
        "sentence": reason.to_string(),
        "citation": reason.citation(),
        "nearest": nearest(reason.kind()),
        "cure": reason.cure().and_then(cure),
        "needs": reason.needs().map(|setting| setting.as_str()),
    })
}

/// What the policy allows that is most like what was asked for, and the difference if that has a
/// name.
fn nearest(kind: &ReasonKind) -> Value {
    let entry = |nearest: &Nearest| {
        json!({
            "sentence": nearest.to_string(),
            "text": nearest.text(),
            "place": nearest.entry(),
            "difference": nearest.difference().as_str(),
        })
    };
    match kind {
        ReasonKind::OriginNotAllowed { nearest, .. } => nearest.as_ref().map_or(Value::Null, entry),
        ReasonKind::MethodNotAllowed { nearest, .. }
        | ReasonKind::HeaderNotAllowed { nearest, .. } => nearest
            .as_ref()
            .map_or(Value::Null, |name| json!({ "text": name })),
        _ => Value::Null,
    }
}

/// `None` for what texts can't say yet.
fn cure(cure: &cors_core::Cure) -> Option<Value> {
    let value = match cure.value() {
        CureValue::List(entries) => cure::Value::List(entries.clone()),
        _ => return None,
    };
    let mut json = cure::to_json(cure.setting().as_str(), &value);
    json["sentence"] = cure.to_string().into();
    Some(json)
}
