//! nginx.

use anyhow::Result;

use super::{
    Process, Started,
    process::{folder_with, free_address, write},
};

pub(super) fn start(started: &mut Started) -> Result<()> {
    let address = free_address()?;
    let configuration = include_str!("../../programs/nginx.conf");
    let configuration = configuration.replace("127.0.0.1:8080", &address.to_string());
    let folder = folder_with("nginx.conf", &configuration)?;
    write(folder.path(), "data", "ok\n")?;
    let prefix = format!("{}/", folder.path().display());
    let file = format!("{prefix}nginx.conf");
    let program = ["nginx", "-p", &prefix, "-e", "stderr", "-c", &file];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    started.site("nginx", address);
    started.processes.push(process);
    Ok(())
}
