//! express with `cors`, and fastify with `@fastify/cors`, behind node.

use core::net::SocketAddr;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::{Process, Started};

/// What npm reads, and what node runs.
const FILES: [(&str, &str); 4] = [
    (".npmrc", include_str!("../../node/.npmrc")),
    ("package.json", include_str!("../../node/package.json")),
    (
        "package-lock.json",
        include_str!("../../node/package-lock.json"),
    ),
    ("servers.js", include_str!("../../node/servers.js")),
];

pub(super) fn start(started: &mut Started) -> Result<()> {
    let program = installed()?.join("servers.js");
    let program = program.to_str().context("the folder has a name in UTF-8")?;
    let mut process = Process::start(tempfile::tempdir()?, &["node", program])?;
    for line in process.lines()? {
        let (name, port) = line.split_once(' ').context("a name and a port")?;
        started.site(
            format!("node/{name}"),
            SocketAddr::from(([127, 0, 0, 1], port.parse()?)),
        );
    }
    started.processes.push(process);
    Ok(())
}

/// The folder with the packages of the lock: below cargo's target, and filled when the lock is another one.
fn installed() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let target = program.parent().and_then(Path::parent);
    let folder = target.context("a target folder")?.join("real-servers/node");
    fs::create_dir_all(&folder)?;
    let stamp = folder.join("installed");
    let lock = FILES.map(|(_, text)| text)[2];
    let is_installed = fs::read_to_string(&stamp).is_ok_and(|text| text == lock);
    for (name, text) in FILES {
        fs::write(folder.join(name), text)?;
    }
    if !is_installed {
        eprintln!("\n$ npm ci");
        let mut npm = Command::new("npm");
        let npm = npm.args(["ci", "--ignore-scripts"]).current_dir(&folder);
        let status = npm.status().context("could not run npm")?;
        ensure!(status.success(), "npm ci failed: {status}");
        fs::write(stamp, lock)?;
    }
    Ok(folder)
}
