//! The command, run as people and scripts run it.

mod completions;
mod help;
mod manual;
mod pages;
#[cfg(target_os = "linux")]
mod picture;
mod readme;
mod session;
