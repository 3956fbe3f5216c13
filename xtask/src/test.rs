//! `cargo xtask test`: everything that a change has to pass.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    bench,
    browsers::{self, Choice},
    prerequisites::{self, BENCHES, BROWSERS, TESTS},
    run::{announce, cargo, run, succeeded},
};

/// The core's features, each by itself: what one needs must not come in with another by chance.
const CORE_FEATURES: [&str; 6] = ["", "http", "public-suffix", "regex", "serde", "regex,serde"];

const ADAPTERS: [&str; 5] = [
    "cors-actix",
    "cors-axum",
    "cors-poem",
    "cors-rocket",
    "cors-warp",
];

pub(crate) fn test() -> Result<()> {
    prerequisites::install(TESTS.iter().chain(BROWSERS).chain(BENCHES))?;
    lint()?;
    let mut counts = Counts::default();
    counts.test(&mut cargo(&[
        "test",
        "--workspace",
        "--all-features",
        "--no-fail-fast",
    ]))?;
    // Without the Public Suffix List, and what other features bring.
    let bare = [
        "test",
        "--package",
        "cors-core",
        "--no-default-features",
        "--tests",
    ];
    counts.test(&mut cargo(&bare))?;
    counts.test(&mut browsers::command(&Choice::slice())?)?;
    bench::check()?;
    ensure!(counts.passed > 0, "no test was run");
    println!(
        "\n{} passed, {} failed, {} skipped",
        counts.passed, counts.failed, counts.ignored
    );
    Ok(())
}

fn lint() -> Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    let deny = ["--", "--deny", "warnings"];
    let all = ["clippy", "--workspace", "--all-targets", "--all-features"];
    run(cargo(&all).args(deny))?;
    for features in CORE_FEATURES {
        let one = [
            "clippy",
            "--package",
            "cors-core",
            "--no-default-features",
            "--features",
        ];
        run(cargo(&one).arg(features).args(deny))?;
    }
    // The adapters as those have them who leave every default out.
    let mut bare = cargo(&["clippy", "--no-default-features"]);
    for adapter in ADAPTERS {
        bare.args(["--package", adapter]);
    }
    run(bare.args(deny))?;
    let documentation = ["doc", "--workspace", "--no-deps", "--all-features"];
    run(cargo(&documentation).env("RUSTDOCFLAGS", "--deny warnings"))
}

/// The sums of what cargo's test runners say.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counts {
    /// Runs a `cargo test`, passing on what it prints.
    fn test(&mut self, command: &mut Command) -> Result<()> {
        announce(command);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("its output is piped")?;
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            self.add(&line);
        }
        let status = child.wait()?;
        succeeded(command, status)
    }

    /// Reads `test result: ok. 7 passed; 0 failed; 1 ignored; …`, and no other line.
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        let Some((_, counts)) = result.split_once(". ") else {
            return;
        };
        for count in counts.split("; ") {
            let Some((number, what)) = count.split_once(' ') else {
                continue;
            };
            let number = number.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn sums_what_the_runners_say() {
        let mut counts = Counts::default();
        for line in [
            "running 7 tests",
            "test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            counts.add(line);
        }
        assert_eq!((counts.passed, counts.failed, counts.ignored), (9, 3, 1));
    }
}
