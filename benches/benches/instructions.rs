//! Instructions, counted by callgrind: one process for each application, one figure for each
//! request it gets.
//!
//! Harnesses for callgrind start a process for every figure. Here that would build a policy of
//! 100,000 origins some hundred times, at a fiftieth of a processor's speed. So one process sends
//! all requests, and callgrind is told the function whose calls it counts one by one. That needs
//! options of callgrind alone.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    sync::Mutex,
    thread,
};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use cors_benches::{
    Application, Choice, Record,
    measure::{CALLS, COUNTED, counted_call, warm_up},
    report::record::print,
};

/// Has glibc do the same on every processor and in every state, so that counts can be compared: of
/// what copies and compares bytes each processor would take its best, which makes half a percent;
/// and small blocks are always at hand, while otherwise the eighth of a size is given back at a price
/// that depends on its neighbours.
const SAME_EVERYWHERE: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.malloc.tcache_count=60000:\
     glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM",
);

fn main() -> Result<()> {
    let choice = Choice::parse();
    if choice.counted {
        call(&choice);
        return Ok(());
    }
    let applications = Mutex::new(choice.applications().into_iter());
    let next = || applications.lock().ok()?.next();
    let work = || -> Result<()> {
        while let Some(application) = next() {
            for record in count(application, &choice)? {
                print(&record);
            }
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        // Every one of them is waited for, and then the first failure counts.
        let results: Vec<_> = workers.into_iter().map(|one| one.join()).collect();
        results.into_iter().try_for_each(|result| match result {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })
}

/// Where callgrind counts: calls, and prints nothing but a line for each request.
fn call(choice: &Choice) {
    for application in choice.applications() {
        let Some(mut subject) = application.subject() else {
            continue;
        };
        for &case in choice.cases(application.policy) {
            let mut request = warm_up(&mut *subject, case, application.policy);
            let mut blocks = Vec::new();
            for call in 0..CALLS {
                if let Some(origin) = case.origin(application.policy, call) {
                    request.set_origin(&origin);
                }
                disturb(&mut blocks, call);
                subject.prepare(&request);
                counted_call(&mut *subject);
            }
            println!("{case}");
        }
    }
}

/// Brings the allocator into another state: blocks that are larger than those it keeps at hand by
/// size, some of them given back.
fn disturb(blocks: &mut Vec<Vec<u8>>, call: usize) {
    blocks.push(Vec::with_capacity(1_100 + call * 1_543 % 9_973));
    if call % 3 == 2 {
        blocks.swap_remove(call * 7_919 % blocks.len());
    }
    if call % 8 == 7 {
        blocks.clear();
    }
}

/// Runs this program again, under callgrind.
fn count(application: Application, choice: &Choice) -> Result<Vec<Record>> {
    let folder = tempfile::tempdir()?;
    let output = folder.path().join("count");
    let options = application.options();
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--callgrind-out-file={}", output.display()))
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--dump-after={COUNTED}"))
        .arg(env::current_exe()?)
        .arg("--counted")
        .args(choice.quick.then_some("--quick"))
        .args(&options)
        .env(SAME_EVERYWHERE.0, SAME_EVERYWHERE.1);
    let run = command
        .stderr(Stdio::inherit())
        .output()
        .context("could not run valgrind")?;
    ensure!(
        run.status.success(),
        "{} failed: {}",
        options.join(" "),
        run.status
    );
    let said = String::from_utf8(run.stdout)?;
    let cases = choice.cases(application.policy);
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let expected: String = cases.iter().map(|case| format!("{case}\n")).collect();
    ensure!(said == expected, "{} said {said}", options.join(" "));
    let mut parts = 1..;
    let mut record = |case| {
        let counts: Vec<_> = parts
            .by_ref()
            .take(CALLS)
            .map(|part| instructions(&output.with_extension(part.to_string())))
            .collect::<Result<_>>()?;
        let instructions = counts.into_iter().min().context("a count")?;
        Ok(Record {
            instructions: Some(instructions),
            ..Record::of(application, case)
        })
    };
    cases.iter().map(|&case| record(case)).collect()
}

/// Reads the one sum in a file of callgrind's.
fn instructions(file: &Path) -> Result<i64> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("callgrind counted no call of {COUNTED}"))?;
    let sum = text.lines().find_map(|line| line.strip_prefix("summary: "));
    let sum = sum.context("callgrind wrote no summary")?.trim().parse()?;
    ensure!(sum > 0, "callgrind counted nothing");
    Ok(sum)
}
