//! Serves the example application on any framework, guarded by the policies of a file.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    thread,
};

use clap::Parser;
use cors_conformance::Spy;
use cors_examples::{
    app::{Framework, Stop},
    policy_file,
};
use cors_policy_file::{Format, PolicyFile};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};
use tracing::{Metadata, info};
use tracing_subscriber::{
    EnvFilter, Layer, filter::filter_fn, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

/// Serves the example application, guarded by the policies of a file: each policy NAME guards what
/// is below /NAME/, and nothing guards what is below /none/.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The framework to serve with.
    #[arg(long, value_enum)]
    framework: Framework,

    /// The policy file: TOML, JSON or YAML, told apart by its ending; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    policies: PathBuf,

    /// The format of a policy file whose name does not tell it: toml, json or yaml.
    #[arg(long)]
    format: Option<Format>,

    /// The address to listen on; port 0 picks a free one.
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000",
        value_parser = policy_file::listen
    )]
    listen: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let policies = match policy_file::load(&arguments.policies, arguments.format) {
        Ok(policies) => policies,
        Err(diagnostics) => {
            policy_file::print(&diagnostics);
            return ExitCode::from(2);
        }
    };
    if !policies.warnings.is_empty() {
        policy_file::print(&policies.warnings);
    }
    log();
    match serve(&arguments, policies) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(arguments: &Arguments, policies: PolicyFile) -> io::Result<()> {
    // Before anyone can know that it runs.
    let stop = stop_on_signals()?;
    let (names, named): (Vec<_>, Vec<_>) = policies
        .policies
        .into_iter()
        .map(|(name, policy)| (name.clone(), (name, policy.into())))
        .unzip();
    let ready = move |address| {
        for name in names {
            info!("policy {name} guards http://{address}/{name}/");
        }
        info!("no policy guards http://{address}/none/");
        let mut stdout = io::stdout();
        // Whoever has closed it does not wait for the line.
        let _ = writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush());
    };
    let spy = Spy::new();
    arguments
        .framework
        .serve(&arguments.listen, &named, &spy, stop, ready)
}

/// Requested by Ctrl-C or SIGTERM, whose handlers are there when it returns.
fn stop_on_signals() -> io::Result<Stop> {
    let (stopper, stop) = Stop::new();
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::spawn(move || {
        if signals.forever().next().is_some() {
            info!("stopping");
            stopper.stop();
        }
    });
    Ok(stop)
}

/// `RUST_LOG` chooses what is logged. By default it is what a browser is going to block, and whatever
/// else is at `info`; but no policy's warnings, which are printed with their places.
fn log() {
    let chosen = EnvFilter::try_from_default_env();
    let warns = chosen.is_ok();
    // A warning has its code among its fields, and advice the number of entries.
    let is_said_already = |event: &Metadata<'_>| {
        let has = |field| event.fields().field(field).is_some();
        event.target() == "cors" && (has("code") || has("count"))
    };
    let printed = fmt::layer()
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .with_filter(chosen.unwrap_or_else(|_| EnvFilter::new("info")))
        .with_filter(filter_fn(move |event| warns || !is_said_already(event)));
    tracing_subscriber::registry().with(printed).init();
}
