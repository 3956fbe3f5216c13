//! `cargo xtask demo`: a server for an example policy, and what to try on it.

use core::convert::Infallible;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Stdio, exit},
    sync::Arc,
};

use anyhow::{Context, Result};
use shared_child::{SharedChild, unix::SharedChildExt};

use crate::run::{cargo, root};

const EXAMPLE: &str = "examples/policies/example.toml";

/// `SIGTERM`, by its number on every Unix.
const TERMINATE: i32 = 15;

pub(crate) fn demo(policies: Option<&Path>) -> Result<Infallible> {
    let example = root().join(EXAMPLE);
    let framework = "axum";
    let mut command = cargo(&[
        "run",
        "--quiet",
        "--package",
        "cors-examples",
        "--bin",
        "serve",
        "--",
    ]);
    command
        .args([
            "--framework",
            framework,
            "--listen",
            "127.0.0.1:0",
            "--policies",
        ])
        .arg(policies.unwrap_or(&example))
        // The file is named as seen from where the user is.
        .current_dir(std::env::current_dir()?)
        .stdout(Stdio::piped());
    eprintln!("building the server");
    let server = Arc::new(SharedChild::spawn(&mut command)?);
    // Ctrl-C reaches the server by itself, other ways to stop this program don't.
    let stopped = Arc::clone(&server);
    ctrlc::set_handler(move || drop(stopped.send_signal(TERMINATE)))?;
    let output = server.take_stdout().context("its output is piped")?;
    if let Some(line) = BufReader::new(output).lines().next() {
        let line = line?;
        let address = line.strip_prefix("listening on ").context(line.clone())?;
        print!("{}", introduction(framework, address, policies.is_none()));
    }
    // The server has said why, if it failed.
    let status = server.wait()?;
    exit(status.code().unwrap_or(1))
}

fn introduction(framework: &str, address: &str, is_example: bool) -> String {
    let mut text = format!("\n  framework  address\n  {framework:<9}  {address}\n");
    if is_example {
        text += &format!("\nEach policy of {EXAMPLE} guards what is below its name. Try:\n");
        for (what, command, answer) in EXCHANGES {
            let command = command.replace("ADDRESS", address);
            text += &format!("\n{what}:\n\n  $ {command}\n");
            for line in answer {
                text += &format!("  {line}\n");
            }
        }
    }
    text + "\nCtrl-C stops it.\n"
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
