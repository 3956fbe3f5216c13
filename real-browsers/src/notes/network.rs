//! Mixed content, and loopback asked by a page that is taken for one of the public internet.

use anyhow::Result;
use cors_browser::{Mode, NoteCode};

use super::{
    ask::{Ask, ask},
    findings::{Findings, Said},
    server::Server,
};
use crate::driver::{Engine, Session};

/// What a page with TLS asks of servers without.
pub(super) async fn is_mixed(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    const HOSTS: [&str; 5] = [
        "api.example.com",
        "printer.local",
        "127.0.0.1",
        "localhost",
        "api.localhost",
    ];

    let asks = HOSTS.map(|host| {
        [Mode::Cors, Mode::NoCors].map(|mode| {
            let mut asked = Ask::new("localhost", host);
            asked.tls = true;
            asked.mode = mode;
            asked
        })
    });
    let asks = asks.concat();
    let came = ask(session, server, &asks).await?;
    for (asked, came) in asks.iter().zip(came) {
        let outcome = asked.modelled(&mut asked.browser(engine, server), server);
        let said = Said::of(&outcome, &[NoteCode::MixedContent]);
        let is_blocked = match engine {
            Engine::WebKit => !said.is_empty(),
            Engine::Chromium => said.has(": browsers block it") && !said.has(", except Chromium"),
            Engine::Firefox => said.has(": browsers block it"),
        };
        findings.compare(
            NoteCode::MixedContent,
            &said,
            &format!(
                "page https://localhost, server {}, {:?}",
                asked.host, asked.mode
            ),
            if is_blocked { BLOCKED } else { GOT },
            &seen(asked, &came, server)?,
        );
    }
    Ok(())
}

const BLOCKED: &str = "blocked, nothing sent";
const GOT: &str = "got, sent";

/// What came of it, and whether the server got anything.
fn seen(asked: &Ask, came: &str, server: &Server) -> Result<String> {
    let sent = match asked.sent(server)?[..] {
        [] => "nothing sent",
        _ => "sent",
    };
    Ok(format!("{came}, {sent}"))
}

/// What a page that is taken for public asks of loopback, with TLS and without.
pub(super) async fn is_asked_for(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    for tls in [false, true] {
        // It has no TLS through a proxy that has none, and can't be told what is public.
        if tls && engine == Engine::WebKit {
            continue;
        }
        let mut asked = Ask::new("app.example.com", "127.0.0.1");
        asked.public = true;
        asked.tls = tls;
        if engine == Engine::Firefox {
            // It waits for its visitor.
            asked.patience = 2;
        }
        let came = ask(session, server, core::slice::from_ref(&asked)).await?;
        let outcome = asked.modelled(&mut asked.browser(engine, server), server);
        let said = Said::of(&outcome, &[NoteCode::LocalNetwork]);
        // Nobody is there to answer, which Chromium takes for a no.
        let expected = match engine {
            Engine::Chromium if said.has("Chromium blocks it") => BLOCKED,
            Engine::Chromium if said.has("Chromium asks the visitor") => BLOCKED,
            Engine::Firefox if said.has("and Firefox may") => "waiting, nothing sent",
            _ => GOT,
        };
        findings.compare(
            NoteCode::LocalNetwork,
            &said,
            &format!("page app.example.com, taken for public, TLS: {tls}, server 127.0.0.1"),
            expected,
            &seen(&asked, &came.join(""), server)?,
        );
    }
    Ok(())
}
