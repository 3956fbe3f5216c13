//! `Cross-Origin-Resource-Policy`, and that loopback may reach loopback.

use anyhow::Result;
use cors_browser::{Credentials, Mode, NoteCode};

use super::{
    ask::{Ask, ask},
    findings::{Findings, Said},
    server::Server,
};
use crate::driver::{Engine, Session};

/// Pages, and the servers that they ask.
const PAGES: [(&str, &[&str]); 3] = [
    ("localhost", &["localhost", "127.0.0.1"]),
    (
        "app.localhost",
        &["localhost", "app.localhost", "api.app.localhost"],
    ),
    ("app.example.com", &["api.example.com"]),
];

const POLICIES: [&str; 5] = [
    "same-origin",
    "same-site",
    "cross-origin",
    "Same-Origin",
    "same-origin, same-origin",
];

pub(super) async fn are_got(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    for (page, hosts) in PAGES {
        let mut asks = Vec::new();
        for (host, policy) in hosts
            .iter()
            .flat_map(|host| POLICIES.map(|policy| (host, policy)))
        {
            for (mode, script) in [
                (Mode::NoCors, false),
                (Mode::NoCors, true),
                (Mode::Cors, false),
            ] {
                let mut ask = Ask::new(page, host);
                ask.mode = mode;
                ask.script = script;
                ask.credentials = Credentials::Include;
                ask.answer = vec![("cross-origin-resource-policy", policy.to_owned())];
                asks.push(ask);
            }
        }
        let got = ask(session, server, &asks).await?;
        for (asked, got) in asks.iter().zip(got) {
            let outcome = asked.modelled(&mut asked.browser(engine, server), server);
            let said = Said::of(
                &outcome,
                &[NoteCode::CrossOriginResourcePolicy, NoteCode::LocalNetwork],
            );
            let expected = if said.is_empty() { "got" } else { "blocked" };
            let by = if asked.script { "a script" } else { "fetch" };
            findings.compare(
                NoteCode::CrossOriginResourcePolicy,
                &said,
                &format!(
                    "{:?}, page {page}, server {}, {:?} by {by}",
                    asked.answer, asked.host, asked.mode
                ),
                expected,
                &got,
            );
            findings.compare(
                NoteCode::LocalNetwork,
                &Said::of(&outcome, &[NoteCode::LocalNetwork]),
                &format!("page {page}, server {}", asked.host),
                "asked",
                if asked.sent(server)?.is_empty() {
                    "not asked"
                } else {
                    "asked"
                },
            );
        }
    }
    Ok(())
}
