//! `cargo xtask load`: real sockets, and what the policy costs there.
//!
//! A load generator asks `serve` for the same response with a policy and without one, in
//! alternating pairs: whatever else the machine does meets both. Beside the requests per second
//! stands the server's own time for one, which does not depend on who else is running.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::{
    prerequisites,
    run::{cargo, root, run},
};

#[derive(Args)]
pub(crate) struct Choice {
    /// A framework to serve on: actix, axum, poem, rocket or warp. All five without one.
    #[arg(long)]
    framework: Vec<String>,
    /// How many pairs are run.
    #[arg(long, default_value_t = 10)]
    pairs: usize,
    /// How long each half of a pair takes.
    #[arg(long, default_value_t = 2)]
    seconds: u64,
}

const FRAMEWORKS: [&str; 5] = ["actix", "axum", "poem", "rocket", "warp"];

const POLICIES: &str = "examples/policies/example.toml";

/// Where memory has to be flat.
const MANY_REQUESTS: u64 = 1_000_000;

pub(crate) fn load(choice: &Choice) -> Result<()> {
    prerequisites::install(prerequisites::LOAD)?;
    let build = [
        "build",
        "--release",
        "--package",
        "cors-examples",
        "--bin",
        "serve",
    ];
    run(&mut cargo(&build))?;
    println!(
        "{:<8} {:>12} {:>12} {:>8} {:>14} {:>14} {:>22}",
        "", "none, 1/s", "policy, 1/s", "ratio", "none, µs CPU", "policy, µs CPU", "memory, KiB"
    );
    let all = || FRAMEWORKS.map(str::to_owned).to_vec();
    let frameworks = Some(choice.framework.clone()).filter(|f| !f.is_empty());
    for framework in frameworks.unwrap_or_else(all) {
        measure(&framework, choice)?;
    }
    Ok(())
}

fn measure(framework: &str, choice: &Choice) -> Result<()> {
    let server = Server::start(framework)?;
    // What is made once, on the first requests, is not of interest.
    for path in PATHS {
        server.ask(path, 1)?;
    }
    let before = server.memory()?;
    let mut ratios = Vec::new();
    let mut runs: [Vec<Run>; 2] = Default::default();
    for pair in 0..choice.pairs {
        // Each goes first as often as the other.
        let order = if pair % 2 == 0 { [0, 1] } else { [1, 0] };
        for half in order {
            runs[half].push(server.ask(PATHS[half], choice.seconds)?);
        }
        ratios.push(runs[1][pair].rate / runs[0][pair].rate);
    }
    let mut asked: u64 = runs.iter().flatten().map(|run| run.requests).sum();
    while asked < MANY_REQUESTS {
        asked += server.ask(PATHS[1], choice.seconds)?.requests;
    }
    let rate = |runs: &[Run]| median(runs.iter().map(|run| run.rate));
    let time = |runs: &[Run]| median(runs.iter().map(|run| run.time));
    let [none, policy] = &runs;
    println!(
        "{framework:<8} {:>12.0} {:>12.0} {:>8.3} {:>14.2} {:>14.2} {:>22}",
        rate(none),
        rate(policy),
        median(ratios.into_iter()),
        time(none),
        time(policy),
        format!("{before} → {}", server.memory()?),
    );
    Ok(())
}

/// Without a policy, and with one.
const PATHS: [&str; 2] = ["/none/get-only", "/private/get-only"];

/// What one run of the load generator says.
#[derive(Debug)]
struct Run {
    requests: u64,
    /// Requests per second.
    rate: f64,
    /// The server's own for one request, in µs.
    time: f64,
}

/// The program that is loaded, until this is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(framework: &str) -> Result<Self> {
        let mut child = Command::new(root().join("target/release/serve"))
            .args(["--framework", framework, "--listen", "127.0.0.1:0"])
            .args(["--policies", POLICIES])
            .current_dir(root())
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .context("could not run serve")?;
        let output = child.stdout.take().context("its output is piped")?;
        let line = BufReader::new(output).lines().next();
        let mut server = Self {
            child,
            address: String::new(),
        };
        let line = line.context("serve has ended at once")??;
        let address = line.strip_prefix("listening on ");
        server.address = address.context(line.clone())?.to_owned();
        Ok(server)
    }

    /// Asks for a path as often as the server answers, for so many seconds.
    fn ask(&self, path: &str, seconds: u64) -> Result<Run> {
        let before = self.cpu_ticks()?;
        let output = Command::new("wrk")
            .args(["--threads", "1", "--connections", "16"])
            .args(["--duration", &format!("{seconds}s")])
            .args(["--header", "Origin: https://app.example.com"])
            .arg(format!("{}{path}", self.address))
            .output()
            .context("could not run wrk")?;
        let text = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.success() && !text.contains("Non-2xx") && !text.contains("Socket errors"),
            "the load generator failed:\n{text}"
        );
        let ticks = self.cpu_ticks()? - before;
        let (requests, rate) = read(&text).with_context(|| format!("not understood:\n{text}"))?;
        ensure!(requests > 0, "nothing was answered:\n{text}");
        Ok(Run {
            requests,
            rate,
            time: ticks as f64 * MICROSECONDS_PER_TICK / requests as f64,
        })
    }

    /// User and system time of all its threads.
    fn cpu_ticks(&self) -> Result<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name may hold anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        let (_, fields) = stat.rsplit_once(')').context("no stat")?;
        let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<u64>);
        match (ticks.next(), ticks.next()) {
            (Some(user), Some(system)) => Ok(user? + system?),
            _ => bail!("no stat: {stat}"),
        }
    }

    /// The memory that it has by now, in KiB.
    fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(number.context("no VmRSS")?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whatever it would do at the end has been measured elsewhere.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A hundred in a second, on every Linux.
const MICROSECONDS_PER_TICK: f64 = 10_000.0;

/// `  73342 requests in 2.00s, 12.3MB read`, and `Requests/sec:  36593.72`.
fn read(text: &str) -> Option<(u64, f64)> {
    let requests = text.lines().find(|line| line.contains(" requests in "))?;
    let requests = requests.split_whitespace().next()?.parse().ok()?;
    let rate = text
        .lines()
        .find_map(|line| line.strip_prefix("Requests/sec:"))?;
    Some((requests, rate.trim().parse().ok()?))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::{median, read};

    #[test]
    fn reads_what_the_load_generator_says() {
        let text = "Running 2s test @ http://127.0.0.1:1/none/get-only\n  1 threads and 16 connections\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency   342.00us  100.00us   5.00ms   90.00%\n  73342 requests in 2.00s, 12.30MB read\nRequests/sec:  36593.72\nTransfer/sec:      6.14MB\n";
        assert_eq!(read(text), Some((73_342, 36_593.72)));
        assert_eq!(read("unable to connect"), None);
    }

    #[test]
    fn medians() {
        assert!((median([3.0, 1.0, 2.0].into_iter()) - 2.0).abs() < 1e-9);
        assert!((median([4.0, 1.0, 2.0, 3.0].into_iter()) - 2.5).abs() < 1e-9);
    }
}
