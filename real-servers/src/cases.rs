//! What is asked of which server, and what is to be found: `cases.toml`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The policies of this repository's frameworks.
pub(crate) const POLICIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/right.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// One URL and one page that asks it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// In reports, and for `--filter`.
    pub(crate) name: String,
    /// `PROVIDER` or `PROVIDER/SITE`, as the [servers](crate::servers) are called.
    ///
    /// `frameworks` stands for all five of this repository.
    pub(crate) server: String,
    pub(crate) path: String,
    /// The options of `cors probe`; a `--policy` NAME is one of [`POLICIES`].
    pub(crate) options: Vec<String>,
    /// Whether the browser lets the page read the answer.
    pub(crate) allowed: bool,
    /// The server is right: nothing is found, except what keeps this page from reading where that is meant.
    #[serde(default)]
    pub(crate) right: bool,
    /// Each code with its severity.
    #[serde(default)]
    pub(crate) findings: BTreeMap<String, String>,
}

impl Case {
    /// What starts the case's server.
    pub(crate) fn provider(&self) -> &str {
        let provider = self.server.split_once('/');
        provider.map_or(&self.server, |(provider, _)| provider)
    }

    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = self.options.clone();
        for at in 1..arguments.len() {
            if arguments[at - 1] == "--policy" {
                arguments[at] = format!("{POLICIES}#{}", arguments[at]);
            }
        }
        arguments
    }

    /// The case on each of the frameworks.
    fn on_frameworks(self) -> Vec<Self> {
        let Some(name) = self.server.strip_prefix("frameworks") else {
            return vec![self];
        };
        ["actix", "axum", "poem", "rocket", "warp"]
            .map(|framework| Self {
                name: format!("cors-{framework}: {}", self.name),
                server: format!("frameworks/{framework}{name}"),
                ..self.clone()
            })
            .into()
    }
}

/// Every case, in the order of the file.
pub(crate) fn read() -> Result<Vec<Case>> {
    let file: File = toml::from_str(include_str!("cases.toml")).context("cases.toml")?;
    for case in &file.case {
        // What keeps the page from reading a right server is that it is a stranger, and nothing else.
        let is_meant = |code: &String| code == "origin-not-allowed" && !case.allowed;
        ensure!(
            !case.right || case.findings.keys().all(is_meant),
            "{}: a right server has findings",
            case.name
        );
    }
    Ok({ file.case.into_iter() }
        .flat_map(Case::on_frameworks)
        .collect())
}
