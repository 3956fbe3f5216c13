//! Preflights: for how long their answers are kept, and what `*` covers.

use core::time::Duration;

use anyhow::Result;
use cors_browser::{Credentials, NoteCode};
use serde_json::json;

use super::{
    ask::{Ask, ask},
    findings::{Findings, Said},
    server::Server,
};
use crate::driver::{Engine, Session};

/// When the page asks, in seconds: within the five for which an answer is kept, and after them.
const TIMES: [u64; 3] = [0, 3, 7];

/// `Access-Control-Max-Age`, line by line. What engines grant at most takes longer than anybody waits.
const MAX_AGES: [&[&str]; 12] = [
    &[],
    &["600s"],
    &["6.5"],
    &["+600"],
    &["-600"],
    &["-1"],
    &["-1s"],
    &["x"],
    &["600", "600"],
    &[""],
    &["0"],
    &["600"],
];

pub(super) async fn are_kept(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    let asks = MAX_AGES.map(|lines| {
        let mut ask = Ask::new("localhost", "localhost");
        ask.method = "PUT";
        ask.credentials = Credentials::Omit;
        let lines = lines.iter().map(|line| (*line).to_owned());
        ask.answer = lines.map(|line| ("access-control-max-age", line)).collect();
        ask
    });
    let over_time = asks.iter().flat_map(|ask| {
        TIMES.map(|after| Ask {
            after,
            ..ask.clone()
        })
    });
    ask(session, server, &over_time.collect::<Vec<_>>()).await?;
    for (asked, lines) in asks.iter().zip(MAX_AGES) {
        let mut browser = asked.browser(engine, server);
        let mut now = 0;
        let (mut expected, mut said) = (Vec::new(), Said::default());
        for time in TIMES {
            browser.wait(Duration::from_secs(time - now));
            now = time;
            let outcome = asked.modelled(&mut browser, server);
            let exchanges = outcome.exchanges().iter();
            expected.extend(exchanges.map(|exchange| exchange.request().method().to_string()));
            if time == 0 {
                said = Said::of(&outcome, &[NoteCode::PreflightKeptBriefly]);
            }
        }
        let is_passed_over = said.has("which Chromium and WebKit pass over");
        let firefox_does_not = said.has("and by Firefox not at all") || is_passed_over;
        let is_not_kept = said.has("and Chromium, Firefox and WebKit don't keep it")
            || engine == Engine::Firefox && firefox_does_not;
        let expected = match () {
            () if is_not_kept => "OPTIONS PUT OPTIONS PUT OPTIONS PUT".to_owned(),
            () if is_passed_over => "OPTIONS PUT PUT PUT".to_owned(),
            () => expected.join(" "),
        };
        let sent = asked.sent(server)?;
        let seen: Vec<_> = sent.iter().map(|sent| sent.method.as_str()).collect();
        findings.compare(
            NoteCode::PreflightKeptBriefly,
            &said,
            &format!("Access-Control-Max-Age {lines:?}, after 0, 3 and 7 seconds"),
            &expected,
            &seen.join(" "),
        );
    }
    Ok(())
}

/// Chromium's warning is for reports and its developer tools, and not for the console.
const WARNED: &str = "\
    const [url, done] = arguments;
    let warned = false;
    const observer = new ReportingObserver((reports) => {
      warned ||= reports.some(({ body }) => body.id === 'AuthorizationCoveredByWildcard');
    }, { buffered: true });
    observer.observe();
    fetch(url, { headers: { authorization: 'Basic YTpi' } })
      .finally(() => setTimeout(() => done(warned), 300));";

/// Whether `*` covers `authorization`. What Firefox says of it is recorded from its console.
pub(super) async fn allow(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    let asks = ["*", "authorization", "x-other"].map(|allowed| {
        let mut ask = Ask::new("localhost", "127.0.0.1");
        ask.credentials = Credentials::Omit;
        ask.headers = vec![("authorization", "Basic YTpi")];
        ask.answer = vec![("access-control-allow-headers", allowed.to_owned())];
        ask
    });
    let got = ask(session, server, &asks).await?;
    for (asked, got) in asks.iter().zip(got) {
        let outcome = asked.modelled(&mut asked.browser(engine, server), server);
        let said = Said::of(&outcome, &[NoteCode::AuthorizationLetThrough]);
        let is_to_be_got = outcome.is_readable() || !said.is_empty();
        let expected = if is_to_be_got { "got" } else { "blocked" };
        findings.compare(
            NoteCode::AuthorizationLetThrough,
            &said,
            &format!("{:?}", asked.answer),
            expected,
            &got,
        );
        if engine == Engine::Chromium && !said.is_empty() {
            let warned = session.run(WARNED, json!(asked.url(server))).await?;
            findings.compare(
                NoteCode::AuthorizationLetThrough,
                &said,
                "whether it warns",
                &said.has("Chromium and Firefox warn").to_string(),
                &warned.to_string(),
            );
        }
    }
    Ok(())
}
