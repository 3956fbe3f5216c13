//! What holds between any policy and any browser.

mod access;
mod cures;
mod entries;
mod explanation;
mod exposure;
mod generate;
mod guards;
mod names;
mod reasons;
mod server;
mod workload;
