//! A policy as every target needs it: origins taken apart, header values as they are sent, guards.

mod guards;
mod origins;
mod wire;

use cors_core::{Policy, Setting};

pub(crate) use self::{
    guards::Guards,
    origins::{Origins, Pattern},
    wire::{Names, Wire},
};
use crate::{Loss, identifier::identifier};

/// What a target has to say.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The policy's name in its file: letters, digits, `-`, `_` and `.`, and `%` where it has anything else.
    pub(crate) name: &'a str,
    /// The same as a variable can have it: letters, digits and `_`.
    pub(crate) identifier: String,
    pub(crate) policy: &'a Policy,
    pub(crate) origins: Origins<'a>,
    pub(crate) wire: Wire,
    /// Preflights' answers name only what was asked for.
    pub(crate) is_minimal: bool,
    pub(crate) guards: Guards<'a>,
}

impl<'a> Plan<'a> {
    /// With what no target can say.
    pub(crate) fn new(name: &'a str, policy: &'a Policy) -> (Self, Vec<Loss>) {
        let mut losses = Vec::new();
        let origins = Origins::new(policy, &mut losses);
        let settings = policy.settings();
        let plan = Self {
            name,
            identifier: identifier(name),
            policy,
            origins,
            wire: Wire::new(policy),
            is_minimal: settings.flag(Setting::MinimalDisclosure) == Some(true),
            guards: Guards::new(settings),
        };
        (plan, losses)
    }
}
