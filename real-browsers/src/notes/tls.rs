//! Pages with TLS, whose certificate nobody trusts.

use std::{fs, net::TcpListener};

use anyhow::Result;
use tempfile::TempDir;

use crate::{certificate, driver::Process};

/// Serves a page on two ports, until this is dropped.
pub(super) struct Tls {
    _servers: [Process; 2],
    _home: TempDir,
    pub(super) ports: [u16; 2],
}

/// The path of the page.
pub(super) const PATH: &str = "/page.html";

impl Tls {
    pub(super) fn start() -> Result<Self> {
        const PAGE: &str = "<!doctype html><title>page</title><link rel=icon href=data:,>";

        let home = tempfile::Builder::new().prefix("tls").tempdir()?;
        fs::write(home.path().join(PATH.trim_start_matches('/')), PAGE)?;
        certificate::make(home.path())?;
        let free = || anyhow::Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let ports = [free()?, free()?];
        let serve = |port| {
            let command = format!(
                "cd '{}' && exec openssl s_server -accept 127.0.0.1:{port} -cert certificate.pem -key key.pem -WWW -quiet",
                home.path().display()
            );
            Process::start(home.path(), &["sh", "-c", &command], None)
        };
        Ok(Self {
            _servers: [serve(ports[0])?, serve(ports[1])?],
            ports,
            _home: home,
        })
    }
}
