//! `cors probe` over sockets: what it sends, what it makes of the answers, and of whoever sends none.

mod arguments;
mod bounds;
mod generated;
mod hostile;
mod http2;
mod lines;
mod named;
mod raw;
mod redirects;
mod run;
mod server;
mod tls;

use std::process::{Command, Output, Stdio};

use serde_json::Value;

const APP: &str = "https://app.example.com";

/// What the command has said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.out);
        parsed.unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// The lower-case sentence of an error, where the command can't do its job.
    fn sentence(&self) -> &str {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{}", self.err);
        let sentence = self.err.strip_prefix("error: ");
        sentence.unwrap_or(&self.err).trim_end()
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().expect("the command was killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// `cors probe`, with as little of the environment as there can be.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors"));
    command.arg("probe").args(arguments).stdin(Stdio::null());
    for name in [
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ] {
        command.env_remove(name);
    }
    command
}

fn probe(arguments: &[&str]) -> Said {
    command(arguments).output().unwrap().into()
}

/// As a page of [`APP`], with an answer for scripts.
fn probe_json(url: &str, arguments: &[&str]) -> Said {
    let all = [&[url, "--origin", APP, "--format", "json"], arguments].concat();
    probe(&all)
}
