//! What CORS costs: ours, today's peers and a hand-written floor, over the same bare handler, on
//! each framework, in process.

pub mod framework;
pub mod matrix;
pub mod measure;
pub mod request;
pub mod setting;

pub use self::{
    framework::{Contender, Framework, Subject},
    matrix::{Application, Choice, Record},
    request::Case,
    setting::Setting,
};
