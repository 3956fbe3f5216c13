//! The modelled cache does what RFC 9111 asks of a shared one: for each rule a hit and a miss.

mod scenario;

use scenario::hold;

#[test]
fn storing() {
    hold(include_str!("storing.txt"));
}

#[test]
fn targets() {
    hold(include_str!("targets.txt"));
}

#[test]
fn directives_of_responses() {
    hold(include_str!("directives_of_responses.txt"));
}

#[test]
fn directives_of_requests() {
    hold(include_str!("directives_of_requests.txt"));
}

#[test]
fn freshness() {
    hold(include_str!("freshness.txt"));
}

#[test]
fn reading_cache_control() {
    hold(include_str!("reading_cache_control.txt"));
}

#[test]
fn vary() {
    hold(include_str!("vary.txt"));
}

#[test]
fn validation() {
    hold(include_str!("validation.txt"));
}

#[test]
fn preconditions_of_clients() {
    hold(include_str!("preconditions_of_clients.txt"));
}

#[test]
fn invalidation() {
    hold(include_str!("invalidation.txt"));
}
