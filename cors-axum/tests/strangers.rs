//! What strangers can have logged is bounded. By itself, since that holds for a process.

#[path = "common/blocked.rs"]
mod blocked;
#[path = "common/log.rs"]
mod log;
#[path = "common/send.rs"]
mod send;

use cors_axum::{CorsLayer, LivePolicy, Outcome, Policy};

#[test]
fn twenty_thousand() {
    blocked::strangers(send::send(CorsLayer::new(blocked::policy())));
}
