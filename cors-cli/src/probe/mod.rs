//! `cors probe`: what a live URL does, asked as a browser would, and then as an attacker's page would.

mod arguments;
mod attack;
mod client;
mod code;
mod finding;
mod judge;
mod server;

pub(crate) use self::{arguments::Arguments, code::Code};
use crate::exit::{Cannot, Found};

/// Asks, judges, and says what was found.
pub(crate) fn probe(_arguments: &Arguments) -> Result<Found, Cannot> {
    Err(Cannot::because("not built yet"))
}
