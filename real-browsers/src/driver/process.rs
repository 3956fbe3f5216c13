//! Programs that don't outlive the run.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

use anyhow::{Context, Result, bail};

const LEASH: &str = include_str!("leash.sh");

/// A program and all that it starts, until this is dropped or this process ends in any way.
pub struct Process {
    leash: Child,
    hand: Option<ChildStdin>,
    output: PathBuf,
}

impl Process {
    /// Starts `program` with a home of its own, where its output is kept as well.
    pub fn start(home: &Path, program: &[&str], display: Option<&str>) -> Result<Self> {
        let name = program.first().context("a program")?;
        let output = home.join("driver.log");
        let log = File::create(&output)?;
        let mut command = leashed(home, program);
        command.stdout(log.try_clone()?).stderr(log);
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        let leash = command
            .spawn()
            .with_context(|| format!("could not run {name}"))?;
        Self::held(leash, output)
    }

    /// Starts an X server on a free display, and waits until it has one.
    pub fn display(home: &Path) -> Result<(Self, String)> {
        let output = home.join("Xvfb.log");
        let screen = ["-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
        let program: Vec<_> = ["Xvfb", "-displayfd", "1"]
            .into_iter()
            .chain(screen)
            .collect();
        let mut leash = leashed(home, &program)
            .stdout(Stdio::piped())
            .stderr(File::create(&output)?)
            .spawn()
            .context("could not run Xvfb")?;
        let stdout = leash.stdout.take().context("its output is piped")?;
        let process = Self::held(leash, output)?;
        let Some(number) = BufReader::new(stdout).lines().next() else {
            bail!("Xvfb has no display:\n{}", process.output());
        };
        Ok((process, format!(":{}", number?)))
    }

    fn held(mut leash: Child, output: PathBuf) -> Result<Self> {
        let hand = leash.stdin.take();
        hand.is_some().then_some(()).context("a leash has a hand")?;
        Ok(Self {
            leash,
            hand,
            output,
        })
    }

    /// All that it has printed.
    pub fn whole_output(&self) -> String {
        let bytes = fs::read(&self.output).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The end of what it has printed.
    pub fn output(&self) -> String {
        const LINES: usize = 40;

        let text = self.whole_output();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(LINES)..].join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.hand.take());
        // Nothing is lost where it has ended already.
        let _ = self.leash.wait();
    }
}

fn leashed(home: &Path, program: &[&str]) -> Command {
    let mut command = Command::new("setsid");
    command
        .args(["--wait", "sh", "-c", LEASH, "leash.sh"])
        .args(program)
        .env("HOME", home)
        .env("TMPDIR", home)
        .stdin(Stdio::piped());
    // Everything is on loopback.
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    command
}
