//! Caddy.

use core::fmt::Write as _;

use anyhow::Result;
use cors_real_servers::process::{Process, free_address, write};

use super::Running;
use crate::mounts::Mounts;

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let address = free_address()?;
    let folder = tempfile::tempdir()?;
    let (port, upstream) = (address.port(), mounts.upstream);
    // A POST is not sent again where the connection was kept and has been closed.
    let proxy = format!(
        "reverse_proxy {upstream} {{\n\t\ttransport http {{\n\t\t\tkeepalive off\n\t\t}}\n\t}}"
    );
    let mut handles = String::new();
    for mounted in mounts.written() {
        let file = mounted.file(".caddy");
        write(folder.path(), file.name(), file.text())?;
        // Paths are compared without case elsewhere.
        let name = &mounted.name;
        let _ = writeln!(
            handles,
            "\t@{name} path_regexp ^/{name}/
\thandle @{name} {{
\t\timport {}
\t\t{proxy}
\t}}",
            file.name()
        );
    }
    let configuration = format!(
        "{{
	admin off
	auto_https off
	servers {{
		max_header_size 256KB
	}}
}}

# A site without a name: requests are for any host.
http://:{port} {{
	bind 127.0.0.1
{handles}	handle {{
		{proxy}
	}}
}}
"
    );
    write(folder.path(), "Caddyfile", &configuration)?;
    let program = ["caddy", "run", "--config", "Caddyfile"];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    Ok(Running { address, process })
}
