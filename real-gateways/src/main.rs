//! Gateways that others wrote, with the suite's policies exported to them: what they answer in front of a server that
//! knows no policy is what the policies say.
//!
//! Each gateway is a program of its own, which ends with this one. All listen on the loopback interface.
//!
//! `cargo xtask edge` brings what this needs, and runs it.

mod client;
mod gateways;
mod mounts;
mod run;
mod upstream;

use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;
use cors_conformance::Suite;
use gateways::GATEWAYS;
use mounts::Mounts;
use upstream::Upstream;

/// The suite's policies, exported to gateways.
#[derive(Parser)]
struct Arguments {
    /// A gateway to run; all without one.
    #[arg(long = "gateway")]
    gateways: Vec<String>,
    /// Only cases whose topic/name contains this.
    #[arg(long, default_value = "")]
    filter: String,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let chosen = |name: &str| {
        arguments.gateways.is_empty() || arguments.gateways.iter().any(|chosen| chosen == name)
    };
    let gateways: Vec<_> = { GATEWAYS.iter() }
        .filter(|gateway| chosen(gateway.name))
        .collect();
    ensure!(!gateways.is_empty(), "there is no such gateway");
    let suite = Suite::builtin();
    let upstream = Upstream::start(&suite)?;
    let mut is_well = true;
    for gateway in gateways {
        let mounts = Mounts::new(&suite, gateway.target, upstream.address());
        let running = (gateway.start)(&mounts)?;
        is_well &= run::run(
            gateway,
            &suite,
            &mounts,
            &upstream,
            running.address,
            &arguments.filter,
        )?;
    }
    Ok(match is_well {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
