//! What CORS costs: ours, today's peers and a hand-written floor, over the same bare handler, on
//! each framework, in process.

pub mod framework;
pub mod matrix;
pub mod measure;
pub mod policy;
pub mod request;

pub use self::{
    framework::{Contender, Framework, Subject},
    matrix::{Application, Choice, Record},
    policy::PolicyKind,
    request::Case,
};
