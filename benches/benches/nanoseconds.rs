//! Time, by criterion: what the counts leave out, such as waiting for memory.

use core::time::Duration;
use std::{fs, path::Path, time::Instant};

use anyhow::{Context, Result};
use clap::Parser;
use cors_benches::{
    Application, Case, Choice, Record, Setting, Subject,
    matrix::Figures,
    measure::{counted_call, warm_up},
};
use criterion::Criterion;
use serde_json::Value;

fn main() -> Result<()> {
    let choice = Choice::parse();
    for application in choice.applications() {
        let Some(mut subject) = application.subject() else {
            continue;
        };
        for &case in cases(&choice, application.setting) {
            let nanoseconds = time(&mut *subject, application, case)?;
            Record::new(application, case, Figures::Time { nanoseconds }).print();
        }
    }
    Ok(())
}

/// Half a second for each of the whole matrix would be most of an hour, and the instructions tell
/// where there is anything to see.
fn cases(choice: &Choice, setting: Setting) -> &'static [Case] {
    match setting {
        Setting::Exact(10) => choice.cases(setting),
        _ => &[Case::Allowed, Case::Preflight],
    }
}

fn time(subject: &mut dyn Subject, application: Application, case: Case) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let request = warm_up(subject, case, application.setting);
    let id = format!(
        "{} {}, {}: {case}",
        application.framework, application.contender, application.setting
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
                    subject.prepare(&request);
                    let start = Instant::now();
                    counted_call(subject);
                    sum += start.elapsed();
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
