//! The `serve` program as a process of its own.
#![allow(dead_code, reason = "each test file uses some of it")]

use core::time::Duration;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Output, Stdio},
    thread,
};

pub(crate) fn command(framework: &str, policies: &str, listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
    command
        .args([
            "--framework",
            framework,
            "--policies",
            policies,
            "--listen",
            listen,
        ])
        .env_remove("RUST_LOG")
        // To look up the names of a backtrace takes five servers at once many seconds.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null());
    command
}

pub(crate) fn run(framework: &str, policies: &str, listen: &str) -> Output {
    command(framework, policies, listen).output().unwrap()
}

/// A server, which doesn't outlive its test.
pub(crate) struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(framework: &str, policies: &str) -> Self {
        let mut child = command(framework, policies, "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line
            .strip_prefix("listening on http://")
            .and_then(|address| address.strip_suffix('\n'))
            .unwrap_or_else(|| panic!("unexpected line {line:?}"))
            .to_owned();
        Self {
            child,
            stdout,
            address,
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        let limit = Some(Duration::from_secs(60));
        stream.set_read_timeout(limit).unwrap();
        stream
    }

    pub(crate) fn request(&self, head: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "{head}\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        // Names of headers are written in any case.
        answer.to_ascii_lowercase()
    }

    pub(crate) fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        // The shell's own: a minimal system has no program by that name.
        let kill = ["-c", "kill \"$0\" \"$1\"", signal, &pid];
        let status = Command::new("sh").args(kill).status();
        assert!(status.unwrap().success());
    }

    /// The exit status, what else was on standard output, and the logs.
    pub(crate) fn end(&mut self) -> (Option<i32>, String, String) {
        let mut logs = String::new();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut logs).unwrap();
        (self.child.wait().unwrap().code(), rest, logs)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a test on every framework at once.
pub(crate) fn on_each(test: impl Fn(&str) + Sync) {
    thread::scope(|scope| {
        for framework in ["actix", "axum", "poem", "rocket", "warp"] {
            let test = &test;
            let thread = thread::Builder::new().name(framework.to_owned());
            thread.spawn_scoped(scope, move || test(framework)).unwrap();
        }
    });
}

/// A file with this text. Whoever writes the same at the same time never reads half of it.
pub(crate) fn file(name: &str, text: &str) -> String {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join(name);
    let writer = format!("{}-{:?}", std::process::id(), thread::current().id());
    let written = directory.join(format!("{name}.{writer}"));
    fs::write(&written, text).unwrap();
    fs::rename(&written, &path).unwrap();
    path.display().to_string()
}
