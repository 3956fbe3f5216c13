//! The command, run as people and scripts run it.

mod check;
mod completions;
mod explain;
mod help;
mod manual;
mod museum;
mod pages;
mod probe;
mod probe_museum;
mod served;
