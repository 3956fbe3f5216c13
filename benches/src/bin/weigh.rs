//! `cargo xtask weigh`: builds programs with CORS and without.

use clap::Parser;
use cors_benches::report::weigh::{Choice, weigh};

fn main() -> anyhow::Result<()> {
    weigh(&Choice::parse())
}
