//! WebKit's browser without a driver: where it has one, it prints nothing.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::Process;

/// `MiniBrowser` with one page, which prints its console, until this is dropped.
pub struct Undriven {
    browser: Process,
    version: String,
    _display: Process,
    _home: TempDir,
}

impl Undriven {
    /// Opens a page.
    pub fn start(url: &str) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("browser").tempdir()?;
        let (display, name) = Process::display(home.path())?;
        let program = program()?.display().to_string();
        // Line by line, and not only when it ends.
        let command = [
            "stdbuf",
            "--output=L",
            &program,
            "--enable-write-console-messages-to-stdout=true",
            url,
        ];
        // It wants a display even for this.
        let version = Command::new(&program)
            .arg("--version")
            .env("DISPLAY", &name)
            .env("HOME", home.path())
            .output()?;
        Ok(Self {
            version: String::from_utf8_lossy(&version.stdout).trim().to_owned(),
            browser: Process::start(home.path(), &command, Some(&name))?,
            _display: display,
            _home: home,
        })
    }

    /// All that it has printed.
    pub fn output(&self) -> String {
        self.browser.whole_output()
    }

    /// The browser's name and version.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn program() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib")?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut places = folders.flat_map(|folder| {
        ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"]
            .map(|version| folder.join(version).join("MiniBrowser"))
    });
    let found = places.find(|place| place.is_file());
    found.context("MiniBrowser is missing; `cargo xtask browsers` brings it")
}
