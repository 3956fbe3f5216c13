//! What changes between two policies, decided and with an example.

#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod change;

pub use self::change::{Axis, Change, Kind};

use cors_core::Policy;

/// Everything that changes if `new` takes the place of `old`, in the order of the axes.
#[must_use]
pub fn diff(_old: &Policy, _new: &Policy) -> Vec<Change> {
    Vec::new()
}
