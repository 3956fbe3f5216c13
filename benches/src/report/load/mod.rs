//! `cargo xtask load`: real sockets, and what the policy costs there.
//!
//! A load generator asks for the same response without CORS, with the lines that a policy adds
//! written by the handler, and with a policy, by turns: whatever else the machine does meets all of
//! them. The first tells what CORS costs, the second what of that is not for the bytes that it sends.
//! Beside the requests per second stands the server's own time for one, which depends less on who
//! else is running.

mod figures;
mod server;

use anyhow::{Context, Result, ensure};
use clap::Parser;

pub(crate) use self::figures::{Load, Loads, OF_NONE, table};
use self::{
    figures::{Memory, Rate},
    server::{Run, Server, WAYS},
};
use crate::{
    report::{self, results::Section, spread::Spread},
    workspace::{cargo, run},
};

/// What is loaded, and for how long.
#[derive(Parser)]
#[command(name = "cargo xtask load")]
pub struct Choice {
    /// A framework to serve with: actix, axum, poem, rocket or warp. All five without one.
    #[arg(long, value_parser = FRAMEWORKS)]
    framework: Vec<String>,
    /// How often each way has its turn.
    #[arg(long, alias = "pairs", default_value_t = ROUNDS)]
    rounds: usize,
    /// How long a turn takes.
    #[arg(long, default_value_t = SECONDS)]
    seconds: u64,
}

impl Choice {
    /// Whether the figures are worth keeping.
    fn is_full(&self) -> bool {
        self.framework.is_empty() && self.rounds >= ROUNDS && self.seconds >= SECONDS
    }
}

const ROUNDS: usize = 10;

const SECONDS: u64 = 2;

pub(crate) const FRAMEWORKS: [&str; 5] = ["actix", "axum", "poem", "rocket", "warp"];

/// Where memory has to be flat.
const MANY_REQUESTS: u64 = 1_000_000;

/// Measures.
///
/// # Errors
///
/// If a server can't be built, started or loaded.
pub fn load(choice: &Choice) -> Result<()> {
    let build = [
        "build",
        "--release",
        "--package",
        "cors-examples",
        "--bin",
        "hello",
        "--bin",
        "serve",
    ];
    run(&mut cargo(&build))?;
    let all = || FRAMEWORKS.map(str::to_owned).to_vec();
    let chosen = Some(choice.framework.clone()).filter(|f| !f.is_empty());
    let frameworks = chosen.unwrap_or_else(all);
    let frameworks = frameworks.iter().map(|framework| {
        eprintln!("{framework}");
        measure(framework, choice).with_context(|| framework.clone())
    });
    let loads = Loads {
        rounds: choice.rounds,
        seconds: choice.seconds,
        frameworks: frameworks.collect::<Result<_>>()?,
    };
    print!("\n{}", table(&loads));
    if choice.is_full() {
        let section = Section::now(&["wrk"], loads)?;
        report::keep(|results| results.load = Some(section))?;
    }
    Ok(())
}

fn measure(framework: &str, choice: &Choice) -> Result<Load> {
    let servers = WAYS.map(|way| Server::hello(framework, way));
    let [none, by_hand, policy] = servers;
    let servers = [none?, by_hand?, policy?];
    let heads = [servers[1].head()?, servers[2].head()?];
    ensure!(
        heads[0] == heads[1] && heads[0] != servers[0].head()?,
        "by hand and with a policy, responses are not the same: {heads:#?}"
    );
    // What is made once, on the first requests, is not of interest.
    for server in &servers {
        server.ask("/", 1)?;
    }
    let policy = &servers[2];
    let before = policy.memory()?;
    let runs = by_turns(choice, servers.each_ref().map(|server| (server, "/")))?;
    let mut requests: u64 = runs[2].iter().map(|run| run.requests).sum();
    while requests < MANY_REQUESTS {
        requests += policy.ask("/", choice.seconds)?.requests;
    }
    let serve = Server::serve(framework)?;
    let serve = by_turns(
        choice,
        ["/none/get-only", "/private/get-only"].map(|path| (&serve, path)),
    )?;
    Ok(Load {
        framework: framework.to_owned(),
        none: rate(&runs[0]),
        by_hand: rate(&runs[1]),
        policy: rate(&runs[2]),
        policy_of_none: part(&runs[2], &runs[0]),
        policy_of_by_hand: part(&runs[2], &runs[1]),
        serve_of_none: part(&serve[1], &serve[0]),
        memory: Memory {
            before,
            after: policy.memory()?,
            requests,
        },
    })
}

/// Every one has as many turns, and goes first as often as the others.
fn by_turns<const N: usize>(choice: &Choice, asked: [(&Server, &str); N]) -> Result<[Vec<Run>; N]> {
    let mut runs = [const { Vec::new() }; N];
    for round in 0..choice.rounds {
        for turn in 0..N {
            let one = (round + turn) % N;
            let (server, path) = asked[one];
            runs[one].push(server.ask(path, choice.seconds)?);
        }
    }
    Ok(runs)
}

/// The rates of some runs, as parts of those of the same rounds.
fn part(some: &[Run], of: &[Run]) -> Spread {
    Spread::of(some.iter().zip(of).map(|(some, of)| some.rate / of.rate))
}

fn rate(runs: &[Run]) -> Rate {
    Rate {
        requests_per_second: Spread::of(runs.iter().map(|run| run.rate)).median,
        cpu_microseconds: Spread::of(runs.iter().map(|run| run.time)).median,
    }
}
