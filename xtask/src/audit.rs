//! `cargo xtask audit`: what the dependencies are, and what is known of them, by `deny.toml`.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{
    prerequisites::{DENY, tool},
    run::{root, run},
};

#[derive(Args, Default)]
pub(crate) struct Choice {
    /// Look for known vulnerabilities, too, in a database that is fetched by git.
    #[arg(long)]
    advisories: bool,
}

pub(crate) fn audit(choice: &Choice) -> Result<()> {
    let mut deny = Command::new(tool(&DENY)?);
    deny.args(["check", "licenses", "bans", "sources"]);
    if choice.advisories {
        deny.arg("advisories");
    }
    run(deny.current_dir(root()))
}
