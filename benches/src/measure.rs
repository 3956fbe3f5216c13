//! The call that is measured.

use core::hint::black_box;

use crate::{Case, PolicyKind, Subject, request::RequestHead};

/// A function by whose name callgrind starts and stops counting. It is never inlined.
pub const COUNTED: &str = "cors_benches::measure::counted_call";

/// Sends the prepared request. Returns the status.
#[inline(never)]
pub fn counted_call(subject: &mut dyn Subject) -> u16 {
    black_box(black_box(subject).call())
}

/// How often each request is counted, each time with another origin of its kind. The least stands for
/// all: the rest is what the allocator did in the state that it happened to be in, which any change
/// elsewhere can bring about or end; and what a hash that begins like that of another origin costs, of
/// which the random seed has one in some twenty.
pub const CALLS: usize = 24;

/// How often a request is sent before anything is measured: what is built at first use, and what
/// grows to the size that it then keeps, is no cost of a request.
const WARM_UP: usize = 5;

/// Sends a request as often as it takes until nothing is new to the application, and returns it.
pub fn warm_up(subject: &mut dyn Subject, case: Case, policy: PolicyKind) -> RequestHead {
    let request = case.request(policy);
    for _ in 0..WARM_UP {
        subject.prepare(&request);
        black_box(subject.call());
    }
    request
}
