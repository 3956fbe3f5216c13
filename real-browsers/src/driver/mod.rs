//! Browsers, and the WebDriver programs that drive them.

mod engine;
mod process;
mod session;
mod undriven;

use self::process::Process;
pub(crate) use self::{
    engine::{Engine, Setup},
    session::Session,
    undriven::Undriven,
};
