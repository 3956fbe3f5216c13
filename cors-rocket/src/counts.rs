//! Who counts what comes of requests, until there is something that answers them.

use core::fmt;
use std::sync::Arc;

use cors_core::{Outcome, adapter::Responder};

use super::head::Value;

#[derive(Clone, Default)]
pub(super) struct Counts(Vec<Arc<dyn Fn(Outcome) + Send + Sync>>);

impl Counts {
    pub(super) fn add(&mut self, count: impl Fn(Outcome) + Send + Sync + 'static) {
        self.0.push(Arc::new(count));
    }

    pub(super) fn give_to(&self, responder: Responder<Value>) -> Responder<Value> {
        self.0.iter().cloned().fold(responder, |responder, count| {
            responder.on_outcome(move |outcome| count(outcome))
        })
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of them", self.0.len())
    }
}
