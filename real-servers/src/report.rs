//! What was found of which server, as a table, and what is not as recorded.

use core::time::Duration;

use crate::{cases::Case, probe::Seen, suite::Compared};

#[derive(Default)]
pub(crate) struct Report {
    /// A name, whether the server is right, and what was found.
    rows: Vec<(String, bool, String)>,
    wrong: Vec<String>,
    /// Answers about the suite's policies that are as the engine decides.
    of_suite: usize,
    passed: usize,
    failed: usize,
    requests: usize,
}

impl Report {
    pub(crate) fn add(&mut self, case: &Case, wrong: Vec<String>, seen: Seen) {
        let found = seen.findings().into_iter();
        let mut found: Vec<_> = found.map(|(code, of)| format!("{code} ({of})")).collect();
        if found.is_empty() {
            found.push("–".to_owned());
        }
        self.rows
            .push((case.name.clone(), case.right, found.join(", ")));
        self.requests += seen.requests;
        if wrong.is_empty() {
            self.passed += 1;
        } else {
            self.failed += 1;
            self.wrong.push(case.name.clone());
            let lines = wrong.into_iter().chain(seen.messages());
            self.wrong.extend(lines.map(|line| format!("    {line}")));
        }
    }

    pub(crate) fn add_suite(&mut self, compared: Compared) {
        self.of_suite = compared.passed;
        self.failed += compared.wrong.len();
        self.wrong.extend(compared.wrong);
    }

    pub(crate) fn is_well(&self) -> bool {
        self.failed == 0
    }

    /// The table, what is wrong, and the line that `cargo xtask test` counts.
    pub(crate) fn print(&self, time: Duration) {
        for (title, right) in [("servers that are right", true), ("defaults", false)] {
            let rows = self
                .rows
                .iter()
                .filter(|(_, is_right, _)| *is_right == right);
            let rows: Vec<_> = rows.collect();
            if rows.is_empty() {
                continue;
            }
            println!("\n| {title} | findings |\n|---|---|");
            for (name, _, found) in rows {
                println!("| {name} | {found} |");
            }
        }
        println!();
        for line in &self.wrong {
            println!("{line}");
        }
        let passed = self.passed + self.of_suite;
        println!(
            "{} answers about the suite's policies are as the engine decides",
            self.of_suite
        );
        println!(
            "test result: {}. {passed} passed; {} failed; 0 ignored; {} requests; finished in {:.1} s",
            if self.is_well() { "ok" } else { "FAILED" },
            self.failed,
            self.requests,
            time.as_secs_f64()
        );
    }
}
