//! The policies of the suite, asked about with the command: what it says is what the engine decides.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use cors_core::{OriginEntry, Policy};
use serde_json::Value;

/// Pages that ask for each policy, beside those whose origins policies list.
const STRANGERS: [&str; 4] = [
    "https://stranger.example",
    "https://app.example.com.stranger.example",
    "http://localhost:5173",
    "null",
];

/// How many answers are as the engine decides, and which are not.
#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) passed: usize,
    pub(crate) wrong: Vec<String>,
}

/// Asks `check`, `explain` and `diff` about each of them.
pub(crate) fn compare(cors: &Path) -> Result<Compared> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-conformance/cases/policies.toml");
    let policies = cors_policy_file::load(&file)?.policies;
    let mut pages: Vec<_> = { policies.iter() }
        .flat_map(|(_, policy)| listed(policy))
        .chain(STRANGERS.map(str::to_owned))
        .collect();
    pages.sort_unstable();
    pages.dedup();
    let suite = Suite {
        cors,
        file,
        policies,
        pages,
    };
    let mut compared = Compared::default();
    suite.check(&mut compared)?;
    for at in 0..suite.policies.len() {
        suite.explain(at, &mut compared)?;
        suite.diff(at, &mut compared)?;
    }
    Ok(compared)
}

struct Suite<'a> {
    cors: &'a Path,
    file: PathBuf,
    policies: Vec<(String, Policy)>,
    pages: Vec<String>,
}

impl Suite<'_> {
    fn check(&self, compared: &mut Compared) -> Result<()> {
        let (said, status) = self.ask(&["check", &self.named("")])?;
        let is_right = status == Some(0) && said["counts"]["errors"] == 0;
        compared.add("check", is_right);
        Ok(())
    }

    /// A page gets through that the policy allows, and the status says whether it does.
    fn explain(&self, at: usize, compared: &mut Compared) -> Result<()> {
        let (name, policy) = &self.policies[at];
        for page in &self.pages {
            let named = self.named(&format!("#{name}"));
            let (said, status) = self.ask(&["explain", &named, "--origin", page])?;
            let is_allowed = policy.allows_origin(page);
            let gets_through = said["browser"]["allowed"] == true;
            // The server's own pages need no policy.
            let is_right = said["origin"]["allowed"] == is_allowed
                && status == Some(i32::from(!gets_through))
                && (gets_through || !is_allowed);
            compared.add(&format!("explain {name}: {page}"), is_right);
        }
        Ok(())
    }

    /// Nothing changes between a policy and itself; to the next one, whoever is let in is said, and no one else.
    fn diff(&self, at: usize, compared: &mut Compared) -> Result<()> {
        let (name, old) = &self.policies[at];
        let (next, new) = &self.policies[(at + 1) % self.policies.len()];
        let [this, other] = [name, next].map(|name| self.named(&format!("#{name}")));
        let (said, _) = self.ask(&["diff", &this, &this])?;
        let changes = said["changes"].as_array().context("there is no list")?;
        compared.add(&format!("diff {name} {name}"), changes.is_empty());

        let (said, status) = self.ask(&["diff", "--deny-widening", &this, &other])?;
        let changes = said["changes"].as_array().context("there is no list")?;
        let widens = |change: &&Value| change["kind"] == "widens";
        let of_origins = { changes.iter().filter(widens) }
            .filter(|change| change["setting"] == "allow_origins")
            .collect::<Vec<_>>();
        let is_let_in = |page: &str| new.allows_origin(page) && !old.allows_origin(page);
        let witnesses = of_origins
            .iter()
            .filter_map(|change| change["witness"].as_str());
        let is_any_let_in = { self.pages.iter() }.any(|page| page != "null" && is_let_in(page));
        let is_right = witnesses.clone().all(is_let_in)
            && (!of_origins.is_empty() || !is_any_let_in)
            && status == Some(i32::from(changes.iter().any(|change| widens(&change))));
        compared.add(&format!("diff {name} {next}"), is_right);
        Ok(())
    }

    fn named(&self, policy: &str) -> String {
        format!("{}{policy}", self.file.display())
    }

    fn ask(&self, arguments: &[&str]) -> Result<(Value, Option<i32>)> {
        let mut command = Command::new(self.cors);
        let output = command
            .args(arguments)
            .args(["--format", "json"])
            .output()?;
        let said = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("cors {}", arguments.join(" ")))?;
        Ok((said, output.status.code()))
    }
}

/// The origins that are listed by themselves.
fn listed(policy: &Policy) -> Vec<String> {
    let entries = policy.settings().allow_origins();
    let texts = entries.filter_map(|entry| match entry {
        OriginEntry::Text(text) if text != "*" => Some(text.to_owned()),
        _ => None,
    });
    texts.filter(|text| policy.allows_origin(text)).collect()
}

impl Compared {
    fn add(&mut self, what: &str, is_right: bool) {
        match is_right {
            true => self.passed += 1,
            false => self
                .wrong
                .push(format!("not as the engine decides: {what}")),
        }
    }
}
