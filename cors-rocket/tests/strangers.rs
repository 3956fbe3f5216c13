//! What strangers can have logged is bounded. By itself, since that holds for a process.

#[path = "common/blocked.rs"]
mod blocked;
mod common;
#[path = "common/log.rs"]
mod log;
#[path = "common/send.rs"]
mod send;

use cors_rocket::{Cors, LivePolicy, Outcome, Policy};

#[test]
fn twenty_thousand() {
    blocked::strangers(send::send(Cors::new(blocked::policy())));
}
