//! `cargo xtask load`: real sockets, and what the policy costs there.
//!
//! A load generator asks for the same response without CORS, with the lines that a policy adds
//! written by the handler, and with a policy, by turns: whatever else the machine does meets all of
//! them. The first tells what CORS costs, the second what of that is not for the bytes that it sends.
//! Beside the requests per second stands the server's own time for one, which depends less on who
//! else is running.

mod server;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use cors_benches::{
    Framework,
    named::{among, names},
    report::{
        Section, Spread, files,
        loads::{Load, Loads, Memory, Rate, table},
    },
};

use self::server::{Programs, Run, Server, WAYS};

/// Load servers over real sockets, with a policy and without one.
#[derive(Parser)]
#[command(name = "cargo xtask load", bin_name = "cargo xtask load")]
struct Choice {
    #[arg(
        long,
        help = format!("A framework to serve with. All of them without one: {}", names(Framework::with_servers())),
        value_parser = |name: &str| among(Framework::with_servers(), name)
    )]
    framework: Vec<Framework>,
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

/// Where memory has to be flat.
const MANY_REQUESTS: u64 = 1_000_000;

fn main() -> Result<()> {
    let choice = Choice::parse();
    let programs = Programs::built()?;
    let mut frameworks = choice.framework.clone();
    if frameworks.is_empty() {
        frameworks = Framework::with_servers().collect();
    }
    let frameworks = frameworks.into_iter().map(|framework| {
        eprintln!("{framework}");
        measure(&programs, framework, &choice).with_context(|| framework.to_string())
    });
    let loads = Loads {
        rounds: choice.rounds,
        seconds: choice.seconds,
        frameworks: frameworks.collect::<Result<_>>()?,
    };
    print!("\n{}", table(&loads));
    if choice.is_full() {
        let section = Section::now(&["wrk"], loads)?;
        files::keep(|results| results.load = Some(section))?;
    }
    Ok(())
}

fn measure(programs: &Programs, framework: Framework, choice: &Choice) -> Result<Load> {
    let servers = WAYS.map(|way| programs.hello(framework, way));
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
    let serve = programs.serve(framework)?;
    let serve = by_turns(
        choice,
        ["/none/get-only", "/private/get-only"].map(|path| (&serve, path)),
    )?;
    Ok(Load {
        framework,
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
