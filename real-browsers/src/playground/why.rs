//! What the page says besides the verdict: the nearest entry, the server's log, and notes.

use anyhow::{Context, Result};
use cors_playground::Playground;

use super::page::Page;
use crate::driver::Session;

/// A page of `127.0.0.1`, where the policy has `localhost`.
pub(super) async fn is_said(session: &Session, playground: &Playground) -> Result<()> {
    let numeric = playground
        .origins()
        .find(|origin| origin.starts_with("http://127.0.0.1:"))
        .context("there is such an origin")?;
    let page = Page::open(session, &format!("{numeric}/")).await?;
    page.go("#method=GET&policy=private&route=/echo&credentials=include")
        .await?;
    page.run("document.querySelector('#send').click()").await?;
    page.is_sent(1).await?;
    page.has("#result[data-outcome=blocked][data-agreement=agree]")
        .await?;
    page.says("#nearest", "\"http://localhost:*\"").await?;
    page.says("#reasons [data-code=origin-not-allowed]", "localhost")
        .await?;
    page.says(
        "#saw-body .log",
        "blocked by CORS: a page of http://127.0.0.1:",
    )
    .await?;
    // Cured, it is allowed, and all the same its cookie is of another site.
    page.run("document.querySelector('#cure').click()").await?;
    page.until("document.activeElement.id === 'replace'")
        .await?;
    page.press_with_control("s").await?;
    page.has("#editor[data-state=served]").await?;
    page.run("document.querySelector('#send').click()").await?;
    page.is_sent(2).await?;
    page.has("#result[data-outcome=allowed][data-agreement=agree]")
        .await?;
    page.says("#notes [data-code=cookie-not-sent]", "SameSite=Lax")
        .await?;
    page.until(
        "!document.querySelector('#saw-body .lines').textContent.includes('cookie: seen=1')",
    )
    .await?;
    page.run(
        "document.querySelector('#reset').click(); document.querySelector('#replace').click()",
    )
    .await?;
    page.has("#editor[data-state=served]").await?;
    page.says("#editor-status", "Served by all five frameworks")
        .await?;
    page.nothing_was_blocked().await
}
