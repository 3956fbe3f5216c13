//! What came of it: every failure in full, and a table.

use core::fmt::Write;
use std::collections::BTreeMap;

use cors_examples::app::Framework;
use cors_playground::recorder::Exchange;

use crate::{
    browse::Place,
    driver::Engine,
    judge::{Modelled, Quirks, Seen},
    plan::{Case, LeftOut, Plan},
};

/// The sums of a run.
#[derive(Default)]
pub(crate) struct Report {
    counts: BTreeMap<(Engine, String), Counts>,
    versions: BTreeMap<Engine, String>,
    /// What failed besides cases.
    problems: Vec<String>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    passed: usize,
    failed: usize,
    quirks: usize,
}

/// A case that was run.
pub(crate) struct Ran<'a> {
    pub(crate) engine: Engine,
    pub(crate) framework: Framework,
    pub(crate) case: &'a Case,
    pub(crate) place: &'a Place,
    pub(crate) seen: Seen,
    pub(crate) modelled: Modelled,
    pub(crate) exchanges: Vec<Exchange>,
}

impl Report {
    pub(crate) fn drives(&mut self, engine: Engine, version: String) {
        self.versions.insert(engine, version);
    }

    /// Counts a case, and prints it where it failed.
    pub(crate) fn judged(&mut self, ran: &Ran<'_>, differences: &[String], unexplained: &[String]) {
        let framework = ran.framework.to_string();
        let counts = self.counts.entry((ran.engine, framework)).or_default();
        match (differences, unexplained) {
            ([], _) => counts.passed += 1,
            (_, []) => {
                counts.passed += 1;
                counts.quirks += 1;
            }
            _ => {
                counts.failed += 1;
                println!("{}", failure(ran, unexplained));
            }
        }
    }

    pub(crate) fn problem(&mut self, problem: String) {
        println!("\nFAILED {problem}");
        self.problems.push(problem);
    }

    /// Prints the sums; whether all is well.
    pub(crate) fn close(&mut self, plan: &Plan, quirks: &Quirks) -> bool {
        for quirk in quirks.not_needed() {
            self.problem(format!("a quirk that the browser no longer has: {quirk}"));
        }
        print!("{}", produced(plan));
        print!("{}", self.table());
        let sum = |count: fn(&Counts) -> usize| self.counts.values().map(count).sum::<usize>();
        let failed = sum(|counts| counts.failed) + self.problems.len();
        // As cargo's own test runners have it.
        println!(
            "\ntest result: {}. {} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out",
            if failed == 0 { "ok" } else { "FAILED" },
            sum(|counts| counts.passed),
        );
        failed == 0
    }

    /// Engines down, frameworks across.
    fn table(&self) -> String {
        let frameworks: Vec<String> = Framework::ALL.iter().map(ToString::to_string).collect();
        let mut text = format!("\n{:<36}", "passed/failed (quirks)");
        for framework in &frameworks {
            let _ = write!(text, "{framework:>16}");
        }
        text += "\n";
        for (engine, version) in &self.versions {
            let _ = write!(text, "{:<36}", format!("{engine} ({version})"));
            for framework in &frameworks {
                let counts = self.counts.get(&(*engine, framework.clone()));
                let cell = counts.map_or_else(String::new, |counts| {
                    format!("{}/{} ({})", counts.passed, counts.failed, counts.quirks)
                });
                let _ = write!(text, "{cell:>16}");
            }
            text += "\n";
        }
        text
    }
}

/// How many of the suite's cases were produced, and why the others were not.
fn produced(plan: &Plan) -> String {
    let left_out: usize = plan.left_out.values().map(Vec::len).sum();
    let mut text = format!(
        "\n{} of the suite's {} cases can be produced by a page; not so {left_out}:\n",
        plan.produced,
        plan.produced + left_out,
    );
    let reasons: &BTreeMap<LeftOut, Vec<String>> = &plan.left_out;
    for (reason, cases) in reasons {
        let _ = writeln!(text, "{:>5}  {reason}", cases.len());
    }
    text
}

fn failure(ran: &Ran<'_>, unexplained: &[String]) -> String {
    let mut text = format!(
        "\nFAILED {}: {} on {}, page {}\n",
        ran.case.name, ran.engine, ran.framework, ran.place.origin
    );
    let _ = writeln!(text, "  {}", ran.case.reason);
    for difference in unexplained {
        let _ = writeln!(text, "  {difference}");
    }
    let _ = writeln!(text, " the browser:");
    for result in &ran.seen.results {
        let _ = writeln!(text, "  {result}");
    }
    let _ = writeln!(text, " the model:");
    let _ = writeln!(text, "{}", indented(&ran.modelled.explanation));
    let _ = writeln!(text, " at the server:");
    for exchange in &ran.exchanges {
        let _ = writeln!(text, "{}", indented(&exchange.to_string()));
    }
    text
}

fn indented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
