//! Apache, Caddy, and Python's file server.

use anyhow::Result;

use super::{
    Process, Started,
    process::{folder_with, free_address},
};

pub(super) fn apache(started: &mut Started) -> Result<()> {
    let address = free_address()?;
    let folder = folder_with("data", "ok\n")?;
    let path = folder.path().display().to_string();
    let configuration = include_str!("../../programs/apache.conf")
        .replace("127.0.0.1:8080", &address.to_string())
        .replace("FOLDER", &path);
    let file = format!("{path}/apache.conf");
    super::process::write(folder.path(), "apache.conf", &configuration)?;
    // In the foreground, and one process.
    let process = Process::start(folder, &["apache2", "-X", "-f", &file])?;
    listening(started, "apache", address, process)
}

pub(super) fn caddy(started: &mut Started) -> Result<()> {
    let address = free_address()?;
    let configuration = include_str!("../../programs/Caddyfile");
    let configuration = configuration.replace("127.0.0.1:8080", &address.to_string());
    let folder = folder_with("Caddyfile", &configuration)?;
    let process = Process::start(folder, &["caddy", "run", "--config", "Caddyfile"])?;
    listening(started, "caddy", address, process)
}

/// The plainest file server: it knows nothing of CORS, and answers 501 to OPTIONS.
pub(super) fn python(started: &mut Started) -> Result<()> {
    let address = free_address()?;
    let folder = folder_with("data", "ok\n")?;
    let port = address.port().to_string();
    let program = ["python3", "-m", "http.server", "--bind", "127.0.0.1", &port];
    let process = Process::start(folder, &program)?;
    listening(started, "python", address, process)
}

fn listening(
    started: &mut Started,
    name: &str,
    address: core::net::SocketAddr,
    mut process: Process,
) -> Result<()> {
    process.listens(address)?;
    started.site(name, address);
    started.processes.push(process);
    Ok(())
}
