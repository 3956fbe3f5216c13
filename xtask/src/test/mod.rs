//! `cargo xtask test`: everything that a change has to pass, step by step.

mod counts;
mod external_types;
mod features;
mod minimal_versions;

use std::time::Instant;

use anyhow::{Result, ensure};
use clap::ValueEnum;

use self::counts::Counts;
use crate::{
    audit, bench,
    browsers::{self, Choice},
    edge,
    metadata::CORE,
    package,
    prerequisites::{self, BENCHES, BROWSERS, EDGE, SERVERS, TESTS},
    run::{cargo, run},
    servers,
};

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum Step {
    Format,
    /// clippy, over everything with all features.
    Lints,
    /// clippy, over each published crate by itself, with each feature alone.
    Features,
    /// rustdoc, without a warning.
    Documentation,
    /// The published crates compile with the oldest dependencies that their manifests allow.
    MinimalVersions,
    /// Public signatures name types of those other crates that their manifests list.
    ExternalTypes,
    /// `cargo xtask audit`.
    Audit,
    /// Every test of the workspace, those of its own rules included: xtask/tests/repository.
    Tests,
    /// `cargo xtask package`.
    Package,
    /// `cargo xtask servers`.
    Servers,
    /// `cargo xtask edge` in its short form: every case, but only each seventh request of the modelled browser, and
    /// nothing with ten thousand origins.
    Edge,
    /// A slice of `cargo xtask browsers`.
    Browsers,
    /// No more instructions than the committed baseline has.
    Instructions,
}

/// Takes the steps in their order, all where none is chosen, and says how long each took.
pub(crate) fn test(chosen: &[Step]) -> Result<()> {
    let is_chosen = |step: &Step| chosen.is_empty() || chosen.contains(step);
    let steps = || Step::value_variants().iter().filter(|step| is_chosen(step));
    prerequisites::install(steps().flat_map(Step::needs))?;
    let mut counts = Counts::default();
    let mut times = Vec::new();
    for step in steps() {
        let start = Instant::now();
        step.take(&mut counts)?;
        times.push((step, start.elapsed()));
    }
    eprintln!();
    for (step, time) in times {
        eprintln!("{:>5} s  {step:?}", time.as_secs());
    }
    if [Step::Tests, Step::Servers, Step::Edge, Step::Browsers]
        .iter()
        .any(is_chosen)
    {
        ensure!(counts.passed > 0, "no test was run");
        println!(
            "\n{} passed, {} failed, {} skipped",
            counts.passed, counts.failed, counts.ignored
        );
    }
    Ok(())
}

impl Step {
    fn needs(&self) -> &'static [prerequisites::Program] {
        match self {
            Self::Tests => TESTS,
            Self::Servers => SERVERS,
            Self::Edge => EDGE,
            Self::Browsers => BROWSERS,
            Self::Instructions => BENCHES,
            _ => &[],
        }
    }

    fn take(self, counts: &mut Counts) -> Result<()> {
        match self {
            Self::Format => run(&mut cargo(&["fmt", "--all", "--check"])),
            Self::Lints => {
                let all = ["clippy", "--workspace", "--all-targets", "--all-features"];
                run(cargo(&all).args(["--", "--deny", "warnings"]))
            }
            Self::Features => features::features(),
            Self::Documentation => {
                let documentation = ["doc", "--workspace", "--no-deps", "--all-features"];
                run(cargo(&documentation).env("RUSTDOCFLAGS", "--deny warnings"))
            }
            Self::MinimalVersions => minimal_versions::minimal_versions(),
            Self::ExternalTypes => external_types::external_types(),
            Self::Audit => audit::audit(&audit::Choice::default()),
            Self::Tests => tests(counts),
            Self::Package => package::package(),
            Self::Servers => counts.test(&mut servers::command(&servers::Choice::default())?),
            Self::Edge => counts.test(&mut edge::command(&edge::Choice::short())?),
            Self::Browsers => counts.test(&mut browsers::command(&Choice::slice())?),
            Self::Instructions => bench::check(),
        }
    }
}

fn tests(counts: &mut Counts) -> Result<()> {
    let all = ["test", "--workspace", "--all-features", "--no-fail-fast"];
    counts.test(&mut cargo(&all))?;
    // Without the Public Suffix List, and what other features bring.
    let bare = ["--package", CORE, "--no-default-features", "--tests"];
    counts.test(cargo(&["test"]).args(bare))
}
