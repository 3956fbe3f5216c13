//! `cargo xtask bench`: runs the bench targets, and reports what CORS costs, ours and today's peers.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use anyhow::{Context, Result};
use clap::Parser;
use cors_benches::{
    Framework, Named as _, Record,
    named::{self, names},
    report::{Results, baseline, files, table},
    workspace::{announce, cargo, succeeded},
};
use serde::de::DeserializeOwned;

/// Measure what CORS costs: ours, today's peers and a hand-written floor. Everything, where nothing
/// is chosen.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Options {
    #[arg(
        long,
        help = format!("A framework to measure. All of them without one: {}", names(Framework::ALL.iter().copied())),
        value_parser = named::parse::<Framework>
    )]
    framework: Vec<Framework>,
    /// Only instructions and allocations, of ten exact origins, of 100,000, and of guards.
    #[arg(long)]
    quick: bool,
    /// Only count ours, and fail if a count has grown by more than 5 % over the baseline.
    #[arg(long, requires = "quick", conflicts_with_all = ["framework", "renew"])]
    check: bool,
    /// Only count ours, and make that the baseline.
    #[arg(long, requires = "quick", conflicts_with = "framework")]
    renew: bool,
    /// Measure nothing: write tables and plots again from the last full run.
    #[arg(long, conflicts_with_all = ["framework", "quick"])]
    redraw: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    if options.redraw {
        return files::draw(&files::last()?.context("there was no full run yet")?);
    }
    if options.check {
        return baseline::check(&count_ours()?);
    }
    if options.renew {
        return baseline::renew(&count_ours()?);
    }
    let mut results = measure(&options)?;
    if options.quick || !options.framework.is_empty() {
        print!("{}", table::tables(&results));
        return files::set_aside(&results);
    }
    if let Some(last) = files::last()? {
        (results.load, results.weight) = (last.load, last.weight);
    }
    print!("{}", table::tables(&results));
    files::publish(&results)
}

fn count_ours() -> Result<Results> {
    let mut results = Results::now()?;
    let arguments = ["--quick", "--contender=bare", "--contender=ours"].map(str::to_owned);
    results.add(run::<Record>("instructions", &arguments)?);
    Ok(results)
}

fn measure(options: &Options) -> Result<Results> {
    let mut arguments: Vec<_> = options
        .framework
        .iter()
        .map(|name| format!("--framework={name}"))
        .collect();
    arguments.extend(options.quick.then(|| "--quick".to_owned()));
    let mut results = Results::now()?;
    // In this order, which is the tables': callgrind counts several applications at once, and the
    // first done comes first.
    results.add(run::<Record>("allocations", &arguments)?);
    results.add(run::<Record>("instructions", &arguments)?);
    if !options.quick {
        results.add(run::<Record>("nanoseconds", &arguments)?);
        results.building = run("building", &[])?;
    }
    Ok(results)
}

/// Runs a bench target, and reads the lines of its output that are JSON.
fn run<T: DeserializeOwned>(target: &str, arguments: &[String]) -> Result<Vec<T>> {
    let mut command = cargo(&["bench", "--package", "cors-benches", "--bench", target]);
    command.arg("--").args(arguments).stdout(Stdio::piped());
    announce(&command);
    let mut child = command.spawn()?;
    let output = child.stdout.take().context("its output is piped")?;
    let mut read = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        if line.starts_with('{') {
            read.push(serde_json::from_str(&line).with_context(|| line.clone())?);
        } else if !line.trim().is_empty() {
            eprintln!("{line}");
        }
    }
    succeeded(&command, child.wait()?)?;
    Ok(read)
}
