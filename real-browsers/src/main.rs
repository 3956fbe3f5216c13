//! Real browsers against all five frameworks: what each browser does is what the modelled one
//! does, request by request.
//!
//! Chromium, Firefox and WebKit are driven through WebDriver. The servers run in this process,
//! each behind a recorder, which is all that the browsers speak to: what they send is counted
//! there, and never intercepted in the browser. Their pages ask for what the [`plan`] says, and
//! are [`judge`]d by the model, which asks the same servers for the same. What the model's notes say is
//! compared likewise, with a server of their own; and what [`guards`] go by, with names and schemes that
//! only these need.
//!
//! `cargo xtask browsers` brings the browsers and runs this.

mod browse;
mod certificate;
mod console;
mod guards;
mod judge;
mod notes;
mod plan;
mod playground;
mod report;
mod run;

use std::{io, panic, path::PathBuf, process::ExitCode};

use anyhow::{Result, bail};
use clap::Parser;
use cors_examples::app::Framework;
use cors_playground::server_log;
use cors_real_browsers::driver;
use driver::Engine;
use plan::Plan;
use tokio::signal::{
    ctrl_c,
    unix::{SignalKind, signal},
};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Real browsers against all five frameworks.
#[derive(Parser)]
struct Arguments {
    /// An engine to drive; all three without one.
    #[arg(long = "engine")]
    engines: Vec<Engine>,
    /// A framework to serve on; all five without one.
    #[arg(long = "framework")]
    frameworks: Vec<Framework>,
    /// Only cases whose names contain this.
    #[arg(long, default_value = "")]
    filter: String,
    /// Only the cases that are part of the slice.
    #[arg(long)]
    slice: bool,
    /// Only the playground's page, and no case.
    #[arg(long)]
    playground: bool,
    /// Only what the browsers print to their consoles, and no case.
    #[arg(long)]
    console: bool,
    /// The same, and keeps what they print as what is expected from now on.
    #[arg(long)]
    record: bool,
    /// Only what the modelled browser's notes say, and no case.
    #[arg(long)]
    notes: bool,
    /// Only what guards let pass, and no case.
    #[arg(long)]
    guards: bool,
    /// Nothing but pictures of the playground's page, into this folder.
    #[arg(long, value_name = "FOLDER")]
    screenshots: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    // Routes that fail are part of what is tested, and so are policies with warnings.
    let printed = fmt::layer()
        .with_writer(io::stderr)
        .with_filter(EnvFilter::new(
            "off,cors_examples=warn,cors_playground=warn",
        ));
    tracing_subscriber::registry()
        .with(printed)
        .with(server_log::layer())
        .init();
    keep_quiet_about_the_panic_of_a_route();
    let well = tokio::select! {
        well = run(arguments) => well?,
        result = told_to_stop() => {
            result?;
            bail!("told to stop");
        }
    };
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What is left when this has ended is dropped, and stops what it has started.
async fn told_to_stop() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

async fn run(arguments: Arguments) -> Result<bool> {
    if let Some(folder) = arguments.screenshots {
        playground::take_screenshots(&folder).await?;
        return Ok(true);
    }
    let engines = or_all(arguments.engines, &Engine::ALL);
    if arguments.playground {
        return playground::run(&engines).await;
    }
    if arguments.console || arguments.record {
        return console::run(&engines, arguments.record).await;
    }
    if arguments.notes {
        return notes::run(&engines).await;
    }
    let frameworks = or_all(arguments.frameworks, &Framework::ALL);
    if arguments.guards {
        return guards::run(&engines, &frameworks, arguments.slice).await;
    }
    let plan = Plan::new(arguments.slice, &arguments.filter)?;
    // Whoever asks for some of the cases does not ask for this.
    let page = !arguments.filter.is_empty() || playground::run(&engines).await?;
    // It takes longer than the whole slice may.
    let words =
        arguments.slice || !arguments.filter.is_empty() || console::run(&engines, false).await?;
    let notes = !arguments.filter.is_empty() || notes::run(&engines).await?;
    let guards =
        !arguments.filter.is_empty() || guards::run(&engines, &frameworks, arguments.slice).await?;
    Ok(page & words & notes & guards & run::run(plan, &engines, &frameworks).await?)
}

fn or_all<T: Copy>(chosen: Vec<T>, all: &[T]) -> Vec<T> {
    if chosen.is_empty() {
        all.to_vec()
    } else {
        chosen
    }
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
