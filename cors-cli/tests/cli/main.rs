//! The command, run as people and scripts run it.

mod check;
mod completions;
mod explain;
mod help;
mod manual;
mod pages;
#[cfg(target_os = "linux")]
mod picture;
mod readme;
mod session;
