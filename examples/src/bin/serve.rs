//! Serves the example application on any framework, guarded by the policies of a file.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use cors_conformance::Spy;
use cors_examples::{
    app,
    policy_file::{self, Diagnostics, PolicyFile},
};
use tokio::{net::TcpListener, runtime::Runtime};
use tracing::info;
use tracing_subscriber::EnvFilter;

/// Serves the example application, guarded by the policies of a file: each policy NAME guards what
/// is below /NAME/, and nothing guards what is below /none/.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The framework to serve with.
    #[arg(long, value_enum)]
    framework: Framework,

    /// The policy file: TOML, JSON or YAML, told apart by its ending.
    #[arg(long, value_name = "FILE")]
    policies: PathBuf,

    /// The address to listen on; port 0 picks a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    listen: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Framework {
    Actix,
    Axum,
    Poem,
    Rocket,
    Warp,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if !matches!(arguments.framework, Framework::Axum) {
        let name = arguments.framework.to_possible_value();
        let name = name.as_ref().map_or("this one", |name| name.get_name());
        eprintln!("error: framework {name} is not available yet in this version; available: axum");
        return ExitCode::from(2);
    }
    let policies = match policy_file::load(&arguments.policies) {
        Ok(policies) => policies,
        Err(diagnostics) => {
            report(&diagnostics);
            return ExitCode::from(2);
        }
    };
    if !policies.warnings.is_empty() {
        report(&policies.warnings);
    }
    log();
    match Runtime::new().and_then(|runtime| runtime.block_on(serve(&arguments, &policies))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: &Arguments, policies: &PolicyFile) -> io::Result<()> {
    // Before anyone can know that it runs.
    let stop = stop()?;
    let named = policies.policies.iter();
    let app = app::axum::app(
        named.map(|(name, policy)| (name.as_str(), policy)),
        &Spy::new(),
    );
    let listener = TcpListener::bind(&arguments.listen)
        .await
        .map_err(|error| {
            let message = format!("can't listen on {}: {error}", arguments.listen);
            io::Error::new(error.kind(), message)
        })?;
    let address = listener.local_addr()?;
    for (name, _) in &policies.policies {
        info!("policy {name} guards http://{address}/{name}/");
    }
    info!("no policy guards http://{address}/none/");
    let mut stdout = io::stdout();
    writeln!(stdout, "listening on http://{address}")?;
    stdout.flush()?;
    app::axum::serve(listener, app, stop).await
}

/// Ends with Ctrl-C or SIGTERM, whose handlers are there when it returns.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        info!("stopping");
    })
}

/// Ends with Ctrl-C.
#[cfg(not(unix))]
fn stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            core::future::pending::<()>().await;
        }
        info!("stopping");
    })
}

fn report(diagnostics: &Diagnostics) {
    // https://no-color.org
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    eprint!(
        "{}",
        diagnostics.render(io::stderr().is_terminal() && !no_colour)
    );
}

/// `RUST_LOG` chooses what is logged. By default a policy's warnings, which the layer would log,
/// are not said twice.
fn log() {
    let filter = EnvFilter::try_from_default_env();
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new("info,cors_axum=error")))
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
}
