//! What is said to requests that are refused.

use cors_core::{
    Policy,
    adapter::{Decision, Field, PlainHead, Responder},
};

use super::lines::{Lines, quote};

/// The engine's own lines for each kind of refusal.
pub(super) struct Refusals {
    pub(super) unexpected_host: &'static str,
    pub(super) unknown_host: &'static str,
    pub(super) unsafe_method: &'static str,
    pub(super) safe_method: &'static str,
    pub(super) websocket: &'static str,
}

impl Refusals {
    pub(super) fn new() -> Self {
        let expecting = Policy::builder().expect_hosts(["server.example"]);
        let guarded = Policy::builder()
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true);
        let (expecting, guarded) = (expecting.build(), guarded.build());
        let other = |method| PlainHead::new(method).line(Field::SecFetchSite, "cross-site");
        let get = || PlainHead::new("GET");
        Self {
            unexpected_host: body(&expecting, get().line(Field::Host, "other.example")),
            unknown_host: body(&expecting, get()),
            unsafe_method: body(&guarded, other("POST")),
            safe_method: body(&guarded, other("GET")),
            websocket: body(&guarded, other("GET").line(Field::Upgrade, "websocket")),
        }
    }
}

/// Without its advice to read the server's log: HAProxy's says nothing of policies.
fn body<E>(policy: &Result<Policy, E>, head: PlainHead) -> &'static str {
    let Ok(policy) = policy else { return "refused" };
    let body = match Responder::<Vec<u8>>::new(policy).peek(&head) {
        Decision::Answer(answer) => answer.body(),
        Decision::Forward(_) => "refused",
    };
    body.split_once("; the server's log")
        .map_or(body, |(why, _)| why)
}

/// Answers what is to be refused. HAProxy sends no body to `HEAD`.
pub(super) fn refuse(lines: &mut Lines, status: u16, text: &str, condition: &str) {
    let text = quote(text);
    lines.push(format!(
        "http-request return status {status} content-type 'text/plain; charset=utf-8' string {text} if {condition}"
    ));
}
