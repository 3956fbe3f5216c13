//! What CORS costs: ours, today's peers and a hand-written floor, over the same bare handler, on
//! each framework, in process.
//!
//! Without the feature `contenders` there is nothing to measure, and no framework to compile: only
//! what the figures are called, and the [`report`] about them.

pub mod contender;
#[cfg(feature = "contenders")]
pub mod contenders;
pub mod framework;
pub mod matrix;
#[cfg(feature = "contenders")]
pub mod measure;
pub mod named;
pub mod policy;
pub mod report;
pub mod request;
pub mod workspace;

#[cfg(feature = "contenders")]
pub use self::contenders::Subject;
pub use self::{
    contender::Contender,
    framework::Framework,
    matrix::{Application, Choice},
    named::Named,
    policy::PolicyKind,
    report::Record,
    request::Case,
};
