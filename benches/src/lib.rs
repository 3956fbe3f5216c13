//! What CORS costs: ours, today's peers and a hand-written floor, over the same bare handler, on
//! each framework, in process.

pub mod framework;
pub mod request;
pub mod setting;

pub use self::{
    framework::{Contender, Framework, Subject},
    request::Case,
    setting::Setting,
};
