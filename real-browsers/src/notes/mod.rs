//! What the notes of the modelled browser say, compared with what browsers do: cookies and preflights
//! as the server sees them, and what the page gets of an answer.
//!
//! Everything is on loopback, and only pages have TLS. Not shown: caps of `Access-Control-Max-Age`, which
//! take from ten minutes to a day; what visitors answer who are asked for the local network; and what
//! `WebKit` does with `Secure` cookies, of which it keeps none here.

mod ask;
mod cookies;
mod findings;
mod network;
mod preflights;
mod resources;
mod server;
mod tls;

use anyhow::Result;
use futures_util::future::join_all;

use self::{findings::Findings, server::Server};
use crate::driver::{Engine, Session, Setup};

/// Whether the notes hold in these engines. All at the same time: most of it is waiting.
pub(crate) async fn run(engines: &[Engine]) -> Result<bool> {
    let mut failed = 0;
    let all = join_all(engines.iter().map(|engine| in_engine(*engine))).await;
    for (engine, result) in engines.iter().zip(all) {
        match result {
            Ok((version, findings)) if findings.wrong.is_empty() => {
                println!("notes in {engine} ({version}): {} ... ok", findings.right());
            }
            Ok((version, findings)) => {
                failed += 1;
                println!("notes in {engine} ({version}) ... FAILED");
                for wrong in findings.wrong {
                    println!("\nFAILED a note in {engine}: {wrong}");
                }
            }
            Err(error) => {
                failed += 1;
                println!("notes in {engine} ... FAILED\n{error:?}");
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

async fn in_engine(engine: Engine) -> Result<(String, Findings)> {
    let server = Server::start()?;
    let setup = Setup {
        public: vec![server.public, server.tls.ports[1]],
        any_certificate: true,
        proxy: Some(server.port),
        ..Setup::default()
    };
    let session = Session::start_with(engine, &setup).await?;
    let mut findings = Findings::default();
    cookies::are_sent(engine, &session, &server, &mut findings).await?;
    cookies::are_kept(engine, &session, &server, &mut findings).await?;
    preflights::allow(engine, &session, &server, &mut findings).await?;
    preflights::are_kept(engine, &session, &server, &mut findings).await?;
    resources::are_got(engine, &session, &server, &mut findings).await?;
    network::is_mixed(engine, &session, &server, &mut findings).await?;
    network::is_asked_for(engine, &session, &server, &mut findings).await?;
    let version = session.version();
    session.close().await;
    Ok((version, findings))
}
