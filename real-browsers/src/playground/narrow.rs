//! A screen of 320 pixels, as of a small telephone, or of a large one that has been zoomed in on.

use core::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::time::sleep;

use super::page::Page;
use crate::driver::Session;

const WIDTH: u32 = 320;

/// Nothing makes the page scroll sideways, with a result, diagnoses and a message on it.
pub(super) async fn fits(session: &Session, url: &str) -> Result<()> {
    let page = Page::open(session, &format!("{url}/")).await?;
    session.client().set_window_size(WIDTH, 700).await?;
    sleep(Duration::from_millis(300)).await;
    page.run(NARROW).await?;
    let touching = page.run(TOUCHING).await?;
    ensure!(
        touching == Value::Array(Vec::new()),
        "these touch their borders: {touching}"
    );
    for fragment in [
        "#method=PUT&policy=private&route=/echo&credentials=include&header=x-api-key:1",
        "#method=PATCH&policy=private&route=/echo&credentials=include&header=content-type:application/json",
        "#method=GET&policy=public&route=/redirect&credentials=include",
    ] {
        page.go(fragment).await?;
        page.run("document.querySelector('#as-code').open = true; document.querySelector('#send').click()").await?;
        page.has("#curl pre").await?;
        page.until("document.body.dataset.state === 'done'").await?;
        let too_wide = page.run(TOO_WIDE).await?;
        let too_wide: Vec<Value> = serde_json::from_value(too_wide).context("a list")?;
        ensure!(too_wide.is_empty(), "{fragment}: {too_wide:?}");
    }
    page.run("const area = document.querySelector('#policy-text');
        area.value = area.value.replace('app.example.com\"', 'app.example.com/\"').replace('max_age', 'max-age');
        area.dispatchEvent(new Event('input', { bubbles: true }));
        document.querySelector('#replace').click();").await?;
    page.has("#editor[data-state=rejected]").await?;
    page.run(
        "const area = document.querySelector('#console-text');
        area.value = `Access to fetch at 'https://api.example.com/things' from origin 'https://${'a'.repeat(60)}.example.com' has been blocked by CORS policy: Request header field x-api-key is not allowed by Access-Control-Allow-Headers in preflight response.`;
        area.dispatchEvent(new Event('input', { bubbles: true }));",
    )
    .await?;
    page.has("#console-said pre").await?;
    let too_wide = page.run(TOO_WIDE).await?;
    ensure!(
        too_wide == Value::Array(Vec::new()),
        "with diagnoses and a console's message: {too_wide}"
    );
    Ok(())
}

/// Not every browser has windows as narrow as that: then the page is laid out as if there were
/// one, its rules for wider ones taken away.
const NARROW: &str = "
    if (innerWidth > 320) {
        for (const sheet of document.styleSheets) {
            for (let at = sheet.cssRules.length - 1; at >= 0; at -= 1) {
                if (/min-width/.test(sheet.cssRules[at].conditionText)) {
                    sheet.deleteRule(at);
                }
            }
        }
        document.documentElement.style.width = '320px';
    }";

/// Choices whose words have less than four pixels around them.
const TOUCHING: &str = "
    return [...document.querySelectorAll('.choices label')]
        .filter((label) => {
            const [box, word] = [label, label.querySelector('span')].map((part) => part.getBoundingClientRect());
            return word.width === 0 || word.left - box.left < 4 || box.right - word.right < 4;
        })
        .map((label) => label.textContent);";

/// What stands out to the right, but for what scrolls by itself.
const TOO_WIDE: &str = "
    const width = document.documentElement.clientWidth > 320 ? 320 : document.documentElement.clientWidth;
    return [...document.body.querySelectorAll('*')]
        .filter((element) => !element.closest('.sheet > *, .unseen, pre, iframe'))
        .filter((element) => element.getBoundingClientRect().right > width + 0.5)
        .map((element) => `${element.tagName} ${element.id} ${element.className} ${element.getBoundingClientRect().right}`)
        .concat(document.body.scrollWidth > width ? [`the body is ${document.body.scrollWidth} wide`] : []);";
