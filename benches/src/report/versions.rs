//! The date of a run, and the versions of what took part.

use std::{collections::BTreeMap, process::Command, time::SystemTime};

use anyhow::{Context, Result};

use crate::workspace::metadata;

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

/// The time, as HTTP writes it.
pub(super) fn now() -> String {
    httpdate::fmt_http_date(SystemTime::now())
}

/// Those of the compiler, of the crates and of these programs.
pub(super) fn versions(programs: &[&str]) -> Result<BTreeMap<String, String>> {
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
    let metadata = metadata(&[])?;
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

/// A program's version names the program itself.
pub(super) fn names_itself(name: &str, version: &str) -> bool {
    version.starts_with(name)
}
