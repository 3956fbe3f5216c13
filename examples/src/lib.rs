//! The application that shows the policy engine at work.
//!
//! [`app`] is what the policies of a file guard, one per framework with the same routes; `serve` puts
//! the two together.

pub mod app;
pub mod policy_file;

/// The examples of the workspace's README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeDoctests;
