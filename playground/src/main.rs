//! Serves the example application on every framework, and the page that sends requests there.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use cors_examples::policy_file;
use cors_playground::{Playground, Policies, server_log};
use cors_policy_file::Format;
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Serves the example application on every framework, guarded by the policies of a file, and a page
/// that sends requests there and explains what comes of them.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The policy file to serve instead of the example: TOML, JSON or YAML.
    #[arg(long, value_name = "FILE")]
    policies: Option<PathBuf>,

    /// The page's port, which six others follow: free ones where they are taken, and for 0.
    #[arg(long, default_value_t = Playground::PORT)]
    port: u16,
}

/// The example by its name in the repository, and its text.
const EXAMPLE: (&str, &str) = (
    "examples/policies/example.toml",
    include_str!("../../examples/policies/example.toml"),
);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let policies = match &arguments.policies {
        Some(path) => Policies::load(path),
        None => Policies::parse(EXAMPLE.0, EXAMPLE.1, Format::Toml),
    };
    let policies = match policies {
        Ok(policies) => policies,
        Err(diagnostics) => {
            policy_file::print(&diagnostics);
            return ExitCode::from(2);
        }
    };
    let warnings = policies.warnings();
    if !warnings.is_empty() {
        policy_file::print(&warnings);
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

fn serve(arguments: &Arguments, policies: Policies) -> io::Result<()> {
    // Before anyone can know that it runs.
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let playground = Playground::start(policies, arguments.port)?;
    let example = arguments.policies.is_none().then_some(EXAMPLE.0);
    let mut stdout = io::stdout();
    // Whoever has closed it does not wait for it.
    let _ = write!(stdout, "{}", playground.introduction(example)).and_then(|()| stdout.flush());
    signals.forever().next();
    Ok(())
}

/// `RUST_LOG` chooses what is logged: errors by default, as the page shows the rest.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("error"));
    let printed = fmt::layer()
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .with_filter(filter);
    tracing_subscriber::registry()
        .with(printed)
        .with(server_log::layer())
        .init();
}
