//! The three engines: their drivers, and how a session of each is asked for.

use core::fmt;
use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Chrome's.
    Chromium,
    /// Gecko.
    Firefox,
    /// Safari's, as GTK has it.
    #[value(name = "webkit")]
    WebKit,
}

/// Chromium's arguments.
const CHROMIUM: [&str; 10] = [
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
];

/// What a session is set up for, besides to be driven.
#[derive(Default)]
pub struct Setup {
    /// That what is printed to the console can be read.
    pub console: bool,
    /// Ports of loopback that are taken for those of the public internet.
    pub public: Vec<u16>,
    /// Whether any certificate will do.
    pub any_certificate: bool,
    /// A port that stands for all hosts, where the engine can't be told that they are on loopback.
    pub proxy: Option<u16>,
}

impl Engine {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The engine as the model knows it.
    pub fn modelled(self) -> cors_browser::Engine {
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
    pub(super) fn driver(self, ports: [u16; 2], setup: &Setup) -> Result<Vec<String>> {
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
            if setup.console {
                // What is printed is read by a script of the browser's own.
                command.push("--allow-system-access".to_owned());
            }
        }
        Ok(command)
    }

    /// What a new session has to be capable of. Nothing but the pages' own requests is to be sent.
    pub(super) fn capabilities(self, setup: &Setup) -> Result<Map<String, Value>> {
        let public = setup.public.iter();
        let public: Vec<_> = public.map(|port| format!("127.0.0.1:{port}")).collect();
        let space: Vec<_> = public.iter().map(|port| format!("{port}=public")).collect();
        let space = format!("--ip-address-space-overrides={}", space.join(","));
        let space = (!public.is_empty()).then_some(space);
        let args: Vec<_> = CHROMIUM
            .map(str::to_owned)
            .into_iter()
            .chain(space)
            .collect();
        let certificates = setup
            .any_certificate
            .then_some(("acceptInsecureCerts", Value::Bool(true)));
        let options = match self {
            Self::Chromium => Some((
                "goog:chromeOptions",
                json!({
                    "binary": found(&["chromium"])?,
                    // As its makers ship it. Debian's blocks third-party cookies.
                    "prefs": {
                        "profile.block_third_party_cookies": false,
                        "profile.cookie_controls_mode": 0,
                    },
                    "args": args,
                }),
            )),
            Self::Firefox => Some((
                "moz:firefoxOptions",
                json!({
                    "binary": found(&["firefox-esr", "firefox"])?,
                    "args": ["-headless"],
                    "prefs": {
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                        "network.dns.native-is-localhost": true,
                        "network.lna.address_space.public.override": public.join(","),
                        "network.proxy.type": 0,
                    },
                }),
            )),
            // The driver knows its browser, and how to automate it.
            Self::WebKit => setup.proxy.map(|port| {
                let proxy = format!("127.0.0.1:{port}");
                (
                    "proxy",
                    json!({ "proxyType": "manual", "httpProxy": proxy }),
                )
            }),
        };
        let log = (self == Self::Chromium && setup.console)
            .then(|| ("goog:loggingPrefs", json!({ "browser": "ALL" })));
        let all = [options, certificates, log].into_iter().flatten();
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
