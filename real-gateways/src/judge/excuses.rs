//! Why an answer may differ from the policy's: `excuses.toml`.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use cors_conformance::{Case, Difference, Suite};
use cors_export::{Code, Loss};
use serde::Deserialize;

use super::nature::Nature;
use crate::{gateways::GATEWAYS, random, theme::theme};

/// All of them, in the order of the file.
pub(crate) struct Excuses {
    list: Vec<Excuse>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    excuse: Vec<Excuse>,
}

/// What may differ, where, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Excuse {
    /// The gateways, by name.
    gateways: Vec<String>,
    /// The loss that the exporter has to have told for the case's policy.
    code: Option<String>,
    /// Only these cases, and those of these themes, where any are given.
    #[serde(default)]
    cases: Vec<String>,
    #[serde(default)]
    themes: Vec<String>,
    /// Only requests with one of these methods, and of these natures, where any are given.
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    only: Vec<Nature>,
    /// Only answers with one of these statuses, where any are given.
    #[serde(default)]
    status: Vec<u16>,
    /// What may differ: `status`, `handler`, `body`, or the name of a header.
    lines: Vec<String>,
    /// Only lists whose elements are the same, with other blanks between them.
    #[serde(default)]
    respelled: bool,
    /// The first version of the program that needs no excuse.
    before: Option<Version>,
    reason: String,
}

/// A version's numbers.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
struct Version(Vec<u32>);

/// An answer, as far as excuses go by it.
pub(crate) struct Answered<'a> {
    pub(crate) gateway: &'a str,
    /// The program's version.
    pub(crate) version: &'a [u32],
    pub(crate) case: &'a Case,
    pub(crate) request: &'a http::Request<Bytes>,
    /// What was told for the case's policy.
    pub(crate) losses: &'a [Loss],
    pub(crate) status: u16,
}

impl Excuses {
    pub(crate) fn read(suite: &Suite) -> Result<Self> {
        let file: File = toml::from_str(include_str!("../excuses.toml")).context("excuses.toml")?;
        for (at, excuse) in file.excuse.iter().enumerate() {
            excuse
                .check(suite)
                .with_context(|| format!("excuses.toml: excuse {}", at + 1))?;
        }
        Ok(Self { list: file.excuse })
    }

    /// What the gateway does instead.
    pub(crate) fn reason(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |excuse| &excuse.reason)
    }

    /// The places of the excuses that together explain everything that differs, if they do.
    pub(super) fn explain(
        &self,
        answered: &Answered<'_>,
        difference: &Difference,
    ) -> Option<Vec<usize>> {
        let applying = self.list.iter().enumerate();
        let applying: Vec<_> = applying
            .filter(|(_, excuse)| excuse.applies(answered))
            .collect();
        let mut used = BTreeSet::new();
        for (line, _) in difference.missing().chain(difference.unexpected()) {
            let excuse = applying.iter().find(|(_, excuse)| {
                excuse.covers(line) && (!excuse.respelled || is_respelled(difference, line))
            });
            used.insert(excuse?.0);
        }
        Some(used.into_iter().collect())
    }

    /// Those for a gateway of this version that have excused nothing, as sentences. Those for random cases alone may
    /// wait for their seed.
    pub(crate) fn unused(
        &self,
        gateway: &str,
        version: &[u32],
        used: &BTreeSet<usize>,
    ) -> Vec<String> {
        let of_gateway =
            { self.list.iter().enumerate() }.filter(|(_, excuse)| excuse.is_for(gateway, version));
        of_gateway
            .filter(|(at, excuse)| !used.contains(at) && excuse.themes != [random::THEME])
            .map(|(at, excuse)| format!("excuse {} excuses nothing: {}", at + 1, excuse.reason))
            .collect()
    }
}

/// Whether the same elements were expected and came.
fn is_respelled(difference: &Difference, line: &str) -> bool {
    let elements = |(_, value): (&str, &[u8])| -> Vec<Vec<u8>> {
        let elements = value.split(|byte| *byte == b',');
        elements
            .map(|element| element.trim_ascii().to_vec())
            .collect()
    };
    let is_it = |(name, _): &(&str, &[u8])| *name == line;
    let missing: Vec<_> = difference.missing().filter(is_it).map(elements).collect();
    let unexpected: Vec<_> = difference
        .unexpected()
        .filter(is_it)
        .map(elements)
        .collect();
    missing == unexpected
}

impl Excuse {
    fn check(&self, suite: &Suite) -> Result<()> {
        let is_known = |name: &String| GATEWAYS.iter().any(|gateway| gateway.name == name);
        let unknown = self.gateways.iter().find(|name| !is_known(name));
        ensure!(unknown.is_none(), "no gateway is called {unknown:?}");
        ensure!(!self.gateways.is_empty(), "it is for no gateway");
        let is_known = |text: &String| Code::ALL.iter().any(|code| code.as_str() == text);
        ensure!(
            self.code.iter().all(is_known),
            "there is no code {:?}",
            self.code
        );
        let is_known = |name: &String| suite.cases().iter().any(|case| case.name() == name);
        let unknown = self.cases.iter().find(|name| !is_known(name));
        ensure!(unknown.is_none(), "no case is called {unknown:?}");
        let is_known = |name: &String| {
            name == random::THEME || suite.cases().iter().any(|case| theme(case) == name)
        };
        let unknown = self.themes.iter().find(|name| !is_known(name));
        ensure!(unknown.is_none(), "no theme is called {unknown:?}");
        let lists = [&self.cases, &self.themes, &self.methods];
        ensure!(
            self.code.is_some() || lists.iter().any(|list| !list.is_empty()),
            "it needs a code, cases, themes or methods"
        );
        ensure!(!self.lines.is_empty(), "it lets no line differ");
        ensure!(!self.reason.trim().is_empty(), "it has no reason");
        Ok(())
    }

    fn is_for(&self, gateway: &str, version: &[u32]) -> bool {
        let is_old = |before: &Version| version < &before.0[..];
        self.gateways.iter().any(|name| name == gateway) && self.before.as_ref().is_none_or(is_old)
    }

    fn applies(&self, answered: &Answered<'_>) -> bool {
        let case = answered.case;
        let mut told = answered.losses.iter().map(|loss| loss.code().as_str());
        let is_anywhere = self.cases.is_empty() && self.themes.is_empty();
        self.is_for(answered.gateway, answered.version)
            && { self.code.as_ref() }.is_none_or(|code| told.any(|told| told == code))
            && (is_anywhere
                || self.cases.iter().any(|name| name == case.name())
                || self.themes.iter().any(|name| name == theme(case)))
            && (self.methods.is_empty()
                || self
                    .methods
                    .iter()
                    .any(|name| *name == case.request().method()))
            && self
                .only
                .iter()
                .all(|nature| nature.is_of(answered.request))
            && (self.status.is_empty() || self.status.contains(&answered.status))
    }

    /// Whether this may differ. The suite speaks of "the handler" and "the body".
    fn covers(&self, subject: &str) -> bool {
        let name = subject.strip_prefix("the ").unwrap_or(subject);
        self.lines.iter().any(|line| line == name)
    }
}
