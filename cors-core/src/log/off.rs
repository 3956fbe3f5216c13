//! The log where the feature `tracing` is off: nothing.

use crate::{
    Outcome, Policy, Verdict,
    adapter::{Field, RequestHead},
};

#[derive(Clone)]
pub(crate) struct Place;

impl Place {
    pub(crate) fn of<V>(_: &impl RequestHead<V>) -> Option<Self> {
        None
    }
}

pub(crate) fn may_say_info() -> bool {
    false
}

pub(crate) fn may_say_debug() -> bool {
    false
}

pub(crate) fn warnings(_: &Policy) {}

pub(crate) fn replaced() {}

pub(crate) fn overridden(_: Field, _: Option<&Place>) {}

pub(crate) fn hindered<V>(_: &Verdict<'_>, _: &impl RequestHead<V>, _: &[u8], _: Outcome) {}
