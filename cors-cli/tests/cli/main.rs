//! The command, run as people and scripts run it.

mod diff;
