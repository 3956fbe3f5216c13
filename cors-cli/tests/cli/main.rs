//! The command, run as people and scripts run it.

mod museum;
mod probe_museum;
mod served;
