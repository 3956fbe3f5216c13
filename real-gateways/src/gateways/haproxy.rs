//! HAProxy.

use core::fmt::Write as _;

use anyhow::Result;
use cors_real_servers::process::{Process, free_address, write};

use super::Running;
use crate::mounts::Mounts;

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let address = free_address()?;
    let folder = tempfile::tempdir()?;
    let upstream = mounts.upstream;
    let (mut choices, mut backends) = (String::new(), String::new());
    for (place, mounted) in mounts.written().enumerate() {
        let name = &mounted.name;
        let rules = mounted.file(".backend.cfg").text();
        let _ = writeln!(
            choices,
            "    use_backend policy-{place} if {{ path_beg /{name}/ }}"
        );
        let _ = writeln!(
            backends,
            "backend policy-{place}\n{rules}    server upstream {upstream}\n"
        );
    }
    let configuration = format!(
        "global
    tune.bufsize 262144
    tune.maxrewrite 32768
    tune.http.maxhdr 512
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    timeout tunnel 30s
frontend gateway
    bind {address}
{choices}    default_backend none
backend none
    server upstream {upstream}
{backends}"
    );
    write(folder.path(), "haproxy.cfg", &configuration)?;
    let program = ["haproxy", "-db", "-f", "haproxy.cfg"];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    Ok(Running { address, process })
}
