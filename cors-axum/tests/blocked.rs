//! What browsers are going to block is logged once, and whoever counts hears of it.

#[path = "common/blocked.rs"]
mod blocked;
#[path = "common/log.rs"]
mod log;
#[path = "common/send.rs"]
mod send;

use blocked::Sent;
use cors_axum::{CorsLayer, LivePolicy, Outcome, Policy};
use send::send;

fn app() -> impl FnMut(Sent) {
    send(CorsLayer::new(blocked::policy()))
}

#[test]
fn an_origin_that_is_not_allowed() {
    blocked::an_origin_that_is_not_allowed(app());
}

#[test]
fn names_that_are_not_allowed() {
    blocked::names_that_are_not_allowed(app());
}

#[test]
fn nobody_hears_of_the_rest() {
    blocked::nobody_hears_of_the_rest(app());
}

#[test]
fn what_is_never_shown() {
    blocked::what_is_never_shown(app());
}

#[test]
fn outcomes() {
    blocked::outcomes(|live, count| send(CorsLayer::new(live).on_outcome(count)));
}
