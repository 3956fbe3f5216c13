//! Traefik.

use core::{fmt::Write as _, net::SocketAddr, time::Duration};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
};

use anyhow::{Result, bail};
use cors_real_servers::process::{Process, free_address, write};

use super::Running;
use crate::mounts::Mounts;

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let address = free_address()?;
    let folder = tempfile::tempdir()?;
    let dynamic = folder.path().join("dynamic");
    fs::create_dir(&dynamic)?;
    let upstream = mounts.upstream;
    let mut routers = "    all: {rule: PathPrefix(`/`), service: upstream}\n".to_owned();
    for mounted in mounts.written() {
        let name = &mounted.name;
        for file in mounted.export.files() {
            write(&dynamic, file.name(), file.text())?;
        }
        let _ = writeln!(
            routers,
            "    '{name}': {{rule: PathPrefix(`/{name}/`), middlewares: [cors-{name}], service: upstream}}"
        );
    }
    let routes = format!(
        "http:
  routers:
{routers}  services:
    upstream: {{loadBalancer: {{servers: [{{url: 'http://{upstream}'}}]}}}}
"
    );
    // No policy has this name.
    write(&dynamic, "routes..yaml", &routes)?;
    let configuration = format!(
        "global: {{checkNewVersion: false, sendAnonymousUsage: false}}
log: {{level: ERROR}}
entryPoints:
  edge:
    address: {address}
    http: {{maxHeaderBytes: 1048576}}
providers:
  file: {{directory: dynamic}}
"
    );
    write(folder.path(), "traefik.yaml", &configuration)?;
    let program = ["traefik", "--configFile=traefik.yaml"];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    has_routes(address)?;
    Ok(Running { address, process })
}

/// It listens before it has read its routes, and answers 404 until then.
fn has_routes(address: SocketAddr) -> Result<()> {
    for _ in 0..1000 {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /none/get-only HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        if answer.starts_with(b"HTTP/1.1 200 ") {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    bail!("it has read no routes");
}
