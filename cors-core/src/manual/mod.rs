//! Chapters that are only documentation.
//!
//! - [`known_bugs`]: other implementations' bugs, and how each is made impossible here.
//! - [`caches`]: what happens to responses between a server and a page.

pub mod caches;
pub mod known_bugs;
