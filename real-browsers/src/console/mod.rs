//! What the browsers print to their consoles about every failure that can be provoked here, compared
//! with what was recorded and with the tables of `cors-browser`: a browser's new words fail loudly.
//!
//! Not provoked: mixed content, which takes a certificate, and access to the local network, of which a
//! page on loopback is part.

mod provocations;
mod recorded;
mod server;
mod undriven;
mod words;

use core::time::Duration;
use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use cors_browser::console;
use serde_json::{Value, json};
use tokio::time::sleep;

use self::{
    provocations::{PROVOCATIONS, Page, Provocation},
    recorded::Said,
    server::Server,
};
use crate::driver::{Engine, Session, Setup};

/// How long a message may be on its way from the browser.
const DELAY: Duration = Duration::from_millis(60);
/// How often it is waited for.
const LOOKS: usize = 25;
/// How often nothing more has to come before that is all. Firefox prints an echo late.
const QUIET: usize = 3;

/// Whether the engines say what they said before; with `record`, keeps what they say now.
pub(crate) async fn run(engines: &[Engine], record: bool) -> Result<bool> {
    let mut failed = 0;
    for engine in engines {
        match in_engine(*engine, record).await {
            Ok(line) => println!("{line} ... ok"),
            Err(error) => {
                failed += 1;
                println!("what {engine} says ... FAILED\n{error:?}");
            }
        }
    }
    println!(
        "\ntest result: {}. {} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out",
        if failed == 0 { "ok" } else { "FAILED" },
        engines.len() - failed
    );
    Ok(failed == 0)
}

async fn in_engine(engine: Engine, record: bool) -> Result<String> {
    let server = Server::start()?;
    let (version, said) = if engine == Engine::WebKit {
        undriven::all(&server).await?
    } else {
        let setup = Setup {
            console: true,
            ..Setup::default()
        };
        let session = Session::start_with(engine, &setup).await?;
        let said = all(engine, &session, &server).await;
        let version = session.version();
        session.close().await;
        (version, said?)
    };
    if record {
        recorded::write(engine, &version, &said)?;
    }
    compare(&recorded::read(engine)?, &said)?;
    let known: Vec<_> = console::known()
        .filter(|known| [None, Some(engine.modelled())].contains(&known.engine()))
        .collect();
    let lines = said
        .iter()
        .flat_map(|said| &said.lines)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    let seen = known.iter().filter(|known| known.is_in(&lines)).count();
    Ok(format!(
        "what {engine} ({version}) says: {} failures provoked; {} messages and parts of them known, {seen} of them recorded",
        said.len(),
        known.len(),
    ))
}

/// Provokes everything, one after the other.
async fn all(engine: Engine, session: &Session, server: &Server) -> Result<Vec<Said>> {
    let mut said = Vec::new();
    let mut open = None;
    for provocation in PROVOCATIONS {
        if open != Some(provocation.page) {
            let path = server::path(provocation.page);
            let page = format!("http://app.localhost:{}{path}", server.port);
            session.open(&page).await?;
            if provocation.page == Page::Sandboxed {
                session.enter_frame().await?;
            }
            open = Some(provocation.page);
            sleep(DELAY).await;
            words::take(engine, session).await?;
        }
        let lines = provoke(engine, session, provocation, server).await?;
        said.push(Said {
            name: provocation.name.to_owned(),
            lines,
        });
    }
    Ok(said)
}

async fn provoke(
    engine: Engine,
    session: &Session,
    provocation: &Provocation,
    server: &Server,
) -> Result<Vec<String>> {
    let url = format!("http://api.localhost:{}/{}", server.port, provocation.name);
    let script = format!(
        "const [url, done] = arguments; (async () => {{ try {{ {}; }} catch {{}} done(null); }})();",
        provocation
            .script
            .replace("{closed}", &server.closed.to_string())
    );
    let result = session.run(&script, json!(url)).await?;
    ensure!(result == Value::Null, "{result}");
    let mut lines: Vec<String> = Vec::new();
    let mut quiet = 0;
    for _ in 0..LOOKS {
        sleep(DELAY).await;
        let new = words::take(engine, session).await?;
        quiet = if new.is_empty() { quiet + 1 } else { 0 };
        lines.extend(new);
        if quiet == QUIET {
            break;
        }
    }
    Ok(lines.iter().map(|line| server.with_holes(line)).collect())
}

/// Every message that was recorded still comes, and no other.
fn compare(recorded: &[Said], said: &[Said]) -> Result<()> {
    let mut differences = Vec::new();
    let names = |said: &[Said]| {
        said.iter()
            .map(|said| said.name.clone())
            .collect::<BTreeSet<_>>()
    };
    for name in names(recorded).union(&names(said)) {
        let lines = |said: &[Said]| {
            let found = said.iter().find(|said| said.name == *name);
            let mut lines = found.map(|said| said.lines.clone()).unwrap_or_default();
            // Two that are printed at once come in any order.
            lines.sort();
            lines
        };
        let (before, now) = (lines(recorded), lines(said));
        if before != now {
            let (before, now) = (before.join("\n    "), now.join("\n    "));
            differences.push(format!(
                "{name}\n  recorded:\n    {before}\n  said now:\n    {now}"
            ));
        }
    }
    ensure!(
        differences.is_empty(),
        "the console says something else than was recorded. Where the new words are right, add them to the tables of \
         cors-browser/src/console, and run `cargo xtask browsers --record`:\n{}",
        differences.join("\n")
    );
    Ok(())
}
