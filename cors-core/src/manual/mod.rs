//! Chapters that are only documentation.
//!
//! - [`known_bugs`]: other implementations' bugs, and how each is made impossible here.
//! - [`caches`]: what happens to responses between a server and a page.
//! - [`environment`]: origins that a deployment lists in a variable.
//! - [`why_blocked`]: every reason for which a browser blocks a request, with its cause and its cure.
//! - [`guards`]: what CORS does not protect, and how the same list of origins does.
//! - [`why_refused`]: every reason for which a guard refuses a request, with its cause and its cure.

pub mod caches;
pub mod environment;
pub mod guards;
pub mod known_bugs;
pub mod why_blocked;
pub mod why_refused;
