//! What a policy itself says of a request, beside what the browser makes of its answer.

use cors_core::{
    CureValue, GuardRule, GuardVerdict, Nearest, Policy, Reason, ReasonKind,
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
        "guard": guard(explanation.guard()),
        "entry": entry.map(|(place, text)| json!({ "place": place, "text": text })),
        "reasons": explanation.reasons().iter().map(reason).collect::<Vec<_>>(),
    })
}

/// By which rule a guard refuses it or lets it pass, and which setting refuses it. Null where none covers it.
fn guard(verdict: GuardVerdict) -> Value {
    if verdict == GuardVerdict::NotGuarded {
        return Value::Null;
    }
    json!({
        "refusedBy": verdict.refused_by().map(|by| by.setting().as_str()),
        "rule": verdict.rule().map(GuardRule::number),
    })
}

fn reason(reason: &Reason) -> Value {
    json!({
        "code": reason.outcome().as_str(),
        "sentence": reason.to_string(),
        "citation": reason.citation(),
        "nearest": nearest(reason.kind()),
        "pair": pair(reason.kind()),
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
        ReasonKind::OriginNotAllowed { nearest, .. } | ReasonKind::Refused { nearest, .. } => {
            nearest.as_ref().map_or(Value::Null, entry)
        }
        ReasonKind::MethodNotAllowed { nearest, .. }
        | ReasonKind::HeaderNotAllowed { nearest, .. } => nearest
            .as_ref()
            .map_or(Value::Null, |name| json!({ "text": name })),
        _ => Value::Null,
    }
}

/// What a guard has compared; null for what it did not refuse.
fn pair(kind: &ReasonKind) -> Value {
    match kind {
        ReasonKind::Refused { origin, host, .. } => json!({ "origin": origin, "host": host }),
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
    json["condition"] = cure.condition().into();
    Some(json)
}

#[cfg(test)]
mod tests {
    use cors_core::{
        Policy,
        adapter::{Field, PlainHead},
    };
    use serde_json::{Value, json};

    use super::to_json;

    fn guarded() -> Policy {
        Policy::builder()
            .allow_origins("https://www.example.com")
            .guard_unsafe_methods(true)
            .expect_hosts(["localhost"])
            .build()
            .unwrap()
    }

    fn post(site: &str, host: &str) -> PlainHead {
        PlainHead::new("POST")
            .path("/guarded/echo")
            .line(Field::Origin, "http://localhost:2677")
            .line(Field::SecFetchSite, site)
            .line(Field::Host, host)
    }

    /// As browsers send it to this machine.
    #[test]
    fn a_refusal_has_its_rule_its_pair_and_its_cure() {
        let said = to_json("guarded", &guarded(), &post("same-site", "localhost:2680"));
        assert_eq!(said["outcome"], "unsafe-method-refused");
        assert_eq!(
            said["guard"],
            json!({ "refusedBy": "guard_unsafe_methods", "rule": 3 })
        );
        assert_eq!(
            said["sentence"],
            "refused by guard_unsafe_methods: POST /guarded/echo, Origin http://localhost:2677, \
             Host localhost:2680: Sec-Fetch-Site is same-site; if that page is yours, add \
             \"http://localhost:2677\" to allow_origins"
        );
        let reason = &said["reasons"][0];
        let pair = json!({ "origin": "http://localhost:2677", "host": "localhost:2680" });
        assert_eq!(reason["pair"], pair);
        let cure = &reason["cure"];
        assert_eq!(cure["line"], "allow_origins = [\"http://localhost:2677\"]");
        assert_eq!(cure["rust"], ".allow_origins([\"http://localhost:2677\"])");
        assert_eq!(cure["condition"], "that page is yours");
    }

    #[test]
    fn another_host_is_refused_by_no_rule() {
        let said = to_json("guarded", &guarded(), &post("same-origin", "rebound.test"));
        assert_eq!(said["outcome"], "unexpected-host");
        assert_eq!(
            said["guard"],
            json!({ "refusedBy": "expect_hosts", "rule": null })
        );
        let cure = &said["reasons"][0]["cure"];
        assert_eq!(cure["line"], "expect_hosts = [\"rebound.test\"]");
        assert_eq!(cure["condition"], "this server is reached by rebound.test");
    }

    #[test]
    fn what_passes_has_its_rule() {
        let said = to_json(
            "guarded",
            &guarded(),
            &post("same-origin", "localhost:2680"),
        );
        assert_eq!(said["outcome"], "same-origin");
        assert_eq!(said["guard"], json!({ "refusedBy": null, "rule": 2 }));
        let get = PlainHead::new("GET").line(Field::Host, "localhost");
        assert_eq!(to_json("guarded", &guarded(), &get)["guard"], Value::Null);
    }
}
