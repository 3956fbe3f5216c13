//! One run of `cors probe`, and what it says.

use std::{collections::BTreeMap, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// What the command found.
#[derive(Debug, Deserialize)]
pub(crate) struct Seen {
    schema: u32,
    browser: Browser,
    findings: Vec<Finding>,
    /// How many were sent.
    pub(crate) requests: usize,
    #[serde(skip)]
    status: Option<i32>,
}

#[derive(Debug, Deserialize)]
struct Browser {
    allowed: bool,
    reason: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Finding {
    code: String,
    severity: String,
    message: String,
}

impl Seen {
    pub(crate) fn allowed(&self) -> bool {
        self.browser.allowed
    }

    /// Why the page is blocked.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.browser.reason.as_deref()
    }

    /// Each code with its severity; a code that was found twice names both.
    pub(crate) fn findings(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::<String, String>::new();
        for Finding { code, severity, .. } in &self.findings {
            let severities = found.entry(code.clone()).or_default();
            if !severities.is_empty() {
                severities.push_str(", ");
            }
            severities.push_str(severity);
        }
        found
    }

    pub(crate) fn messages(&self) -> impl Iterator<Item = String> {
        let findings = self.findings.iter();
        findings.map(|finding| format!("{}: {}", finding.code, finding.message))
    }

    /// The exit status that the contract has for these findings, and the one that was seen.
    pub(crate) fn statuses(&self) -> (i32, Option<i32>) {
        let is_serious = |finding: &Finding| finding.severity != "note";
        let fails = !self.browser.allowed || self.findings.iter().any(is_serious);
        (i32::from(fails), self.status)
    }
}

/// Runs the command. An answer is due within its time limit, whatever the server does.
pub(crate) fn probe(cors: &Path, url: &str, options: &[String]) -> Result<Seen> {
    let output = Command::new(cors)
        .args(["probe", url, "--format", "json", "--timeout", "5"])
        .args(options)
        .output()
        .with_context(|| format!("could not run {}", cors.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let mut seen: Seen = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("no answer: {}, {said}", output.status))?;
    ensure!(seen.schema == 1, "schema {}", seen.schema);
    seen.status = output.status.code();
    Ok(seen)
}
