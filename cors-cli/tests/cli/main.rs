//! The command, run as people and scripts run it.

mod completions;
mod help;
mod manual;
mod pages;
mod picture;
mod readme;
mod session;
