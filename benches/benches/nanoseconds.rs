//! Time, by criterion: what the counts leave out, such as waiting for memory.

use core::{hint::black_box, time::Duration};
use std::{fs, path::Path, time::Instant};

use anyhow::{Context, Result};
use clap::Parser;
use cors_benches::{
    Application, Case, Choice, Framework, PolicyKind, Record, Subject,
    measure::{counted_call, warm_up},
    report::record::print,
    request::RequestHead,
};
use criterion::Criterion;
use serde_json::Value;

const LARGE: PolicyKind = PolicyKind::Exact(100_000);

fn main() -> Result<()> {
    let choice = Choice::parse();
    for application in choice.applications() {
        let Some(mut subject) = application.subject() else {
            continue;
        };
        for &case in cases(&choice, application.policy) {
            let nanoseconds = time(&mut *subject, application, case)?;
            print(&Record {
                nanoseconds: Some(nanoseconds),
                ..Record::of(application, case)
            });
        }
        if application.policy == LARGE && application.framework == Framework::Core {
            let figures = [
                (
                    "in random order",
                    shuffled(&mut *subject, application.policy),
                ),
                ("not in any cache", cold(&mut *subject, application.policy)),
            ];
            for (name, nanoseconds) in figures {
                print(&Record {
                    case: format!("{}, {name}", Case::Allowed),
                    nanoseconds: Some(nanoseconds),
                    ..Record::of(application, Case::Allowed)
                });
            }
        }
    }
    Ok(())
}

/// Half a second for each of the whole matrix would be most of an hour, and the instructions tell
/// where there is anything to see.
fn cases(choice: &Choice, policy: PolicyKind) -> &'static [Case] {
    match policy {
        PolicyKind::Exact(10) | PolicyKind::Guarded | PolicyKind::Hosts(_) => choice.cases(policy),
        _ => &[Case::Allowed, Case::Preflight],
    }
}

fn time(subject: &mut dyn Subject, application: Application, case: Case) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let request = warm_up(subject, case, application.policy);
    let id = format!(
        "{} {}, {}: {case}",
        application.framework, application.contender, application.policy
    );
    Criterion::default()
        .output_directory(folder.path())
        .without_plots()
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(300))
        .sample_size(20)
        .bench_function(&id, |bencher| {
            // Only the call is timed, and each by itself, as a request is used up by it. The
            // clock's own time is in all figures, and so in no difference of two.
            bencher.iter_custom(|calls| {
                let mut sum = Duration::ZERO;
                for _ in 0..calls {
                    sum += timed(subject, &request);
                }
                sum
            });
        });
    estimate(folder.path()).with_context(|| format!("criterion left no estimate of {id}"))
}

/// Reads the one estimate below criterion's folder, which names the one inside after the benchmark.
fn estimate(folder: &Path) -> Result<f64> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path().join("new/estimates.json");
        if file.is_file() {
            let estimates: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
            let median = &estimates["median"]["point_estimate"];
            return median.as_f64().context("no median");
        }
    }
    anyhow::bail!("no file")
}

/// The time for an origin where each request has another one, in no order.
fn shuffled(subject: &mut dyn Subject, policy: PolicyKind) -> f64 {
    let origins = policy.origins();
    let mut request = warm_up(subject, Case::Allowed, policy);
    let times = (0..origins.len()).map(|turn| {
        request.set_origin(in_no_order(&origins, turn));
        timed(subject, &request)
    });
    median(times.collect())
}

/// More than any cache holds.
const CACHES: usize = 128 << 20;

/// How many origins are looked up that no cache holds.
const COLD: usize = 201;

/// The time for an origin of which no cache holds anything, while the code is warm: other origins have
/// just been looked up.
fn cold(subject: &mut dyn Subject, policy: PolicyKind) -> f64 {
    let origins = policy.origins();
    let mut memory = vec![0_u8; CACHES];
    let times = (0..COLD).map(|turn| {
        memory.fill(turn as u8);
        black_box(&mut memory);
        let mut request = warm_up(subject, Case::Allowed, policy);
        request.set_origin(in_no_order(&origins, turn));
        timed(subject, &request)
    });
    median(times.collect())
}

/// A prime, so that the steps go through all of the list.
fn in_no_order(origins: &[String], turn: usize) -> &str {
    &origins[turn * 7_919 % origins.len()]
}

/// One call, the clock's own time included.
fn timed(subject: &mut dyn Subject, request: &RequestHead) -> Duration {
    subject.prepare(request);
    let start = Instant::now();
    counted_call(subject);
    start.elapsed()
}

/// In nanoseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_nanos() as f64
}
