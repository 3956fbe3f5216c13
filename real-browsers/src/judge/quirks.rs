//! What engines do otherwise than the standard, and why: `quirks.toml`.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::driver::Engine;

const TEXT: &str = include_str!("../quirks.toml");

/// All of them, and which were needed.
pub(crate) struct Quirks {
    quirks: Vec<Quirk>,
    /// Those whose cases were run, and those that were needed.
    run: BTreeSet<Use>,
    needed: BTreeSet<Use>,
}

/// A quirk's place, an engine that has it, and the place of a name of cases.
type Use = (usize, Engine, usize);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    quirk: Vec<Quirk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quirk {
    engines: Vec<Engine>,
    /// Names of cases, `*` standing for anything.
    cases: Vec<String>,
    /// Differences as they are reported, `*` standing for anything.
    differences: Vec<String>,
    why: String,
}

impl Quirks {
    pub(crate) fn read() -> Result<Self> {
        let file: File = toml::from_str(TEXT).context("quirks.toml")?;
        for quirk in &file.quirk {
            ensure!(
                !quirk.why.is_empty(),
                "quirks.toml: a quirk without a reason"
            );
        }
        Ok(Self {
            quirks: file.quirk,
            run: BTreeSet::new(),
            needed: BTreeSet::new(),
        })
    }

    /// Those of the differences for which no quirk accounts.
    pub(crate) fn unexplained(
        &mut self,
        engine: Engine,
        case: &str,
        differences: &[String],
    ) -> Vec<String> {
        let mut explained = BTreeSet::new();
        for (place, quirk) in self.quirks.iter().enumerate() {
            if !quirk.engines.contains(&engine) {
                continue;
            }
            for (which, pattern) in quirk.cases.iter().enumerate() {
                if !matches(pattern, case) {
                    continue;
                }
                self.run.insert((place, engine, which));
                for (index, difference) in differences.iter().enumerate() {
                    if quirk
                        .differences
                        .iter()
                        .any(|pattern| matches(pattern, difference))
                    {
                        self.needed.insert((place, engine, which));
                        explained.insert(index);
                    }
                }
            }
        }
        let all = differences.iter().enumerate();
        all.filter(|(index, _)| !explained.contains(index))
            .map(|(_, difference)| difference.clone())
            .collect()
    }

    /// Quirks whose cases were run, and which no browser has any more.
    pub(crate) fn not_needed(&self) -> Vec<String> {
        let left = self.run.difference(&self.needed);
        left.map(|(place, engine, which)| {
            let quirk = &self.quirks[*place];
            let why = &quirk.why;
            format!("{engine}, {}: {why}", quirk.cases[*which])
        })
        .collect()
    }
}

/// Whether a pattern matches the whole text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(head) else {
        return false;
    };
    let ends = text
        .char_indices()
        .map(|(index, _)| index)
        .chain([text.len()]);
    ends.into_iter().any(|start| matches(rest, &text[start..]))
}
