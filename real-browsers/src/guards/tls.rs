//! The server's half of TLS, by `openssl`: one process for each connection.

use core::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use std::process::Stdio;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::{
    io::{Join, copy_bidirectional, join},
    net::{TcpStream, UnixStream},
    process::{Child, ChildStdin, ChildStdout, Command},
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::certificate;

/// A certificate, and where the processes meet this one.
pub(super) struct Tls {
    home: TempDir,
    next: AtomicUsize,
}

/// What is said inside of a connection.
pub(super) type Inside = Join<ChildStdout, ChildStdin>;

/// A connection, until this is dropped.
pub(super) struct Outside {
    _process: Child,
    relay: JoinHandle<()>,
}

impl Tls {
    pub(super) fn new() -> Result<Self> {
        let home = tempfile::Builder::new().prefix("tls").tempdir()?;
        certificate::make(home.path())?;
        Ok(Self {
            home,
            next: AtomicUsize::new(1),
        })
    }

    pub(super) async fn accept(&self, mut stream: TcpStream) -> Result<(Inside, Outside)> {
        const OPTIONS: &str = "-naccept 1 -cert certificate.pem -key key.pem -quiet -no_ticket";

        let name = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        let path = self.home.path().join(&name);
        let mut process = Command::new("openssl")
            .args(["s_server", "-unix", &name])
            .args(OPTIONS.split(' '))
            .current_dir(&self.home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("could not run openssl")?;
        // There is no telling from outside when it listens.
        let connect = async {
            loop {
                match UnixStream::connect(&path).await {
                    Ok(stream) => break stream,
                    Err(_) => sleep(Duration::from_millis(3)).await,
                }
            }
        };
        let mut its = timeout(Duration::from_secs(10), connect).await?;
        let inside = process.stdout.take().zip(process.stdin.take());
        let (output, input) = inside.context("it is piped")?;
        let relay = tokio::spawn(async move {
            // Either end may close it in the middle.
            let _ = copy_bidirectional(&mut stream, &mut its).await;
        });
        let outside = Outside {
            _process: process,
            relay,
        };
        Ok((join(output, input), outside))
    }
}

impl Outside {
    /// Waits until the browser, which was told that nothing follows, has got everything.
    pub(super) async fn close(&mut self) {
        let _ = timeout(Duration::from_secs(2), &mut self.relay).await;
        self.relay.abort();
    }
}
