//! The suite: the cases and policies that come with this crate, or others, and how to run them.

use std::collections::{BTreeMap, BTreeSet};

use cors_core::Policy;

use crate::{
    case::{Case, Request},
    error::SuiteError,
    file::SuiteFile,
    filter::Filter,
    parse,
    reply::Reply,
    run::Run,
    skip::Skip,
    summary::{Failures, Summary},
};

/// Cases, and the policies that they are about.
#[derive(Clone, Debug)]
pub struct Suite {
    policies: BTreeMap<String, Policy>,
    cases: Vec<Case>,
}

impl Suite {
    /// The suite that comes with this crate.
    ///
    /// # Panics
    ///
    /// If the files that were compiled in are wrong. This crate's own tests rule that out.
    #[must_use]
    pub fn builtin() -> Self {
        match Self::parse(POLICIES, CASES) {
            Ok(suite) => suite,
            Err(error) => panic!("the built-in suite is wrong:\n{error}"),
        }
    }

    /// A suite of one's own: a file of policies and files of cases.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them, with file and case: text that is not TOML, unknown keys, a
    /// policy that doesn't build, two cases of one name, a policy that the file doesn't have, a
    /// case that doesn't say where it comes from.
    pub fn parse(policies: SuiteFile<'_>, cases: &[SuiteFile<'_>]) -> Result<Self, SuiteError> {
        let mut error = SuiteError::none();
        let policies = parse::policies(policies, &mut error);
        let cases: Vec<Case> = cases
            .iter()
            .flat_map(|file| parse::cases(*file, &mut error))
            .collect();
        let mut names = BTreeSet::new();
        for case in &cases {
            let place = format!("{}: case {:?}", case.file(), case.name());
            if !names.insert(case.name()) {
                error.add(&place, "another case has this name");
            }
            let policy = case.request().place().policy();
            if let Some(policy) = policy.filter(|policy| !policies.contains_key(*policy)) {
                error.add(&place, &format!("unknown policy {policy:?}"));
            }
        }
        error.or(()).map(|()| Self { policies, cases })
    }

    /// The policies by name: each guards what is mounted below `/NAME/`.
    pub fn policies(&self) -> impl Iterator<Item = (&str, &Policy)> {
        self.policies
            .iter()
            .map(|(name, policy)| (name.as_str(), policy))
    }

    /// The cases, in the order of their files.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Sends every case's request and compares the replies, all of them before it returns.
    ///
    /// The environment variable [`Filter::VARIABLE`] chooses among the cases.
    ///
    /// # Errors
    ///
    /// Every case whose reply is not the expected one or whose `send` panicked; every skip of a
    /// case that passes, doesn't exist or is skipped twice, and every one without a reason; a
    /// filter that leaves no case.
    pub fn run(
        &self,
        implementation: &str,
        skips: &[Skip],
        send: impl FnMut(&Request) -> Reply,
    ) -> Result<Summary, Failures> {
        self.run_filtered(implementation, skips, &Filter::from_environment(), send)
    }

    /// [`run`](Self::run) with a filter of the caller's.
    ///
    /// # Errors
    ///
    /// As for `run`.
    pub fn run_filtered(
        &self,
        implementation: &str,
        skips: &[Skip],
        filter: &Filter,
        send: impl FnMut(&Request) -> Reply,
    ) -> Result<Summary, Failures> {
        self.start(implementation, skips, filter).drive(send)
    }

    /// The same for a sender that has to be waited for, or that is not to be called from here.
    pub fn start<'a>(
        &'a self,
        implementation: &str,
        skips: &'a [Skip],
        filter: &Filter,
    ) -> Run<'a> {
        Run::start(&self.cases, implementation, skips, filter)
    }
}

macro_rules! embedded {
    ($($name:literal)*) => {
        &[$(SuiteFile::new(
            concat!("cases/", $name),
            include_str!(concat!("../cases/", $name)),
        )),*]
    };
}

const POLICIES: SuiteFile<'_> = SuiteFile::new(
    "cases/policies.toml",
    include_str!("../cases/policies.toml"),
);

const CASES: &[SuiteFile<'_>] = embedded![
    "not-cors.toml"
    "actual.toml"
    "preflight.toml"
    "plain-options.toml"
    "credentials.toml"
    "wildcards.toml"
    "origins.toml"
    "lookalikes.toml"
    "nobody.toml"
    "vary.toml"
    "errors.toml"
    "override.toml"
    "echo.toml"
    "minimal-disclosure.toml"
    "hostile.toml"
    "scope.toml"
    "guard-table.toml"
    "guard-covers.toml"
    "guard-refusals.toml"
    "guard-own-origin.toml"
    "guard-hosts.toml"
    "guard-handshakes.toml"
];

#[cfg(test)]
mod tests {
    use std::fs;

    use super::CASES;

    #[test]
    fn every_file_of_cases_is_compiled_in() {
        let mut found: Vec<_> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"))
            .unwrap()
            .map(|entry| format!("cases/{}", entry.unwrap().file_name().to_string_lossy()))
            .filter(|name| name != "cases/policies.toml")
            .collect();
        found.sort();
        let mut listed: Vec<_> = CASES.iter().map(|file| file.name).collect();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }
}
