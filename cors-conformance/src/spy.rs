//! A count of the handlers that ran.

use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

/// Counts how often handlers run.
///
/// Clones share one count. Every handler of the [application](crate::application) calls
/// [`visit`](Self::visit) first; the sender [takes](Self::take) the count after each
/// request, for [`Reply::handler_runs`](crate::Reply::handler_runs).
#[derive(Clone, Debug, Default)]
pub struct Spy(Arc<AtomicU32>);

impl Spy {
    /// A spy that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that a handler runs.
    pub fn visit(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// The number of visits since the last call.
    #[must_use]
    pub fn take(&self) -> u32 {
        self.0.swap(0, Ordering::SeqCst)
    }
}
