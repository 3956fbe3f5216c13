//! `cargo xtask load`: loads servers over real sockets.

use clap::Parser;
use cors_benches::report::load::{Choice, load};

fn main() -> anyhow::Result<()> {
    load(&Choice::parse())
}
