//! What it takes to build a policy of so many origins: time, and memory beyond the text.

use std::time::Instant;

use allocation_counter::measure;
use clap::Parser;
use cors_benches::{
    Choice, PolicyKind, policy,
    report::{Building, record::print},
};
use cors_core::Policy;

/// How many origins.
const COUNTS: [u32; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// How often each policy is built. The median stands for all.
const BUILDS: usize = 5;

fn main() {
    // Of cargo's options there is none to heed.
    let _ = Choice::parse();
    for count in COUNTS {
        // The list is the caller's, as if read from a file.
        let origins = PolicyKind::Exact(count as usize).origins();
        let mut seconds: Vec<_> = (0..BUILDS).map(|_| time(&origins)).collect();
        seconds.sort_by(f64::total_cmp);
        let mut policy = None;
        let memory = measure(|| policy = Some(build(&origins)));
        drop(policy);
        let text: usize = origins.iter().map(String::len).sum();
        print(&Building {
            origins: count,
            seconds: seconds[BUILDS / 2],
            bytes: memory.bytes_current as f64,
            bytes_while_building: memory.bytes_max as f64,
            text: text as f64,
        });
    }
}

/// From the list to the policy, in seconds.
fn time(origins: &[String]) -> f64 {
    let start = Instant::now();
    let policy = build(origins);
    let seconds = start.elapsed().as_secs_f64();
    drop(policy);
    seconds
}

fn build(origins: &[String]) -> Policy {
    Policy::builder()
        .allow_origins(origins)
        .allow_credentials(true)
        .allow_methods(policy::METHODS)
        .allow_headers(policy::HEADERS)
        .build()
        .expect("a policy that builds")
}
