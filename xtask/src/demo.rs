//! `cargo xtask demo`: a server on each framework for one policy file, and what to try on them.

use core::convert::Infallible;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Stdio, exit},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result};
use shared_child::{SharedChild, unix::SharedChildExt};

use crate::run::{cargo, root};

const FRAMEWORKS: [&str; 5] = ["actix", "axum", "poem", "rocket", "warp"];

const EXAMPLE: &str = "examples/policies/example.toml";

/// `SIGTERM`, by its number on every Unix.
const TERMINATE: i32 = 15;

pub(crate) fn demo(policies: Option<&Path>) -> Result<Infallible> {
    let example = root().join(EXAMPLE);
    let mut servers = Servers::default();
    // Ctrl-C reaches the servers by itself, other ways to stop this program don't: before the
    // first of them runs, and whichever run by then.
    let running = Arc::clone(&servers.running);
    ctrlc::set_handler(move || terminate(&running))?;
    eprintln!("building the servers");
    for framework in FRAMEWORKS {
        servers.start(framework, policies.unwrap_or(&example))?;
    }
    print!("{}", introduction(&servers.addresses, policies.is_none()));
    // They have said why, if they failed.
    exit(servers.wait()?)
}

type Running = Arc<Mutex<Vec<Arc<SharedChild>>>>;

fn terminate(running: &Running) {
    for server in &*running.lock().unwrap_or_else(PoisonError::into_inner) {
        // What has ended already needs no signal.
        let _ = server.send_signal(TERMINATE);
    }
}

/// The servers that run. What has been started is stopped again if there is no more to come.
#[derive(Default)]
struct Servers {
    running: Running,
    addresses: Vec<(&'static str, String)>,
}

impl Servers {
    /// Starts one, and waits until it accepts connections. Ends the program where it does not.
    fn start(&mut self, framework: &'static str, policies: &Path) -> Result<()> {
        let run = [
            "run",
            "--quiet",
            "--package",
            "cors-examples",
            "--bin",
            "serve",
            "--",
        ];
        let mut command = cargo(&run);
        command
            .args([
                "--framework",
                framework,
                "--listen",
                "127.0.0.1:0",
                "--policies",
            ])
            .arg(policies)
            // The file is named as seen from where the user is.
            .current_dir(std::env::current_dir()?)
            .stdout(Stdio::piped());
        let server = Arc::new(SharedChild::spawn(&mut command)?);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.push(Arc::clone(&server));
        drop(running);
        let output = server.take_stdout().context("its output is piped")?;
        let Some(line) = BufReader::new(output).lines().next() else {
            terminate(&self.running);
            exit(self.wait()?);
        };
        let line = line?;
        let address = line.strip_prefix("listening on ").context(line.clone())?;
        self.addresses.push((framework, address.to_owned()));
        Ok(())
    }

    /// Waits for all of them: the first exit status that is not zero, or zero.
    fn wait(&self) -> Result<i32> {
        let mut code = 0;
        // The signal's handler needs the list while this waits.
        let running = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for server in running {
            let status = server.wait()?;
            if code == 0 {
                code = status.code().unwrap_or(1);
            }
        }
        Ok(code)
    }
}

fn introduction(addresses: &[(&str, String)], is_example: bool) -> String {
    let mut text = "\n  framework  address\n".to_owned();
    for (framework, address) in addresses {
        text += &format!("  {framework:<9}  {address}\n");
    }
    // Header lines come in each framework's own order; the answers below have axum's.
    let axum = addresses.iter().find(|(framework, _)| *framework == "axum");
    if let (true, Some((_, address))) = (is_example, axum) {
        text += &format!(
            "\nEach policy of {EXAMPLE} guards what is below its name. Try any of the addresses:\n"
        );
        for (what, command, answer) in EXCHANGES {
            let command = command.replace("ADDRESS", address);
            text += &format!("\n{what}:\n\n  $ {command}\n");
            for line in answer {
                text += &format!("  {line}\n");
            }
        }
    }
    text + "\nCtrl-C stops them.\n"
}

/// What to see, how, and the answer.
const EXCHANGES: [(&str, &str, &[&str]); 3] = [
    (
        "A page of an allowed origin reads a response",
        "curl -si -H 'Origin: https://app.example.com' ADDRESS/private/get-only | grep -iE '^(http|access|vary)'",
        &[
            "HTTP/1.1 200 OK",
            "access-control-allow-origin: https://app.example.com",
            "access-control-allow-credentials: true",
            "access-control-expose-headers: x-request-id",
            "vary: Origin",
        ],
    ),
    (
        "Its browser asks first whether it may PUT",
        "curl -si -X OPTIONS -H 'Origin: http://localhost:3000' -H 'Access-Control-Request-Method: PUT' ADDRESS/private/echo | grep -iE '^(http|access|vary)'",
        &[
            "HTTP/1.1 204 No Content",
            "access-control-allow-origin: http://localhost:3000",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: GET, HEAD, POST, PUT, DELETE",
            "access-control-allow-headers: content-type, x-api-key",
            "access-control-max-age: 600",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    ),
    (
        "A page of any other origin is served, and its browser keeps the response from it",
        "curl -si -H 'Origin: https://app.example.com.evil.test' ADDRESS/private/get-only | grep -iE '^(http|access|vary)'",
        &["HTTP/1.1 200 OK", "vary: Origin"],
    ),
];
