//! What CORS costs: ours, today's peers and a hand-written floor, over the same bare handler, on
//! each framework, in process.

pub mod contenders;
pub mod matrix;
pub mod measure;
pub mod policy;
pub mod report;
pub mod request;
pub mod workspace;

pub use self::{
    contenders::{Contender, Framework, Subject},
    matrix::{Application, Choice, Record},
    policy::PolicyKind,
    request::Case,
};
