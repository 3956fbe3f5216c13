//! Each program's own check accepts what is exported, ten thousand origins too; and what has to be set elsewhere for
//! that is told, and needed.

use core::time::Duration;
use std::{process::Command, time::Instant};

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use cors_conformance::Suite;
use cors_core::Policy;
use cors_export::Code;
use cors_real_servers::process::path;
use http::{Request, header::ACCESS_CONTROL_ALLOW_ORIGIN};

use crate::{
    client::Client,
    gateways::{Gateway, Running},
    mounts::Mounts,
    upstream::Upstream,
};

/// The program's own check of the configuration that it runs with. `None` where it has none.
pub(crate) fn check(gateway: &Gateway, running: &Running) -> Result<Option<Duration>> {
    let [program, options @ ..] = gateway.check else {
        return Ok(None);
    };
    let folder = running.process.folder();
    let options = options
        .iter()
        .map(|option| option.replace("{folder}", &folder.display().to_string()));
    let start = Instant::now();
    let mut command = Command::new(program);
    let command = command
        .args(options)
        .current_dir(folder)
        .env("PATH", path());
    let output = command
        .output()
        .with_context(|| format!("could not run {program}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{program} rejects what is exported:\n{said}"
    );
    Ok(Some(start.elapsed()))
}

/// What became of a policy with many origins.
pub(crate) enum Many {
    /// The exporter writes none, with these words.
    Refused(String),
    Accepted {
        bytes: usize,
        start: Duration,
        check: Option<Duration>,
    },
}

/// Ten thousand, of all forms.
fn many_origins() -> Vec<String> {
    let exact = (0..9_000).map(|n| format!("https://tenant-{n}.example.com"));
    let domains = (0..900).map(|n| format!("https://*.group-{n}.example.net"));
    let holes = (0..100).map(|n| format!("https://pr-{{digits}}.project-{n}.example.org"));
    exact.chain(domains).chain(holes).collect()
}

/// Pages that are among them, and pages that are almost.
const PAGES: [&str; 10] = [
    "https://tenant-0.example.com",
    "https://tenant-8999.example.com",
    "https://tenant-9000.example.com",
    "https://tenant-8999.example.com.stranger.example",
    "https://a.group-899.example.net",
    "https://a.b.group-0.example.net",
    "https://group-0.example.net",
    "https://pr-42.project-99.example.org",
    "https://pr-x.project-99.example.org",
    "http://tenant-0.example.com",
];

/// Starts a gateway with them, and asks for some.
pub(crate) fn many(gateway: &Gateway) -> Result<Many> {
    const NAME: &str = "many";
    let policy = Policy::builder()
        .allow_origins(many_origins())
        .allow_credentials(true)
        .build()?;
    let upstream = Upstream::start([NAME].into_iter())?;
    let policies = [(NAME, &policy)].into_iter();
    let mounts = Mounts::of(policies, gateway.target, upstream.address());
    let mounted = mounts.get(NAME).context("it is mounted")?;
    if !mounted.is_written() {
        return Ok(Many::Refused(mounted.refusals().swap_remove(0)));
    }
    let start = Instant::now();
    let running = (gateway.start)(&mounts)?;
    let start = start.elapsed();
    let mut client = Client::new(running.address)?;
    for page in PAGES {
        let request = Request::get("/many/echo").header("host", "server.example");
        let response = client.send(request.header("origin", page).body(Bytes::new())?)?;
        let line = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN);
        let is_allowed = line.is_some_and(|line| line == page);
        let is_so = is_allowed == policy.allows_origin(page) && is_allowed == line.is_some();
        ensure!(is_so, "of many origins, {page} is answered with {line:?}");
    }
    let files = mounted.export.files().iter();
    Ok(Many::Accepted {
        bytes: files.map(|file| file.text().len()).sum(),
        start,
        check: check(gateway, &running)?,
    })
}

/// What a program says where something is not set that has to be.
const NEEDED: [(Code, &str); 2] = [
    (Code::HashBucketSize, "hash_bucket_size"),
    (Code::RegexProgramSize, "program size"),
];

/// Starts a gateway without what the exporter says has to be set, which must fail. How many times something is told.
pub(crate) fn is_needed(gateway: &Gateway, suite: &Suite) -> Result<usize> {
    let mut told = 0;
    for (name, policy) in suite.policies() {
        let upstream = Upstream::start([name].into_iter())?;
        let mut mounts = Mounts::of(
            [(name, policy)].into_iter(),
            gateway.target,
            upstream.address(),
        );
        for (code, words) in NEEDED {
            if mounts.told(code).next().is_none() {
                continue;
            }
            told += 1;
            mounts.sets_what_is_told = false;
            match (gateway.start)(&mounts) {
                Ok(_) => bail!("{code} is told for {name}, and nothing has to be set"),
                Err(error) => ensure!(
                    format!("{error:#}").contains(words),
                    "{code} is told for {name}, and without it something else fails: {error:#}"
                ),
            }
            mounts.sets_what_is_told = true;
        }
    }
    Ok(told)
}
