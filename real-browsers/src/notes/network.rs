//! Mixed content, and loopback asked by a page that is taken for one of the public internet.

use anyhow::Result;
use cors_browser::{Mode, NoteCode};

use super::{
    ask::{Ask, ask},
    findings::{Findings, Said},
    server::Server,
};
use crate::driver::{Engine, Session};

pub(super) async fn is_mixed(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    let _ = &findings;
    let asks: Vec<_> = ["api.example.com", "127.0.0.1", "localhost", "api.localhost"]
        .into_iter()
        .flat_map(|host| {
            [Mode::Cors, Mode::NoCors].map(|mode| {
                let mut asked = Ask::new("localhost", host);
                asked.tls = true;
                asked.mode = mode;
                asked.patience = 5;
                asked
            })
        })
        .collect();
    let came = ask(session, server, &asks).await?;
    for (asked, came) in asks.iter().zip(came) {
        let outcome = asked.modelled(&mut asked.browser(engine, server), server);
        let said = Said::of(&outcome, &[NoteCode::MixedContent]);
        println!(
            "MIXED {engine} {} {:?} said {} {came} {}",
            asked.host,
            asked.mode,
            !said.is_empty(),
            asked.sent(server)?.len()
        );
    }
    let mut asked = Ask::new("app.example.com", "127.0.0.1");
    asked.public = true;
    asked.tls = true;
    asked.patience = 3;
    if engine != Engine::WebKit {
        let came = ask(session, server, core::slice::from_ref(&asked)).await?;
        println!("LNATLS {engine} {came:?} {}", asked.sent(server)?.len());
    }
    Ok(())
}

pub(super) async fn is_asked_for(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    let mut asked = Ask::new("app.example.com", "127.0.0.1");
    asked.public = true;
    asked.patience = 2;
    let came = ask(session, server, core::slice::from_ref(&asked)).await?;
    let outcome = asked.modelled(&mut asked.browser(engine, server), server);
    let said = Said::of(&outcome, &[NoteCode::LocalNetwork]);
    // Whoever is blocked, or waits for the visitor, has sent nothing.
    let expected = match engine {
        Engine::Chromium if said.has("Chromium blocks it") => "blocked, nothing sent",
        Engine::Firefox if said.has("and Firefox may ask") => "waiting, nothing sent",
        _ => "got, sent",
    };
    let sent = match asked.sent(server)?[..] {
        [] => "nothing sent",
        _ => "sent",
    };
    findings.compare(
        NoteCode::LocalNetwork,
        &said,
        "page app.example.com, taken for public, server 127.0.0.1",
        expected,
        &format!("{}, {sent}", came.join("")),
    );
    Ok(())
}
