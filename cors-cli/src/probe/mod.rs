//! `cors probe`: what a live URL does, asked as a browser would, and then as an attacker's page would.

mod arguments;
mod attack;
mod client;
mod code;
mod curl;
mod dry;
mod finding;
mod judge;
mod origin;
mod page;
mod progress;
mod report;
mod run;
mod server;
mod url;

pub(crate) use self::{arguments::Arguments, code::Code};
use crate::exit::{Cannot, Found};

/// Asks, judges, and says what was found.
pub(crate) fn probe(arguments: &Arguments) -> Result<Found, Cannot> {
    run::run(arguments)
}
