//! Browsers, and the WebDriver programs that drive them.

mod engine;
mod process;
mod session;
mod undriven;

pub use self::{
    engine::{Engine, Setup},
    process::Process,
    session::Session,
    undriven::Undriven,
};
