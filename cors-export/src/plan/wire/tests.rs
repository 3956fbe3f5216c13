//! What is planned is what the engine sends.

use cors_conformance::Suite;
use cors_core::{
    Policy,
    adapter::{Decision, Field, PlainHead, Responder},
};

use super::{Names, text};
use crate::plan::Plan;

/// An origin that the policy allows.
fn page<'a>(policy: &Policy, plan: &'a Plan<'_>) -> Option<&'a str> {
    let candidates = [
        "https://anyone.example",
        "https://a.example.com",
        "https://pr-1.example.com",
        "https://deploy-1--app.example.net",
        "http://localhost:1",
    ];
    let mut all = plan.origins.texts().chain(candidates);
    all.find(|origin| policy.allows_origin(origin))
}

/// The values that the engine sends, as (field, value) pairs, and the status of an answer.
fn sent(policy: &Policy, head: &PlainHead) -> (u16, Vec<(Field, String)>) {
    let responder = Responder::<Vec<u8>>::new(policy);
    let values = |name: Field, value: &[u8]| (name, text(value));
    match responder.peek(head) {
        Decision::Answer(answer) => {
            let lines = answer.iter().map(|(name, value)| values(name, value));
            (answer.status(), lines.collect())
        }
        Decision::Forward(headers) => {
            let lines = headers.iter().map(|(name, value)| values(name, value));
            (0, lines.collect())
        }
    }
}

/// The whole value, or with minimal disclosure some of its names.
fn is_as_planned(planned: &Names, asked: &str, sent: Option<&String>, is_minimal: bool) -> bool {
    match (planned, sent) {
        (Names::None, None) => true,
        (Names::Listed(list), Some(sent)) if is_minimal => {
            let names: Vec<_> = list.split(", ").collect();
            names.contains(&"*") || sent.split(", ").all(|name| names.contains(&name))
        }
        (Names::Listed(_), None) => is_minimal,
        (Names::Listed(list), Some(sent)) => list == sent,
        (Names::Echoed { .. }, Some(sent)) => sent.eq_ignore_ascii_case(asked),
        _ => false,
    }
}

#[test]
fn every_value_is_the_engines() {
    let mut asked = 0;
    for (name, policy) in Suite::builtin().policies() {
        let (plan, losses) = Plan::new(name, policy);
        assert!(losses.is_empty(), "{name}: {losses:?}");
        let Some(page) = page(policy, &plan) else {
            assert!(plan.origins.is_empty(), "{name}");
            continue;
        };
        asked += 1;
        let wire = &plan.wire;
        let head = |method| PlainHead::new(method).line(Field::Origin, page);
        let host = plan
            .guards
            .hosts
            .first()
            .cloned()
            .unwrap_or_else(|| "server.example".to_owned());
        for (method, header) in [
            ("PUT", "x-api-key"),
            ("DELETE", "content-type"),
            ("PATCH", "authorization"),
        ] {
            let preflight = head("OPTIONS")
                .line(Field::Host, &host)
                .line(Field::AccessControlRequestMethod, method)
                .line(Field::AccessControlRequestHeaders, header);
            let (status, lines) = sent(policy, &preflight);
            let of = |field| {
                lines
                    .iter()
                    .find(|(name, _)| *name == field)
                    .map(|(_, value)| value)
            };
            assert_eq!(status, wire.preflight_status, "{name}");
            assert_eq!(
                of(Field::AccessControlAllowCredentials).is_some(),
                wire.credentials,
                "{name}"
            );
            let methods = of(Field::AccessControlAllowMethods);
            assert!(
                is_as_planned(&wire.methods, method, methods, plan.is_minimal),
                "{name} {methods:?} {wire:?}"
            );
            // `authorization` is echoed only where it is listed.
            let is_echoed = wire.headers
                != Names::Echoed {
                    authorization: false,
                }
                || header != "authorization";
            let headers = of(Field::AccessControlAllowHeaders);
            assert!(
                !is_echoed || is_as_planned(&wire.headers, header, headers, plan.is_minimal),
                "{name} {headers:?} {wire:?}",
            );
            assert!(
                is_echoed || headers.is_none(),
                "{name} {headers:?} {wire:?}"
            );
            assert_eq!(
                of(Field::AccessControlMaxAge),
                wire.max_age.as_ref(),
                "{name}"
            );
        }
        let (_, lines) = sent(policy, &head("GET").line(Field::Host, &host));
        let of = |field| {
            lines
                .iter()
                .find(|(name, _)| *name == field)
                .map(|(_, value)| value)
        };
        assert_eq!(
            of(Field::AccessControlExposeHeaders),
            wire.exposed.as_ref(),
            "{name}"
        );
        assert_eq!(
            of(Field::AccessControlAllowCredentials).is_some(),
            wire.credentials,
            "{name}"
        );
    }
    assert!(asked > 30, "{asked}");
}
