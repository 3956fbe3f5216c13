//! What was measured, when, and with what.

use std::{collections::BTreeMap, fs, path::Path, process::Command, time::SystemTime};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    report::{load::Loads, weigh::Weight},
    workspace::{cargo, printed},
};

/// One run's figures, as they stand in `benches/results.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Results {
    /// As HTTP writes it.
    pub(crate) date: String,
    /// Of the toolchain, and of the crates that are measured.
    pub(crate) versions: BTreeMap<String, String>,
    pub(crate) cells: Vec<Cell>,
    /// What it takes to build a policy.
    pub(crate) building: Vec<Building>,
    /// What `cargo xtask load` has measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) load: Option<Section<Loads>>,
    /// What `cargo xtask weigh` has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) weight: Option<Section<Vec<Weight>>>,
}

/// What a command of its own measures.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Section<T> {
    pub(crate) date: String,
    pub(crate) versions: BTreeMap<String, String>,
    pub(crate) figures: T,
}

impl<T> Section<T> {
    /// With the versions of the compiler, the crates and these programs.
    pub(crate) fn now(programs: &[&str], figures: T) -> Result<Self> {
        Ok(Self {
            date: now(),
            versions: versions(programs)?,
            figures,
        })
    }
}

/// The figures of one request to one application.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
pub(crate) struct Cell {
    pub(crate) framework: String,
    pub(crate) contender: String,
    pub(crate) setting: String,
    /// How many exact origins the policy allows, where it has only such.
    pub(crate) origins: Option<u32>,
    pub(crate) case: String,
    pub(crate) preflight: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) instructions: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allocations: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bytes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nanoseconds: Option<f64>,
}

/// What it takes to build a policy of so many origins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Building {
    pub(crate) origins: u32,
    pub(crate) seconds: f64,
    /// What the policy keeps.
    pub(crate) bytes: f64,
    /// The most that is in use while it is built.
    pub(crate) bytes_while_building: f64,
    /// The length of all origins.
    pub(crate) text: f64,
}

impl Building {
    /// Bytes that each origin takes, its text aside.
    pub(crate) fn beyond_text(self) -> f64 {
        (self.bytes - self.text) / f64::from(self.origins)
    }
}

/// The crates whose versions a reader wants to know.
const CRATES: [&str; 13] = [
    "actix-cors",
    "actix-web",
    "axum",
    "bunner_cors_rs",
    "cors-core",
    "http",
    "poem",
    "rocket",
    "rocket_cors",
    "tokio",
    "tower",
    "tower-http",
    "warp",
];

impl Results {
    /// No figures yet.
    pub(crate) fn now() -> Result<Self> {
        Ok(Self {
            date: now(),
            versions: versions(&["valgrind"])?,
            cells: Vec::new(),
            building: Vec::new(),
            load: None,
            weight: None,
        })
    }

    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        serde_json::from_str(&text).with_context(|| file.display().to_string())
    }

    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(file, text + "\n").with_context(|| file.display().to_string())?;
        eprintln!("\nall figures are in {}", file.display());
        Ok(())
    }

    /// Adds figures to cells that are there already, and other cells behind their own kind.
    pub(crate) fn add(&mut self, cells: Vec<Cell>) {
        for new in cells {
            match self.cells.iter_mut().find(|cell| cell.is(&new)) {
                Some(cell) => {
                    cell.instructions = cell.instructions.or(new.instructions);
                    cell.allocations = cell.allocations.or(new.allocations);
                    cell.bytes = cell.bytes.or(new.bytes);
                    cell.nanoseconds = cell.nanoseconds.or(new.nanoseconds);
                }
                None => {
                    let kind = |cell: &Cell| (cell.framework.clone(), cell.setting.clone());
                    let last = self.cells.iter().rposition(|cell| kind(cell) == kind(&new));
                    let place = last.map_or(self.cells.len(), |last| last + 1);
                    self.cells.insert(place, new);
                }
            }
        }
    }

    /// The same request to another contender.
    pub(crate) fn of(&self, contender: &str, cell: &Cell) -> Option<&Cell> {
        let other = Cell {
            contender: contender.to_owned(),
            ..cell.clone()
        };
        self.cells.iter().find(|cell| cell.is(&other))
    }

    /// What the contender costs beyond the bare handler; all of it, where a preflight is answered
    /// without the handler.
    pub(crate) fn cost(&self, cell: &Cell) -> Cell {
        let mut cost = cell.clone();
        let bare = self.of("bare", cell).filter(|_| !cell.preflight);
        if let Some(bare) = bare {
            let less = |figure: Option<i64>, by: Option<i64>| Some(figure? - by?);
            cost.instructions = less(cell.instructions, bare.instructions);
            cost.allocations = less(cell.allocations, bare.allocations);
            cost.bytes = less(cell.bytes, bare.bytes);
            cost.nanoseconds = cell.nanoseconds.zip(bare.nanoseconds).map(|(a, b)| a - b);
        }
        cost
    }
}

impl Cell {
    fn is(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    fn key(&self) -> [&str; 4] {
        [&self.framework, &self.contender, &self.setting, &self.case]
    }
}

/// A program's version names the program itself.
pub(crate) fn names_itself(name: &str, version: &str) -> bool {
    version.starts_with(name)
}

fn now() -> String {
    httpdate::fmt_http_date(SystemTime::now())
}

fn versions(programs: &[&str]) -> Result<BTreeMap<String, String>> {
    let mut versions = crates()?;
    for program in [&["rustc"], programs].concat() {
        let mut command = Command::new(program);
        let output = command.arg("--version").output();
        let output = output.with_context(|| format!("could not run {program}"))?;
        let text = String::from_utf8(output.stdout)?;
        // wrk says more, and fails.
        let line = text.lines().next().unwrap_or_default();
        let (version, _) = line.split_once(" [").unwrap_or((line, ""));
        versions.insert(program.to_owned(), version.trim().to_owned());
    }
    Ok(versions)
}

/// The versions that this workspace is locked to.
fn crates() -> Result<BTreeMap<String, String>> {
    let metadata = ["metadata", "--format-version=1", "--locked"];
    let metadata: Value = serde_json::from_str(&printed(&mut cargo(&metadata))?)?;
    let packages = metadata["packages"].as_array();
    let mut versions = BTreeMap::<String, String>::new();
    for package in packages.context("cargo lists no packages")? {
        let text = |key| package[key].as_str().map(str::to_owned);
        let Some((name, version)) = text("name").zip(text("version")) else {
            continue;
        };
        // Of this workspace's own, a commit is the version.
        if CRATES.contains(&name.as_str()) && text("source").is_some() {
            let name = match name.as_str() {
                // A peer that has the name of ours.
                "cors-core" => "cors-core of crates.io".to_owned(),
                _ => name,
            };
            // Two of a name: both are at work.
            let known = versions.entry(name).or_default();
            if !known.is_empty() {
                known.push_str(", ");
            }
            known.push_str(&version);
        }
    }
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use super::{Results, Section};
    use crate::report::{load::Loads, table};

    fn empty() -> Results {
        let text = r#"{ "date": "", "versions": {}, "cells": [], "building": [] }"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn files_without_sections_are_read() {
        let results = empty();
        assert!(results.load.is_none() && results.weight.is_none());
        let text = serde_json::to_string(&results).unwrap();
        assert!(!text.contains("null"), "{text}");
    }

    #[test]
    fn sections_are_kept_with_their_own_date() {
        let mut results = empty();
        results.load = Some(Section {
            date: "now".to_owned(),
            versions: [("axum", "1"), ("rustc", "rustc 2")]
                .map(|(name, version)| (name.to_owned(), version.to_owned()))
                .into(),
            figures: Loads {
                rounds: 10,
                seconds: 2,
                frameworks: Vec::new(),
            },
        });
        let text = serde_json::to_string(&results).unwrap();
        let read: Results = serde_json::from_str(&text).unwrap();
        let page = table::page(&read);
        assert!(
            page.contains("## Over real sockets\n\nnow: axum 1, rustc 2.\n"),
            "{page}"
        );
    }
}
