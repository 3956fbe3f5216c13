//! The command, run as people and scripts run it.

mod check;
mod completions;
mod diff;
mod explain;
mod export;
mod help;
mod manual;
mod museum;
mod pages;
#[cfg(target_os = "linux")]
mod picture;
mod probe;
mod probe_museum;
mod readme;
mod served;
mod session;
