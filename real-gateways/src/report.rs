//! The tables, what is wrong, and the line that `cargo xtask test` counts.

use core::{fmt::Write as _, time::Duration};
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Error, Result};

use crate::{
    acceptance::Many,
    browse::Browsed,
    judge::{Excuses, Verdict},
    version::Version,
};

/// What came of one gateway.
pub(crate) struct Row {
    name: &'static str,
    version: String,
    themes: BTreeMap<String, Counts>,
    /// How many cases each excuse explains, by its place.
    pub(crate) excused: BTreeMap<usize, usize>,
    /// The policies that the exporter refuses, each with its sentences.
    refused: Vec<(String, String)>,
    /// How often a page asked in the modelled browser, and how often it got less, as told.
    asked: [usize; 2],
    /// How often a page asked in Chromium.
    driven: usize,
    /// What came of random requests.
    random: Counts,
    check: Option<Duration>,
    needed: usize,
    many: Option<Many>,
    pub(crate) wrong: Vec<String>,
    pub(crate) time: Duration,
}

/// How many cases of each kind.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    to_the_letter: usize,
    status: usize,
    excused: usize,
    refused: usize,
    looser: usize,
    wrong: usize,
}

impl Row {
    pub(crate) fn new(name: &'static str, version: &Version) -> Self {
        Self {
            name,
            version: version.to_string(),
            themes: BTreeMap::new(),
            excused: BTreeMap::new(),
            refused: Vec::new(),
            asked: [0; 2],
            driven: 0,
            random: Counts::default(),
            check: None,
            needed: 0,
            many: None,
            wrong: Vec::new(),
            time: Duration::ZERO,
        }
    }

    /// Of a gateway that could not be asked to the end.
    pub(crate) fn failed(name: &'static str, version: &Version, error: &Error) -> Self {
        let mut row = Self::new(name, version);
        row.wrong.push(format!("{error:#}"));
        row
    }

    pub(crate) fn add(&mut self, theme: &str, verdict: Verdict) {
        let counted = self.count(verdict);
        let counts = self.themes.entry(theme.to_owned()).or_default();
        *counts = counts.plus(&counted);
    }

    pub(crate) fn add_random(&mut self, verdict: Verdict) {
        let counted = self.count(verdict);
        self.random = self.random.plus(&counted);
    }

    /// One of its kind.
    fn count(&mut self, verdict: Verdict) -> Counts {
        let mut counts = Counts::default();
        let mut use_all = |used: Vec<usize>| {
            for at in used {
                *self.excused.entry(at).or_default() += 1;
            }
        };
        match verdict {
            Verdict::ToTheLetter => counts.to_the_letter = 1,
            Verdict::Refused => counts.refused = 1,
            Verdict::Status(used) => {
                counts.status = 1;
                use_all(used);
            }
            Verdict::Excused(used) => {
                counts.excused = 1;
                use_all(used);
            }
            Verdict::Looser(what) => {
                counts.looser = 1;
                self.wrong.push(what);
            }
            Verdict::Wrong(what) => {
                counts.wrong = 1;
                self.wrong.push(what);
            }
        }
        counts
    }

    pub(crate) fn refuse(&mut self, policy: &str, sentences: Vec<String>) {
        self.refused.push((policy.to_owned(), sentences.join("; ")));
    }

    /// Takes what the program's own check says.
    pub(crate) fn accepted(&mut self, time: Result<Option<Duration>>) {
        self.check = self.or_wrong(time).flatten();
    }

    /// Takes how often something has to be set elsewhere.
    pub(crate) fn needed(&mut self, told: Result<usize>) {
        self.needed = self.or_wrong(told).unwrap_or_default();
    }

    /// Takes what became of many origins.
    pub(crate) fn has_many(&mut self, many: Result<Many>) {
        self.many = self.or_wrong(many);
    }

    /// Notes what is wrong.
    pub(crate) fn or_wrong<T>(&mut self, result: Result<T>) -> Option<T> {
        result
            .map_err(|error| self.wrong.push(format!("{error:#}")))
            .ok()
    }

    pub(crate) fn browsed(&mut self, browsed: Browsed) {
        self.asked = [browsed.requests, browsed.narrower];
        self.wrong.extend(browsed.wrong);
    }

    /// Takes what a page in Chromium saw.
    pub(crate) fn drove(&mut self, is_so: bool, what: impl FnOnce() -> String) {
        self.driven += 1;
        if !is_so {
            self.wrong.push(what());
        }
    }

    fn sum(&self) -> Counts {
        self.themes.values().fold(Counts::default(), Counts::plus)
    }

    fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
            .trim_end()
            .to_owned()
    }
}

impl Counts {
    fn plus(self, other: &Self) -> Self {
        Self {
            to_the_letter: self.to_the_letter + other.to_the_letter,
            status: self.status + other.status,
            excused: self.excused + other.excused,
            refused: self.refused + other.refused,
            looser: self.looser + other.looser,
            wrong: self.wrong + other.wrong,
        }
    }

    /// `54` if all are to the letter, else what the others are.
    fn cell(&self) -> String {
        let mut cell = self.to_the_letter.to_string();
        for (count, what) in [
            (self.status, "with 200"),
            (self.excused, "excused"),
            (self.refused, "refused"),
            (self.looser, "LOOSER"),
            (self.wrong, "WRONG"),
        ] {
            if count > 0 {
                let _ = write!(cell, " + {count} {what}");
            }
        }
        cell
    }
}

/// Everything that there is to say. Whether all is well.
pub(crate) fn print(themes: &[&str], rows: &[Row], excuses: &Excuses, time: Duration) -> bool {
    for row in rows {
        for wrong in &row.wrong {
            println!("\n{}: {}", row.name, wrong.trim_end());
        }
    }
    println!(
        "\n| gateway | cases | to the letter | 200 for 204 | excused | refused by the exporter | wrong | looser | pages' requests | with less, as told | in Chromium | at random | s |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|"
    );
    for row in rows {
        let sum = row.sum();
        let all =
            sum.to_the_letter + sum.status + sum.excused + sum.refused + sum.looser + sum.wrong;
        println!(
            "| {} | {all} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.1} |",
            row.title(),
            sum.to_the_letter,
            sum.status,
            sum.excused,
            sum.refused,
            sum.wrong,
            sum.looser,
            row.asked[0],
            row.asked[1],
            row.driven,
            row.random.cell(),
            row.time.as_secs_f64()
        );
    }
    print_themes(themes, rows);
    print_checks(rows);
    print_reasons(rows, excuses);
    let all = rows
        .iter()
        .map(Row::sum)
        .fold(Counts::default(), |a, b| a.plus(&b));
    let failed: usize = rows.iter().map(|row| row.wrong.len()).sum();
    println!(
        "\ntest result: {}. {} passed; {failed} failed; {} ignored; finished in {:.1} s",
        if failed == 0 { "ok" } else { "FAILED" },
        all.to_the_letter,
        all.status + all.excused + all.refused,
        time.as_secs_f64()
    );
    failed == 0
}

/// What is to the letter, and what the others are, by theme.
fn print_themes(themes: &[&str], rows: &[Row]) {
    let names: Vec<_> = rows.iter().map(Row::title).collect();
    println!(
        "\n| theme | {} |\n|---|{}",
        names.join(" | "),
        "---|".repeat(rows.len())
    );
    for theme in themes {
        let cells: Vec<_> = { rows.iter() }
            .map(|row| row.themes.get(*theme).map(Counts::cell).unwrap_or_default())
            .collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            println!("| {theme} | {} |", cells.join(" | "));
        }
    }
}

/// How long the programs' own checks take.
fn print_checks(rows: &[Row]) {
    println!(
        "\n| gateway | its own check, s | to be set elsewhere | 10,000 origins, KB | until it listens, s | its own check, s |\n\
         |---|---|---|---|---|---|"
    );
    let seconds = |time: Option<Duration>| {
        time.map_or_else(
            || "–".to_owned(),
            |time| format!("{:.1}", time.as_secs_f64()),
        )
    };
    for row in rows {
        let many = match &row.many {
            None => "– | – | –".to_owned(),
            Some(Many::Refused(sentence)) => format!("{sentence} | – | –"),
            Some(Many::Accepted {
                bytes,
                start,
                check,
            }) => {
                format!(
                    "{} | {} | {}",
                    bytes / 1000,
                    seconds(Some(*start)),
                    seconds(*check)
                )
            }
        };
        println!(
            "| {} | {} | {} | {many} |",
            row.title(),
            seconds(row.check),
            row.needed
        );
    }
}

/// Why cases are excused, and why policies are refused.
fn print_reasons(rows: &[Row], excuses: &Excuses) {
    let used: BTreeSet<_> = rows
        .iter()
        .flat_map(|row| row.excused.keys().copied())
        .collect();
    if !used.is_empty() {
        println!("\nExcused:\n");
    }
    for at in used {
        let counts = rows.iter().filter_map(|row| {
            let count = row.excused.get(&at)?;
            Some(format!("{} {count}", row.name))
        });
        let counts: Vec<_> = counts.collect();
        println!("- {} ({})", excuses.reason(at), counts.join(", "));
    }
    let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in rows {
        let mut policies: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (policy, sentence) in &row.refused {
            policies.entry(sentence).or_default().push(policy);
        }
        for (sentence, policies) in policies {
            let policies = format!("{}: {}", row.name, policies.join(", "));
            refused.entry(sentence).or_default().push(policies);
        }
    }
    if !refused.is_empty() {
        println!("\nRefused by the exporter:\n");
    }
    for (sentence, policies) in refused {
        println!("- {sentence} ({})", policies.join("; "));
    }
}
