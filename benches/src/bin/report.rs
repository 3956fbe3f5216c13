//! `cargo xtask bench`: runs the bench targets, and reports what CORS costs.

use clap::Parser;
use cors_benches::report::{Options, bench};

fn main() -> anyhow::Result<()> {
    bench(&Options::parse())
}
