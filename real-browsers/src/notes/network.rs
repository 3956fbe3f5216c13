//! Loopback, asked by a page that is taken for one of the public internet.

use anyhow::Result;
use cors_browser::NoteCode;

use super::{
    ask::{Ask, ask},
    findings::{Findings, Said},
    server::Server,
};
use crate::driver::{Engine, Session};

pub(super) async fn is_asked_for(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    // One after the other: Firefox asks the visitor one thing at a time.
    for host in ["127.0.0.1", "api.localhost"] {
        let mut asked = Ask::new("app.example.com", host);
        asked.public = true;
        asked.patience = 2;
        let came = ask(session, server, core::slice::from_ref(&asked)).await?;
        let came = came.first().map_or("", String::as_str);
        let outcome = asked.modelled(&mut asked.browser(engine, server), server);
        let said = Said::of(&outcome, &[NoteCode::LocalNetwork]);
        let expected = match engine {
            Engine::Chromium if said.has("Chromium blocks it") => "blocked",
            Engine::Firefox if said.has("and Firefox may ask") => "waiting",
            _ => "got",
        };
        findings.compare(
            NoteCode::LocalNetwork,
            &said,
            &format!(
                "page app.example.com, taken for public, server {}",
                asked.host
            ),
            expected,
            came,
        );
        // Whoever is blocked, or waits for the visitor, has sent nothing.
        let sent = !asked.sent(server)?.is_empty();
        findings.compare(
            NoteCode::LocalNetwork,
            &said,
            "whether the server got it",
            &(expected == "got").to_string(),
            &sent.to_string(),
        );
    }
    Ok(())
}
