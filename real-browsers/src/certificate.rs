//! A certificate of a server's own, which nobody trusts.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};

/// Writes `certificate.pem` and `key.pem` into a folder.
pub(crate) fn make(folder: &Path) -> Result<()> {
    const REQUEST: &str = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out certificate.pem";

    let made = Command::new("openssl")
        .args(REQUEST.split(' '))
        .current_dir(folder)
        .output()
        .context("could not run openssl")?;
    let error = String::from_utf8_lossy(&made.stderr);
    ensure!(made.status.success(), "no certificate:\n{error}");
    Ok(())
}
