//! Gateways that others wrote, with the suite's policies exported to them: what they answer in front of a server that
//! knows no policy is what the policies say.
//!
//! Each gateway is a program of its own, which ends with this one. All listen on the loopback interface.
//!
//! `cargo xtask edge` brings what this needs, and runs it.

mod acceptance;
mod both;
mod browse;
mod chromium;
mod client;
mod gateways;
mod judge;
mod mounts;
mod random;
mod report;
mod run;
mod schemas;
mod theme;
mod upstream;
mod version;

use core::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, process::ExitCode, sync::OnceLock, thread, time::Instant};

use anyhow::{Result, ensure};
use browse::Pages;
use chromium::Chromium;
use clap::Parser;
use cors_conformance::{Filter, Suite};
use gateways::{GATEWAYS, Gateway};
use judge::Excuses;
use random::Random;
use report::Row;
use run::Setting;
use version::Version;

/// The suite's policies, exported to gateways.
#[derive(Parser)]
struct Arguments {
    /// A gateway to run; all without one.
    #[arg(long = "gateway")]
    gateways: Vec<String>,
    /// Only cases whose topic/name contains this; what begins with `-` leaves out.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    filter: String,
    /// Without ten thousand origins, and with each seventh request of the modelled browser.
    #[arg(long)]
    short: bool,
    /// Only pages in Chromium, and no case.
    #[arg(long)]
    chromium: bool,
    /// So many random requests for random policies. 0 is none; without it some, unless there is a filter.
    #[arg(long)]
    random: Option<usize>,
    /// What they are drawn with.
    #[arg(long, default_value_t = 15)]
    seed: u64,
    /// Only print what the exporter says of each policy.
    #[arg(long)]
    losses: bool,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    keep_quiet_about_the_panic_of_a_route();
    let start = Instant::now();
    let gateways = chosen(&arguments.gateways)?;
    let suite = Suite::builtin();
    if arguments.losses {
        run::losses(&gateways, &suite);
        return Ok(ExitCode::SUCCESS);
    }
    let excuses = Excuses::read(&suite)?;
    // Whatever is missing is said before anything runs.
    let gateways: Vec<_> = { gateways.into_iter() }
        .map(|gateway| Ok((gateway, Version::of(gateway)?)))
        .collect::<Result<_>>()?;
    let is_whole = arguments.filter.is_empty();
    let few = if arguments.short { 400 } else { 4000 };
    let count = { arguments.random }.unwrap_or(if is_whole { few } else { 0 });
    let random = match count {
        0 => None,
        count => {
            eprintln!("{count} random requests, with --seed {}", arguments.seed);
            Some(Random::new(arguments.seed, count)?)
        }
    };
    let setting = Setting {
        suite: &suite,
        excuses: &excuses,
        filter: Filter::parse(&arguments.filter),
        is_whole,
        random,
        is_short: arguments.short,
        pages: Pages::new(&suite, if arguments.short { 7 } else { 1 }),
    };
    let mut rows = match arguments.chromium {
        true => { gateways.iter() }
            .map(|(gateway, version)| Row::new(gateway.name, version))
            .collect(),
        false => run_all(&gateways, &setting),
    };
    if setting.is_whole {
        drive(&gateways, &mut rows)?;
    }
    let is_well = report::print(&theme::themes(&suite), &rows, &excuses, start.elapsed());
    Ok(match is_well {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The gateways of these names, all without any.
fn chosen(names: &[String]) -> Result<Vec<&'static Gateway>> {
    for name in names {
        let is_there = GATEWAYS.iter().any(|gateway| gateway.name == name);
        let all: Vec<_> = GATEWAYS.iter().map(|gateway| gateway.name).collect();
        let all = all.join(", ");
        ensure!(is_there, "there is no gateway {name}; there are {all}");
    }
    let is_chosen =
        |gateway: &&Gateway| names.is_empty() || names.iter().any(|n| n == gateway.name);
    Ok(GATEWAYS.iter().filter(is_chosen).collect())
}

/// As many at once as there are processors, and what came of them in their order.
fn run_all(gateways: &[(&Gateway, Version)], setting: &Setting<'_>) -> Vec<Row> {
    let next = AtomicUsize::new(0);
    let rows: Vec<OnceLock<Row>> = gateways.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some((gateway, version)) = gateways.get(at)
        {
            let row = run::run(gateway, version, setting);
            let row = row.unwrap_or_else(|error| Row::failed(gateway.name, version, &error));
            eprintln!("{} is done", gateway.name);
            let _ = rows[at].set(row);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    { rows.into_iter() }
        .filter_map(OnceLock::into_inner)
        .collect()
}

/// Asks through each gateway in Chromium.
fn drive(gateways: &[(&Gateway, Version)], rows: &mut [Row]) -> Result<()> {
    let chromium = Chromium::start()?;
    eprintln!("{} runs", chromium.version());
    for ((gateway, _), row) in gateways.iter().zip(rows) {
        let asked = chromium.ask(gateway, row);
        row.or_wrong(asked);
    }
    chromium.close();
    Ok(())
}

/// `/panic` does so on purpose, once for every case of it.
fn keep_quiet_about_the_panic_of_a_route() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message = info.payload().downcast_ref::<&str>();
        if message != Some(&"this route panics") {
            default(info);
        }
    }));
}
