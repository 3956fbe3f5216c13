//! Programs that end with this one.

use core::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{BufRead, BufReader},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

/// How long a program may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

/// Ends the program as soon as standard input does, however whoever holds the other end of it has ended; and
/// ends when the program does.
const LEASH: &str = r#"
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
{ read -r _ <&3; kill $program 2>/dev/null; } >/dev/null 2>&1 &
wait $program
"#;

/// A program, in a folder of its own, until this is dropped.
pub struct Process {
    leash: Child,
    hand: Option<ChildStdin>,
    folder: TempDir,
}

impl Process {
    /// Starts a program that stays in the foreground and starts no others.
    ///
    /// What it has to say is kept in the folder.
    pub fn start(folder: TempDir, program: &[&str]) -> Result<Self> {
        let mut leash = Command::new("sh")
            .args(["-c", LEASH, "leash"])
            .args(program)
            .current_dir(&folder)
            .env("HOME", folder.path())
            .env("PATH", path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.path().join("log"))?)
            .spawn()?;
        let hand = leash.stdin.take();
        Ok(Self {
            leash,
            hand,
            folder,
        })
    }

    /// The lines that it prints up to an empty one.
    pub fn lines(&mut self) -> Result<Vec<String>> {
        let stdout: ChildStdout = self.leash.stdout.take().context("its output is piped")?;
        let mut lines = Vec::new();
        for line in BufReader::new(stdout).lines() {
            match line? {
                line if line.is_empty() => return Ok(lines),
                line => lines.push(line),
            }
        }
        bail!("it has ended:\n{}", self.said())
    }

    /// Waits until it accepts connections.
    pub fn listens(&mut self, address: SocketAddr) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = self.leash.try_wait()? {
                bail!("it has ended, {status}:\n{}", self.said());
            }
            let waits = start.elapsed() < PATIENCE;
            ensure!(waits, "nobody listens on {address}:\n{}", self.said());
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Where it runs.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.hand.take());
        // The leash ends once the program has.
        let _ = self.leash.wait();
    }
}

/// Where programs are looked for: in the folder `TOOLS` of the environment, then as usual, and last where servers
/// stand, in which only root looks.
#[must_use]
pub fn path() -> OsString {
    let tools = env::var_os("TOOLS").map(PathBuf::from);
    let usual = env::var_os("PATH").unwrap_or_default();
    let folders = tools.into_iter().chain(env::split_paths(&usual));
    let folders = folders.chain([PathBuf::from("/usr/sbin")]);
    env::join_paths(folders).unwrap_or(usual)
}

/// Waits until somebody accepts connections there.
pub fn wait_for(address: SocketAddr) -> Result<()> {
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        ensure!(start.elapsed() < PATIENCE, "nobody listens on {address}");
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// A free port of the loopback interface, for programs that can't say which one they took.
pub fn free_address() -> Result<SocketAddr> {
    Ok(listener()?.local_addr()?)
}

/// A listener on a free port of the loopback interface.
pub fn listener() -> Result<TcpListener> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?)
}

/// A folder for a program, with a file in it.
pub fn folder_with(name: &str, text: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    write(folder.path(), name, text)?;
    Ok(folder)
}

/// Writes a file into a folder.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    Ok(fs::write(folder.join(name), text)?)
}
