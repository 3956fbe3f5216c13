//! Apache.

use core::fmt::Write as _;

use anyhow::Result;
use cors_real_servers::process::{Process, free_address, write};

use super::Running;
use crate::mounts::Mounts;

const MODULES: [&str; 7] = [
    "mpm_event",
    "authz_core",
    "setenvif",
    "headers",
    "rewrite",
    "proxy",
    "proxy_http",
];

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let address = free_address()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().display().to_string();
    let upstream = mounts.upstream;
    let (mut modules, mut locations) = (String::new(), String::new());
    for module in MODULES {
        let _ = writeln!(
            modules,
            "LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so"
        );
    }
    for mounted in mounts.written() {
        let name = &mounted.name;
        let file = mounted.file(".apache.conf");
        write(folder.path(), file.name(), file.text())?;
        let _ = writeln!(
            locations,
            "<Location /{name}/>
    ProxyPass http://{upstream}/{name}/ nocanon upgrade=websocket
    Include {path}/{}
</Location>",
            file.name()
        );
    }
    let configuration = format!(
        "ServerName localhost
Listen {address}
ServerRoot {path}
PidFile apache.pid
ErrorLog /dev/stderr
DefaultRuntimeDir {path}
Mutex sem
{modules}
LimitRequestFieldSize 131072
LimitRequestLine 131072
AllowEncodedSlashes NoDecode
UseCanonicalName Off
ProxyPreserveHost On
{locations}
ProxyPass / http://{upstream}/ upgrade=websocket
"
    );
    write(folder.path(), "apache.conf", &configuration)?;
    let file = format!("{path}/apache.conf");
    // In the foreground, and one process.
    let mut process = Process::start(folder, &["apache2", "-X", "-f", &file])?;
    process.listens(address)?;
    Ok(Running { address, process })
}
