//! Caddy.

use core::fmt::Write as _;

use anyhow::Result;
use cors_real_servers::process::{Process, free_address, write};

use super::Running;
use crate::mounts::Mounts;

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let address = free_address()?;
    let folder = tempfile::tempdir()?;
    let upstream = mounts.upstream;
    let mut handles = String::new();
    for mounted in mounts.written() {
        let file = mounted.file(".caddy");
        write(folder.path(), file.name(), file.text())?;
        let _ = writeln!(
            handles,
            "\thandle /{}/* {{\n\t\timport {}\n\t\treverse_proxy {upstream}\n\t}}",
            mounted.name,
            file.name()
        );
    }
    let configuration = format!(
        "{{
	admin off
	auto_https off
}}

http://{address} {{
{handles}	handle {{
		reverse_proxy {upstream}
	}}
}}
"
    );
    write(folder.path(), "Caddyfile", &configuration)?;
    let program = ["caddy", "run", "--config", "Caddyfile"];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    Ok(Running {
        address,
        _process: process,
    })
}
