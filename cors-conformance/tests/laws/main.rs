//! What holds between any policy and any browser.

mod access;
mod cures;
mod explanation;
mod generate;
mod server;
mod workload;
