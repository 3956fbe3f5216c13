//! Programs that show the policy engine at work.
//!
//! [`app`] is the application that the policies of a file guard, one per framework with the same
//! routes; `serve` puts the two together. [`recorder`]
//! stands before a server, and keeps what went over the wire; [`playground`] shows all of this on a
//! page.

pub mod app;
pub mod playground;
pub mod recorder;

/// The examples of the workspace's README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeDoctests;
