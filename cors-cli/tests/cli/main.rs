//! The command, run as people and scripts run it.

mod completions;
mod help;
mod manual;
mod museum;
mod pages;
mod probe;
mod probe_museum;
mod served;
