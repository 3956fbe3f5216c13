//! The request as code, for whoever wants to have it elsewhere.

use anyhow::Result;

use super::page::Page;
use crate::driver::Session;

pub(super) async fn is_shown(session: &Session, url: &str) -> Result<()> {
    let page = Page::open(session, &format!("{url}/")).await?;
    page.go("#method=PUT&policy=private&route=/echo&credentials=include&header=x-api-key:it%27s")
        .await?;
    page.tab_to("#as-code summary").await?;
    page.press("\u{e007}").await?;
    page.says("#code", "\"x-api-key\": \"it's\"").await?;
    page.says("#curl", "The preflight, with curl").await?;
    page.says(
        "#curl pre:first-of-type",
        "-H 'access-control-request-headers: x-api-key'",
    )
    .await?;
    page.says("#curl pre:last-of-type", "-H 'x-api-key: it'\\''s'")
        .await?;
    // It follows what is chosen.
    page.choose("#method", "GET").await?;
    page.says("#curl pre:last-of-type", "curl -i 'http").await?;
    page.go("#method=TRACE&policy=private&route=/echo&credentials=include")
        .await?;
    page.says("#curl", "No page may use the method TRACE")
        .await?;
    page.until("!document.querySelector('#curl pre')").await?;
    page.nothing_was_blocked().await
}
