//! The files that hold the figures, and the pages and plots that the README shows.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use serde::{Serialize, de::DeserializeOwned};

use super::{plot, results::Results, table};
use crate::workspace::{root, target};

/// The last full run.
const RESULTS: &str = "benches/results.json";
/// Its tables.
const TABLES: &str = "benches/results.md";
/// Its plots.
const PLOTS: &str = "benches/plots";
/// Every other run, below cargo's target directory.
const PARTIAL: &str = "bench-results.json";

/// Reads the last full run, if there was one.
///
/// # Errors
///
/// If the file can't be read or understood.
pub fn last() -> Result<Option<Results>> {
    if root().join(RESULTS).exists() {
        read(RESULTS).map(Some)
    } else {
        Ok(None)
    }
}

/// Keeps a full run, and writes what the README shows of it.
///
/// # Errors
///
/// If a file can't be written.
pub fn publish(results: &Results) -> Result<()> {
    write_figures(root().join(RESULTS), results)?;
    draw(results)
}

/// Writes the tables' page and the plots.
///
/// # Errors
///
/// If a file can't be written.
pub fn draw(results: &Results) -> Result<()> {
    fs::create_dir_all(root().join(PLOTS))?;
    for (file, text) in drawn(results) {
        fs::write(root().join(&file), text).context(file)?;
    }
    Ok(())
}

/// Keeps what another program has measured, beside the last full run.
///
/// # Errors
///
/// If there was none, or a file can't be written.
pub fn keep(change: impl FnOnce(&mut Results)) -> Result<()> {
    let mut results = read(RESULTS)?;
    change(&mut results);
    publish(&results)
}

/// Keeps a run that is not a full one where git does not look.
///
/// # Errors
///
/// If the file can't be written.
pub fn set_aside(results: &Results) -> Result<()> {
    write_figures(target()?.join(PARTIAL), results)
}

/// The files and what belongs into them.
fn drawn(results: &Results) -> Vec<(String, String)> {
    let plots = plot::plots(results).map(|(name, svg)| (format!("{PLOTS}/{name}"), svg));
    let mut files = vec![(TABLES.to_owned(), table::page(results))];
    files.extend(plots);
    files
}

fn write_figures(file: PathBuf, results: &Results) -> Result<()> {
    fs::write(&file, json(results)?).with_context(|| file.display().to_string())?;
    eprintln!("\nall figures are in {}", file.display());
    Ok(())
}

/// Reads a file that is named as seen from the root.
pub(super) fn read<T: DeserializeOwned>(file: &'static str) -> Result<T> {
    let text = fs::read_to_string(root().join(file)).context(file)?;
    serde_json::from_str(&text).context(file)
}

/// As it is committed.
pub(super) fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{RESULTS, drawn, json, last};
    use crate::workspace::root;

    #[test]
    fn what_is_committed_is_what_would_be_written() {
        let results = last().unwrap().expect("a full run");
        let written = [(RESULTS.to_owned(), json(&results).unwrap())];
        for (file, text) in drawn(&results).into_iter().chain(written) {
            let committed = fs::read_to_string(root().join(&file)).unwrap();
            assert!(
                committed == text,
                "{file}: `cargo xtask bench --redraw` writes it again"
            );
        }
    }
}
