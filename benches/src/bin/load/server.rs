//! The programs that are loaded, and what loads them.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use cors_benches::{
    Framework,
    workspace::{cargo, root, run, target},
};

/// How a response gets what it says of CORS: `hello`'s `--way`.
pub(super) const WAYS: [&str; 3] = ["none", "by-hand", "policy"];

/// What one run of the load generator says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) requests: u64,
    /// Requests per second.
    pub(super) rate: f64,
    /// The server's own for one request, in µs.
    pub(super) time: f64,
}

/// The programs that are loaded.
pub(super) struct Programs {
    /// Where they are.
    folder: PathBuf,
}

/// A program that is loaded, until this is dropped.
pub(super) struct Server {
    child: Child,
    /// With the port.
    host: String,
}

impl Programs {
    /// Builds them.
    pub(super) fn built() -> Result<Self> {
        let build = [
            "build",
            // As applications are compiled; the workspace's release profile is made for a small command.
            "--profile",
            "bench",
            "--package",
            "cors-examples",
            "--bin",
            "hello",
            "--bin",
            "serve",
        ];
        run(&mut cargo(&build))?;
        Ok(Self {
            folder: target()?.join("release"),
        })
    }

    /// Starts what says hello in one of the [`WAYS`].
    pub(super) fn hello(&self, framework: Framework, way: &str) -> Result<Server> {
        self.start("hello", framework, &["--way", way])
    }

    /// Starts what serves the example's policies, and the same routes without any.
    pub(super) fn serve(&self, framework: Framework) -> Result<Server> {
        let policies = ["--policies", "examples/policies/example.toml"];
        let listen = ["--listen", "127.0.0.1:0"];
        self.start("serve", framework, [policies, listen].as_flattened())
    }

    fn start(&self, program: &str, framework: Framework, arguments: &[&str]) -> Result<Server> {
        let mut child = Command::new(self.folder.join(program))
            .args(["--framework", &framework.to_string()])
            .args(arguments)
            .current_dir(root())
            .env("RUST_LOG", "error")
            // `hello` ends when this does, however that comes about.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not run {program}"))?;
        let output = child.stdout.take().context("its output is piped")?;
        let line = BufReader::new(output).lines().next();
        let mut server = Server {
            child,
            host: String::new(),
        };
        let line = line.with_context(|| format!("{program} has ended at once"))??;
        let host = line.strip_prefix("listening on http://");
        server.host = host.context(line.clone())?.to_owned();
        Ok(server)
    }
}

impl Server {
    /// What it answers to the load generator's request: the lines of its head, except the date.
    pub(super) fn head(&self) -> Result<Vec<String>> {
        let mut stream = TcpStream::connect(&self.host)?;
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: {}\r\n{ORIGIN}\r\nConnection: close\r\n\r\n",
            self.host
        )?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        let (head, _) = response.split_once("\r\n\r\n").context("no response")?;
        let mut lines: Vec<_> = head.lines().map(str::to_ascii_lowercase).collect();
        lines.retain(|line| !line.starts_with("date:"));
        lines.sort();
        Ok(lines)
    }

    /// Asks for a path as often as the server answers, for so many seconds.
    pub(super) fn ask(&self, path: &str, seconds: u64) -> Result<Run> {
        let before = self.cpu_ticks()?;
        let output = Command::new("wrk")
            .args(["--threads", "1", "--connections", "16"])
            .args(["--duration", &format!("{seconds}s")])
            .args(["--header", ORIGIN])
            .arg(format!("http://{}{path}", self.host))
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
    pub(super) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(number.context("no VmRSS")?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whatever it would do at the end is not of interest.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ORIGIN: &str = "Origin: https://app.example.com";

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

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_what_the_load_generator_says() {
        let text = "Running 2s test @ http://127.0.0.1:1/\n  1 threads and 16 connections\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency   342.00us  100.00us   5.00ms   90.00%\n  73342 requests in 2.00s, 12.30MB read\nRequests/sec:  36593.72\nTransfer/sec:      6.14MB\n";
        assert_eq!(read(text), Some((73_342, 36_593.72)));
        assert_eq!(read("unable to connect"), None);
    }
}
