//! Time, by criterion: what the counts leave out, such as waiting for memory.

use core::{hint::black_box, time::Duration};
use std::{fs, path::Path, time::Instant};

use anyhow::{Context, Result};
use clap::Parser;
use cors_benches::{
    Application, Case, Choice, Framework, Record, Setting, Subject,
    matrix::Figures,
    measure::{counted_call, warm_up},
};
use criterion::Criterion;
use serde_json::Value;

const LARGE: Setting = Setting::Exact(100_000);

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
        if application.setting == LARGE && application.framework == Framework::Core {
            let nanoseconds = cold(&mut *subject, application.setting);
            Record::new(application, Case::Allowed, Figures::Time { nanoseconds })
                .named("allowed, not in any cache")
                .print();
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

/// More than any cache holds.
const CACHES: usize = 128 << 20;

/// How many origins are looked up that no cache holds. The median stands for all.
const COLD: usize = 201;

/// The time for an origin that nothing is known of but in memory, while the code is warm: other
/// origins have just been looked up.
fn cold(subject: &mut dyn Subject, setting: Setting) -> f64 {
    let origins = setting.origins();
    let mut memory = vec![0_u8; CACHES];
    let mut nanoseconds: Vec<_> = (0..COLD)
        .map(|turn| {
            memory.fill(turn as u8);
            black_box(&mut memory);
            warm_up(subject, Case::Allowed, setting);
            let mut request = Case::Allowed.request(setting);
            // A prime, so that the steps go through all of the list.
            request.set_origin(&origins[turn * 7_919 % origins.len()]);
            subject.prepare(&request);
            let start = Instant::now();
            counted_call(subject);
            start.elapsed().as_nanos() as f64
        })
        .collect();
    nanoseconds.sort_by(f64::total_cmp);
    nanoseconds[COLD / 2]
}
