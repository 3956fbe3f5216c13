//! A message from a console, pasted into the page.

use anyhow::Result;

use super::page::Page;
use crate::driver::Session;

pub(super) async fn is_explained(session: &Session, url: &str) -> Result<()> {
    let page = Page::open(session, &format!("{url}/")).await?;
    page.tab_back_to("#console-text").await?;
    page.press(
        "Access to fetch at 'https://api.example.com/things' from origin 'https://app.example.com' \
         has been blocked by CORS policy: Request header field x-api-key is not allowed by \
         Access-Control-Allow-Headers in preflight response.",
    )
    .await?;
    page.says("#console-said [data-code=header-not-allowed]", "x-api-key")
        .await?;
    page.says("#console-said .facts", "https://app.example.com")
        .await?;
    page.says("#console-said pre", "allow_headers = [\"x-api-key\"]")
        .await?;
    page.says("#console-said pre", ".allow_headers([\"x-api-key\"])")
        .await?;
    paste(&page, "net::ERR_CONNECTION_REFUSED").await?;
    page.says("#console-said", "not CORS").await?;
    paste(&page, "<img src=x> Hello, world").await?;
    page.says("#console-said", "There is no message about CORS in it")
        .await?;
    paste(&page, "").await?;
    page.until("document.querySelector('#console-said').childNodes.length === 0")
        .await?;
    page.nothing_was_blocked().await
}

async fn paste(page: &Page<'_>, text: &str) -> Result<()> {
    page.run(&format!(
        "const area = document.querySelector('#console-text');
         area.value = '{text}';
         area.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    ))
    .await?;
    Ok(())
}
