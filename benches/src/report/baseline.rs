//! The baseline: the committed counts, which a change that costs more has to renew.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::{files, markdown::grouped, results::Results};
use crate::workspace::root;

const FILE: &str = "benches/baseline.json";

/// By how much a count may grow.
const GROWTH: f64 = 1.05;

/// What ours costs beyond the bare handler, or, of preflights, the whole: a framework that grows
/// does not hide that ours does.
#[derive(Debug, Deserialize, Serialize)]
struct Baseline {
    rustc: String,
    valgrind: String,
    instructions: BTreeMap<String, i64>,
}

impl Baseline {
    fn of(results: &Results) -> Result<Self> {
        let version = |name: &str| results.versions.get(name).cloned().unwrap_or_default();
        let instructions = results.ours().map(|record| {
            let name = record.name();
            let count = results.cost(record).instructions;
            Ok((name.clone(), count.context(name)?))
        });
        Ok(Self {
            rustc: version("rustc"),
            valgrind: version("valgrind"),
            instructions: instructions.collect::<Result<_>>()?,
        })
    }
}

/// Commits to today's counts.
///
/// # Errors
///
/// If one is missing, or the file can't be written.
pub fn renew(results: &Results) -> Result<()> {
    let text = files::json(&Baseline::of(results)?)?;
    fs::write(root().join(FILE), text).context(FILE)?;
    println!("{FILE} is renewed");
    Ok(())
}

/// Compares today's counts with the committed ones.
///
/// # Errors
///
/// If a count has grown, or is not there to be compared.
pub fn check(results: &Results) -> Result<()> {
    let baseline: Baseline = files::read(FILE)?;
    let now = Baseline::of(results)?;
    let complaints = complaints(&baseline.instructions, &now.instructions);
    if complaints.is_empty() {
        println!(
            "\n{} instruction counts, none more than 5 % over {FILE}",
            now.instructions.len()
        );
        return Ok(());
    }
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    for (then, now) in [
        (&baseline.rustc, &now.rustc),
        (&baseline.valgrind, &now.valgrind),
    ] {
        if then != now {
            eprintln!("{FILE} was counted with {then}, this with {now}");
        }
    }
    bail!(
        "the instruction counts are not those of {FILE}; if that is meant, \
         `cargo xtask bench --quick --renew` renews it"
    )
}

fn complaints(then: &BTreeMap<String, i64>, now: &BTreeMap<String, i64>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, &count) in now {
        match then.get(name) {
            Some(&before) if count as f64 > before as f64 * GROWTH => {
                let percent = (count as f64 / before as f64 - 1.0) * 100.0;
                let (before, count) = (grouped(before), grouped(count));
                complaints.push(format!("{name}: {before} → {count} (+{percent:.1} %)"));
            }
            Some(_) => {}
            None => complaints.push(format!("{name}: new")),
        }
    }
    let gone = then.keys().filter(|&name| !now.contains_key(name));
    complaints.extend(gone.map(|name| format!("{name}: no longer counted")));
    complaints
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::complaints;

    fn counts<const N: usize>(counts: [(&str, i64); N]) -> BTreeMap<String, i64> {
        counts.map(|(name, count)| (name.to_owned(), count)).into()
    }

    #[test]
    fn growth_beyond_a_twentieth_is_complained_of() {
        let then = counts([("a", 1_000), ("b", 1_000), ("c", 1_000), ("d", 1_000)]);
        let now = counts([("a", 1_050), ("b", 1_051), ("c", 1), ("e", 1)]);
        assert_eq!(
            complaints(&then, &now),
            [
                "b: 1,000 → 1,051 (+5.1 %)",
                "e: new",
                "d: no longer counted"
            ]
        );
    }
}
