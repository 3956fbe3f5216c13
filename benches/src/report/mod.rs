//! `cargo xtask bench`: what CORS costs, ours and today's peers, in one run.

mod baseline;
pub mod load;
mod plot;
pub(crate) mod results;
mod spread;
pub(crate) mod table;
mod targets;
pub mod weigh;

use std::{
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};

use anyhow::{Context, Result};
use clap::Parser;
use serde::de::DeserializeOwned;

use self::results::{Cell, Results};
use crate::workspace::{announce, cargo, root, succeeded};

/// What is measured. Everything, where nothing is chosen.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
pub struct Options {
    /// A framework to measure: axum, tower, actix, poem, rocket or warp; without one, decision or core.
    #[arg(long)]
    framework: Vec<String>,
    /// Only instructions and allocations, of ten exact origins and of 100,000.
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

/// Where the last full run is written.
const RESULTS: &str = "benches/results.json";
/// Its tables.
const TABLES: &str = "benches/results.md";
/// Where every other run is written.
const PARTIAL: &str = "target/bench-results.json";

/// Measures.
///
/// # Errors
///
/// If that fails, or a count has grown.
pub fn bench(options: &Options) -> Result<()> {
    if options.redraw {
        return write(&Results::read(&root().join(RESULTS))?);
    }
    if options.check {
        return check();
    }
    if options.renew {
        return baseline::renew(&count_ours()?);
    }
    let mut results = measure(options)?;
    if options.quick || !options.framework.is_empty() {
        print!("{}", table::tables(&results));
        return results.write(&root().join(PARTIAL));
    }
    let file = root().join(RESULTS);
    if file.exists() {
        let last = Results::read(&file)?;
        (results.load, results.weight) = (last.load, last.weight);
    }
    print!("{}", table::tables(&results));
    results.write(&file)?;
    write(&results)
}

/// Keeps what another command has measured, beside the last full run.
pub(crate) fn keep(change: impl FnOnce(&mut Results)) -> Result<()> {
    let file = root().join(RESULTS);
    let mut results = Results::read(&file)?;
    change(&mut results);
    results.write(&file)?;
    write(&results)
}

/// Compares the counts of ours with the committed ones.
fn check() -> Result<()> {
    baseline::check(&count_ours()?)
}

fn count_ours() -> Result<Results> {
    let mut results = Results::now()?;
    let arguments = ["--quick", "--contender=bare", "--contender=ours"].map(str::to_owned);
    results.add(run::<Cell>("instructions", &arguments)?);
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
    results.add(run::<Cell>("allocations", &arguments)?);
    results.add(run::<Cell>("instructions", &arguments)?);
    if !options.quick {
        results.add(run::<Cell>("nanoseconds", &arguments)?);
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

/// Writes what the README shows.
fn write(results: &Results) -> Result<()> {
    fs::write(root().join(TABLES), table::page(results))?;
    let folder = root().join("benches/plots");
    fs::create_dir_all(&folder)?;
    for (name, svg) in plot::plots(results) {
        fs::write(folder.join(name), svg)?;
    }
    Ok(())
}
