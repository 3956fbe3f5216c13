//! The policy's text on the page: what is said of it, as long as it is about this text.

use anyhow::{Result, ensure};
use serde_json::Value;

use super::page::Page;
use crate::driver::Session;

pub(super) async fn works(session: &Session, url: &str) -> Result<()> {
    let page = Page::open(session, &format!("{url}/")).await?;
    diagnoses_go_with_their_text(&page).await?;
    a_repair_may_lead_back(&page).await?;
    it_is_replaced_from_anywhere(&page).await?;
    what_does_not_build_is_not_offered(&page).await?;
    page.nothing_was_blocked().await
}

const BROKEN: &str = "app.example.com/\"";

/// Not a diagnosis, and no mark.
const NOTHING: &str = "document.querySelectorAll('#diagnoses li, #marks mark').length === 0 \
    && !document.querySelector('#gutter [data-severity]:not([data-severity=\"\"])')";

async fn diagnoses_go_with_their_text(page: &Page<'_>) -> Result<()> {
    write(page, "app.example.com\"", BROKEN).await?;
    page.run("document.querySelector('#replace').click()")
        .await?;
    page.has("#editor[data-state=rejected]").await?;
    page.has("#gutter [data-severity=error]").await?;
    page.has("#marks mark[data-severity=error]").await?;
    // Another text, of which nothing is known: what is said is about the one before.
    write(page, "max_age = 600", "max_age = 60").await?;
    page.has("#diagnoses.stale li").await?;
    page.has("#editor[data-state=changed]").await?;
    page.until("!document.querySelector('#gutter [data-severity=error], #marks mark')")
        .await?;
    write(page, "max_age = 60", "max_age = 600").await?;
    page.has("#diagnoses:not(.stale) li").await?;
    page.has("#gutter [data-severity=error]").await?;
    page.has("#editor[data-state=rejected]").await?;
    // Undone, and done again.
    write(page, BROKEN, "app.example.com\"").await?;
    page.until(NOTHING).await?;
    page.has("#editor[data-state=served]").await?;
    write(page, "app.example.com\"", BROKEN).await?;
    page.has("#diagnoses:not(.stale) li").await?;
    page.tab_to("#reset").await?;
    page.press("\u{e007}").await?;
    page.until(NOTHING).await?;
    page.has("#editor[data-state=served]").await?;
    page.says("#editor-status", "This is what is served.").await
}

async fn a_repair_may_lead_back(page: &Page<'_>) -> Result<()> {
    write(page, "app.example.com\"", BROKEN).await?;
    page.run("document.querySelector('#replace').click()")
        .await?;
    page.has("#diagnoses:not(.stale) button.secondary").await?;
    page.run("document.querySelector('#diagnoses button.secondary').focus()")
        .await?;
    // What is known of the text is said at once; its being judged again changes nothing.
    page.says("#editor-status", "1 error: nothing has been replaced.")
        .await?;
    page.until("document.activeElement.matches('#diagnoses button.secondary')")
        .await?;
    page.press("\u{e007}").await?;
    page.says("#editor-status", "Applied. This is what is served.")
        .await?;
    page.until("document.activeElement.id === 'policy-text'")
        .await?;
    page.has("#editor[data-state=served]").await?;
    page.until(NOTHING).await
}

/// "Add to the policy" puts the focus on a button.
async fn it_is_replaced_from_anywhere(page: &Page<'_>) -> Result<()> {
    page.go("#method=PATCH&policy=private&route=/echo&credentials=include")
        .await?;
    page.run("document.querySelector('#send').click()").await?;
    page.is_sent(1).await?;
    page.run("document.querySelector('#cure').click()").await?;
    page.until("document.activeElement.id === 'replace'")
        .await?;
    page.says("#editor-status", "Replace to serve it.").await?;
    page.press_with_control("s").await?;
    page.says("#editor-status", "Served by all five frameworks")
        .await?;
    page.has("#editor[data-state=served]").await?;
    page.replace(", \"PATCH\"", "").await
}

async fn what_does_not_build_is_not_offered(page: &Page<'_>) -> Result<()> {
    let requests = [
        // A header list of "*", with credentials.
        (
            "policy=public&route=/echo&credentials=include",
            "does not build with",
        ),
        (
            "policy=private&route=/echo&credentials=omit&opaque",
            "dangerously_allow_null_origin",
        ),
    ];
    for (sent, (request, said)) in (2..).zip(requests) {
        page.go(&format!("#method=GET&{request}")).await?;
        page.run("document.querySelector('#send').click()").await?;
        page.is_sent(sent).await?;
        page.has("#result[data-outcome=blocked]").await?;
        page.says("#verdict", said).await?;
        let offered = page.run("return document.querySelector('#cure')").await?;
        ensure!(offered == Value::Null, "{request}: it is offered");
    }
    Ok(())
}

/// As whoever writes does: the text changes, and the page is told.
async fn write(page: &Page<'_>, old: &str, new: &str) -> Result<()> {
    let (before, after) = (Value::from(old), Value::from(new));
    let script = format!(
        "const area = document.querySelector('#policy-text');
         const found = area.value.includes({before});
         area.value = area.value.replace({before}, {after});
         area.dispatchEvent(new Event('input', {{ bubbles: true }}));
         return found;"
    );
    ensure!(page.run(&script).await? == true, "the text has no {old:?}");
    Ok(())
}
