//! Guards, compared with what browsers send and servers then do: own, listed and foreign pages, sandboxed
//! frames and pages of the server's host without TLS; forms, fetches, beacons and WebSockets; redirects, and
//! pages that hide their origin.
//!
//! What each request tells is what the model tells, each is answered on every framework as the core
//! decides, and exactly what passes is counted by the handlers.

mod head;
mod model;
mod network;
mod plan;
mod tls;
mod told;

use core::time::Duration;
use std::{
    collections::{BTreeMap, HashMap},
    net::TcpListener,
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use cors_core::PolicySource;
use cors_examples::app::{Framework, Server};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

use self::{
    model::{Model, Modelled},
    network::Network,
    plan::{Act, Case, GROUNDS, Ground, Page, Plan, Ports, Who},
    told::Told,
};
use crate::driver::{Engine, Session, Setup};

const SCRIPT: &str = include_str!("page.js");

/// All that is asked.
struct World {
    ports: Ports,
    servers: Vec<Server>,
    network: Network,
    model: Model,
    /// By framework and policy: what the handlers of its `/counter` should have counted.
    counted: BTreeMap<(usize, &'static str), usize>,
    next: usize,
}

/// What came of it in an engine.
#[derive(Default)]
struct Findings {
    requests: usize,
    /// How many handlers ran, how many sockets were opened, how many requests were refused.
    verdicts: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

/// Whether the guards hold in these engines, on these frameworks.
pub(crate) async fn run(engines: &[Engine], frameworks: &[Framework], short: bool) -> Result<bool> {
    let mut world = World::start(frameworks)?;
    let mut failed = 0;
    for engine in engines {
        let started = Instant::now();
        let mut findings = Findings::default();
        let version = match world.ask(*engine, short, &mut findings).await {
            Ok(version) => version,
            Err(error) => {
                findings.wrong.push(format!("{error:?}"));
                "?".to_owned()
            }
        };
        let seconds = started.elapsed().as_secs_f64();
        let verdicts = findings.verdicts.iter();
        let verdicts: Vec<_> = verdicts
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        let what = format!(
            "guards in {engine} ({version}) on {} frameworks: {} requests, {}, {seconds:.0} s",
            frameworks.len(),
            findings.requests,
            verdicts.join(", ")
        );
        if findings.wrong.is_empty() {
            println!("{what} ... ok");
            continue;
        }
        failed += 1;
        println!("{what} ... FAILED");
        for wrong in findings.wrong {
            println!("\nFAILED in {engine}: {wrong}");
        }
    }
    println!(
        "\ntest result: {}. {} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out",
        if failed == 0 { "ok" } else { "FAILED" },
        engines.len() - failed
    );
    Ok(failed == 0)
}

impl World {
    fn start(frameworks: &[Framework]) -> Result<Self> {
        let listeners: Vec<_> = (0..frameworks.len() + 2)
            .map(|_| TcpListener::bind("127.0.0.1:0"))
            .collect::<Result<_, _>>()?;
        let mut all = Vec::new();
        for listener in &listeners {
            all.push(listener.local_addr()?.port());
        }
        let (servers, others) = all.split_at(frameworks.len());
        let ports = Ports {
            servers: servers.to_vec(),
            listed: others[0],
            foreign: others[1],
        };
        let policies = plan::policies(&ports)?;
        let named: Vec<_> = policies
            .iter()
            .map(|(name, policy)| ((*name).to_owned(), PolicySource::from(policy.clone())))
            .collect();
        let servers: Vec<Server> = frameworks
            .iter()
            .map(|framework| Server::start(*framework, &named))
            .collect::<Result<_, _>>()?;
        let behind = ports.servers.iter().copied();
        let behind: HashMap<_, _> = behind.zip(servers.iter().map(Server::address)).collect();
        Ok(Self {
            network: Network::start(listeners, behind)?,
            model: Model::new(&policies),
            ports,
            servers,
            counted: BTreeMap::new(),
            next: 1,
        })
    }

    async fn ask(
        &mut self,
        engine: Engine,
        short: bool,
        findings: &mut Findings,
    ) -> Result<String> {
        let mut version = String::new();
        for by_name in [false, true] {
            // What is the same with other names is not what the short form is for.
            if short && by_name {
                continue;
            }
            let setup = Setup {
                any_certificate: true,
                // It can't be told that a name is on loopback.
                proxy: by_name.then_some(self.network.proxy),
                ..Setup::default()
            };
            let session = Session::start_with(engine, &setup).await?;
            version = session.version();
            for ground in GROUNDS.into_iter().filter(|it| it.by_name == by_name) {
                // It has no TLS through a proxy that has none.
                let is_out_of_reach = by_name && ground.is_tls() && engine == Engine::WebKit;
                if is_out_of_reach || (short && ground.is_tls()) {
                    continue;
                }
                self.on(ground, &session, engine, short, findings).await?;
            }
            session.close().await;
        }
        self.compare_counts(findings).await?;
        Ok(version)
    }

    async fn on(
        &mut self,
        ground: Ground,
        session: &Session,
        engine: Engine,
        short: bool,
        findings: &mut Findings,
    ) -> Result<()> {
        let plan = Plan::new(ground, &self.ports, &mut self.next, short);
        for (page, cases) in plan.pages {
            session.open(&page.url).await?;
            if page.who == Who::Sandboxed {
                session.enter_frame().await?;
            }
            let script: Value = cases.iter().map(Case::script).collect();
            let came = session.run(SCRIPT, script).await?;
            let came: Vec<String> =
                serde_json::from_value(came.clone()).with_context(|| came.to_string())?;
            ensure!(came.len() == cases.len(), "a result for each case");
            for (case, came) in cases.iter().zip(came) {
                let modelled = self.model.ask(engine.modelled(), &page, case);
                let told = self.told(case, modelled.told.len()).await;
                for told in &told {
                    self.count(told, findings);
                }
                findings.requests += told.len();
                let told = without_second_tries(told);
                compare(&page, case, &told, &came, &modelled, findings);
            }
        }
        Ok(())
    }

    /// What has arrived for a case, once it is all there: nobody waits for the answer to a beacon.
    async fn told(&self, case: &Case, expected: usize) -> Vec<Told> {
        for _ in 0..100 {
            let told = self.network.told(case.number);
            if told.len() >= expected && told.iter().all(|told| told.status.is_some()) {
                return told;
            }
            sleep(Duration::from_millis(20)).await;
        }
        self.network.told(case.number)
    }

    fn count(&mut self, told: &Told, findings: &mut Findings) {
        let Some(server) = { self.ports.servers.iter() }
            .position(|port| told.place.contains(&format!(":{port}/")))
        else {
            return;
        };
        let verdict = match told.status {
            Some(101) => "sockets opened",
            Some(403 | 421) if told.method != "OPTIONS" => "refused",
            Some(200 | 307) => "handlers ran",
            _ => return,
        };
        *findings.verdicts.entry(verdict).or_default() += 1;
        let names = ["guarded", "twin", "reads", "hosts"];
        let name = names
            .into_iter()
            .find(|name| told.place.ends_with(&format!("/{name}/counter")));
        if let (Some(name), Some(200), true) = (name, told.status, told.method != "GET") {
            *self.counted.entry((server, name)).or_default() += 1;
        }
    }

    /// Whether the handlers have run as often as something was answered that passes, and no more.
    async fn compare_counts(&self, findings: &mut Findings) -> Result<()> {
        for (server, its) in self.servers.iter().enumerate() {
            for name in ["guarded", "twin", "reads", "hosts"] {
                let mut stream = TcpStream::connect(its.address()).await?;
                let request = format!(
                    "GET /{name}/counter HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(request.as_bytes()).await?;
                let mut answer = String::new();
                stream.read_to_string(&mut answer).await?;
                let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
                let expected = self
                    .counted
                    .get(&(server, name))
                    .copied()
                    .unwrap_or_default();
                if !body.lines().any(|line| line == expected.to_string()) {
                    findings.wrong.push(format!(
                        "{}: {expected} requests passed for /{name}/counter, and its handler answers {answer:?}",
                        its.framework()
                    ));
                }
            }
        }
        Ok(())
    }
}

/// A client may try once more, over another connection, what was answered with 421
/// (<https://httpwg.org/specs/rfc9110.html#status.421>). Chromium does.
fn without_second_tries(mut told: Vec<Told>) -> Vec<Told> {
    told.dedup_by(|again, first| first.status == Some(421) && again == first);
    told
}

fn compare(
    page: &Page,
    case: &Case,
    told: &[Told],
    came: &str,
    modelled: &Modelled,
    findings: &mut Findings,
) {
    let opened = match case.act {
        Act::Socket if modelled.is_opened => "opened",
        Act::Socket => "refused",
        _ => came,
    };
    if told == modelled.told && came == opened {
        return;
    }
    let show = |told: &[Told]| {
        let lines = told.iter().map(|told| format!("\n    {told}"));
        lines.collect::<String>()
    };
    findings.wrong.push(format!(
        "{} of a {:?} page, {} ({}), to {}\n  seen: {came}{}\n  the model:{}\n{}",
        case.act,
        page.who,
        page.origin,
        page.policy.as_str(),
        case.url,
        show(told),
        show(&modelled.told),
        modelled.explanation,
    ));
}
