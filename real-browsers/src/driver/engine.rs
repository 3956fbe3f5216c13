//! The three engines: their drivers, and how a session of each is asked for.

use core::fmt;
use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    #[value(name = "webkit")]
    WebKit,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The engine as the model knows it.
    pub(crate) fn modelled(self) -> cors_browser::Engine {
        match self {
            Self::Chromium => cors_browser::Engine::Chromium,
            Self::Firefox => cors_browser::Engine::Firefox,
            Self::WebKit => cors_browser::Engine::WebKit,
        }
    }

    /// Whether it needs a display, having no mode without one.
    pub(super) fn needs_display(self) -> bool {
        self == Self::WebKit
    }

    /// The driver's command line, for it to listen on a port of loopback.
    pub(super) fn driver(self, ports: [u16; 2], console: bool) -> Result<Vec<String>> {
        let [port, other] = ports;
        let geckodriver = env::var("GECKODRIVER");
        let name = match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => geckodriver.as_deref().unwrap_or("geckodriver"),
            Self::WebKit => "WebKitWebDriver",
        };
        let program = found(&[name])?.display().to_string();
        let mut command = vec![program, format!("--port={port}")];
        if self == Self::Firefox {
            // Its default is the same for all.
            command.push(format!("--websocket-port={other}"));
            if console {
                // What is printed is read by a script of the browser's own.
                command.push("--allow-system-access".to_owned());
            }
        }
        Ok(command)
    }

    /// What a new session has to be capable of; with a folder, that its console can be read, there
    /// where the driver does not tell. Nothing but the pages' own requests is to be sent.
    pub(super) fn capabilities(self, console: Option<&Path>) -> Result<Map<String, Value>> {
        let options = match self {
            Self::Chromium => (
                "goog:chromeOptions",
                json!({
                    "binary": found(&["chromium"])?,
                    "args": [
                        "--headless=new",
                        // Root can't have one.
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-quic",
                        "--disable-sync",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--host-resolver-rules=MAP * 127.0.0.1",
                    ],
                }),
            ),
            Self::Firefox => (
                "moz:firefoxOptions",
                json!({
                    "binary": found(&["firefox-esr", "firefox"])?,
                    "args": ["-headless"],
                    "prefs": {
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                        "network.dns.native-is-localhost": true,
                        "network.proxy.type": 0,
                    },
                }),
            ),
            Self::WebKit if console.is_some() => (
                "webkitgtk:browserOptions",
                json!({
                    "binary": console.map(mini_browser).transpose()?,
                    "args": ["--automation", "--enable-write-console-messages-to-stdout=true"],
                }),
            ),
            // The driver knows its browser, and how to automate it.
            Self::WebKit => return Ok(Map::new()),
        };
        let log = (self == Self::Chromium && console.is_some())
            .then(|| ("goog:loggingPrefs", json!({ "browser": "ALL" })));
        let all = [Some(options), log].into_iter().flatten();
        Ok(all
            .map(|(name, options)| (name.to_owned(), options))
            .collect())
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

/// Where `MiniBrowser` leaves what it prints: its driver throws that away.
pub(super) const WEBKIT_OUTPUT: &str = "MiniBrowser.log";

/// A program that is the browser which `WebKitWebDriver` starts by itself where none is named, and keeps
/// what that prints.
fn mini_browser(home: &Path) -> Result<PathBuf> {
    let libraries = fs::read_dir("/usr/lib")?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut places = libraries.flat_map(|folder| {
        ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"]
            .map(|version| folder.join(version).join("MiniBrowser"))
    });
    let browser = places.find(|place| place.is_file());
    let browser = browser.context("MiniBrowser is missing; `cargo xtask browsers` brings it")?;
    let program = home.join("MiniBrowser");
    let output = home.join(WEBKIT_OUTPUT);
    let script = format!(
        "#!/bin/sh\nexec stdbuf --output=L '{}' \"$@\" >'{}' 2>&1\n",
        browser.display(),
        output.display()
    );
    fs::write(&program, script)?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    Ok(program)
}

/// The first of the programs that is found.
fn found(names: &[&str]) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    let mut candidates = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates
        .find(|candidate: &PathBuf| Path::is_file(candidate))
        .with_context(|| {
            format!(
                "{} is missing; `cargo xtask browsers` brings it",
                names.join(" or ")
            )
        })
}
