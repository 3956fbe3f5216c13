//! Servers that others wrote, probed with the command `cors`: those that are right get no finding, and the
//! usual defaults get those that are recorded.
//!
//! The frameworks of this repository and their peers run in this process. Node, nginx, Caddy, Apache and
//! Python's file server are programs of their own, which end with it. All listen on the loopback interface.
//!
//! `check`, `explain` and `diff` are asked about every policy of the suite, too.
//!
//! `cargo xtask servers` brings what this needs, and runs it.

mod cases;
mod judge;
mod probe;
mod report;
mod servers;
mod suite;

use std::{env, path::PathBuf, process::ExitCode, time::Instant};

use anyhow::{Context, Result, ensure};
use cases::Case;
use clap::Parser;
use report::Report;
use servers::Servers;

/// Probes servers that others wrote.
#[derive(Parser)]
struct Arguments {
    /// Only cases whose names contain this.
    #[arg(long, default_value = "")]
    filter: String,
    /// The command to probe with; the one beside this program without it.
    #[arg(long, value_name = "FILE")]
    cors: Option<PathBuf>,
    /// Start the servers of the cases, say where they are, and wait for the end of standard input.
    #[arg(long)]
    serve: bool,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut cases = cases::read()?;
    cases.retain(|case| case.name.contains(&arguments.filter));
    ensure!(!cases.is_empty(), "no case has this in its name");
    let start = Instant::now();
    let servers = Servers::start(cases.iter().map(Case::provider))?;
    eprintln!(
        "{} servers run after {:.1} s",
        servers.len(),
        start.elapsed().as_secs_f64()
    );
    if arguments.serve {
        servers.wait()?;
        return Ok(ExitCode::SUCCESS);
    }
    let cors = match arguments.cors {
        Some(file) => file,
        None => env::current_exe()?.with_file_name("cors"),
    };
    let mut report = Report::default();
    for case in &cases {
        let url = servers.url(&case.server, &case.path)?;
        let seen = probe::probe(&cors, &url, &case.arguments())
            .with_context(|| format!("{}: {url}", case.name))?;
        report.add(case, judge::judge(case, &seen), seen);
    }
    if arguments.filter.is_empty() {
        report.add_suite(suite::compare(&cors)?);
    }
    report.print(start.elapsed());
    Ok(match report.is_well() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
