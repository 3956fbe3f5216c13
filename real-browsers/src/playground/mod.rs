//! The playground's page, used as its visitors do: by the keyboard wherever a keyboard will do.

mod code;
mod console;
mod editor;
mod narrow;
mod page;
mod screenshots;
mod why;

use anyhow::{Context, Result};
use cors_playground::{Playground, Policies};
use cors_policy_file::Format;

use self::page::Page;
pub(crate) use self::screenshots::take as take_screenshots;
use crate::driver::{Engine, Session};

const EXAMPLE: &str = include_str!("../../../examples/policies/example.toml");

/// Whether the page works in these engines. Says how it went.
pub(crate) async fn run(engines: &[Engine]) -> Result<bool> {
    let mut failed = 0;
    for engine in engines {
        match in_engine(*engine).await {
            Ok(version) => println!("the playground in {engine} ({version}) ... ok"),
            Err(error) => {
                failed += 1;
                println!("the playground in {engine} ... FAILED\n{error:?}");
            }
        }
    }
    println!(
        "\ntest result: {}. {} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out",
        if failed == 0 { "ok" } else { "FAILED" },
        engines.len() - failed
    );
    Ok(failed == 0)
}

async fn in_engine(engine: Engine) -> Result<String> {
    let playground = start(0)?;
    let session = Session::start(engine).await?;
    let page = Page::open(&session, playground.page()).await?;
    an_allowed_request(&page)
        .await
        .context("an allowed request")?;
    a_blocked_request(&page)
        .await
        .context("a blocked request")?;
    its_cure(&page).await.context("its cure")?;
    a_broken_policy(&page).await.context("a broken policy")?;
    a_kept_preflight(&page).await.context("a kept preflight")?;
    other_origins(&page, &playground)
        .await
        .context("other origins")?;
    code::is_shown(&session, playground.page())
        .await
        .context("the request as code")?;
    console::is_explained(&session, playground.page())
        .await
        .context("a console's message")?;
    why::is_said(&session, &playground)
        .await
        .context("what is said besides")?;
    editor::works(&session, playground.page())
        .await
        .context("the editor")?;
    narrow::fits(&session, playground.page())
        .await
        .context("a narrow screen")?;
    let version = session.version();
    session.close().await;
    Ok(version)
}

fn start(port: u16) -> Result<Playground> {
    let policies = Policies::parse("examples/policies/example.toml", EXAMPLE, Format::Toml)
        .context("the example has no errors")?;
    Ok(Playground::start(policies, port)?)
}

/// As the page stands when it's opened.
async fn an_allowed_request(page: &Page<'_>) -> Result<()> {
    page.tab_to("#send").await?;
    page.press("\u{e007}").await?;
    page.is_sent(1).await?;
    page.has("#result[data-outcome=allowed][data-agreement=agree]")
        .await?;
    page.says("#page-facts", "200 OK").await?;
    page.says("#got-body", "x-request-id").await?;
    page.says("#hidden-headers", "x-secret").await?;
    page.says("#saw-body", "OPTIONS /private/echo").await?;
    page.says("#saw-body", "PUT /private/echo").await?;
    page.says(
        "#saw-body",
        "access-control-request-headers: content-type,x-api-key",
    )
    .await?;
    page.says("#steps", "passes the CORS check").await?;
    page.says(
        "#reasons [data-code=preflight-allowed]",
        "http://localhost:*",
    )
    .await?;
    page.says("#announcer", "Allowed").await
}

async fn a_blocked_request(page: &Page<'_>) -> Result<()> {
    page.tab_to("#more-title + ul li:nth-child(2) a").await?;
    page.press("\u{e007}").await?;
    page.is_sent(2).await?;
    page.has("#result[data-outcome=blocked][data-agreement=agree]")
        .await?;
    page.says("#page-error", "TypeError").await?;
    page.says(
        "#verdict",
        "The method PATCH is not allowed: it is not in Access-Control-Allow-Methods",
    )
    .await?;
    page.says(
        "#saw-body .fault",
        "access-control-allow-methods: GET, HEAD, POST, PUT, DELETE",
    )
    .await?;
    page.says("#steps .blocked", "PATCH").await?;
    page.says("#cure-lines", "allow_methods = [\"PATCH\"]")
        .await?;
    page.says("#cure-rust", ".allow_methods([\"PATCH\"])")
        .await?;
    page.says("#reasons [data-code=method-not-allowed]", "PATCH")
        .await?;
    page.says("#announcer", "Blocked").await
}

async fn its_cure(page: &Page<'_>) -> Result<()> {
    page.tab_back_to("#cure").await?;
    page.press("\u{e007}").await?;
    page.until("document.activeElement.id === 'replace'")
        .await?;
    page.holds(
        "#policy-text",
        "allow_methods = [\"PUT\", \"DELETE\", \"PATCH\"]",
    )
    .await?;
    page.has("#editor[data-state=changed]").await?;
    page.press("\u{e007}").await?;
    page.until("document.querySelector('#editor[data-state=served]')")
        .await?;
    page.says("#editor-status", "Served by all five").await?;
    page.has("#send-again").await?;
    page.press_with_control("\u{e007}").await?;
    page.is_sent(3).await?;
    page.has("#result[data-outcome=allowed][data-agreement=agree]")
        .await
}

async fn a_broken_policy(page: &Page<'_>) -> Result<()> {
    page.tab_back_to("#policy-text").await?;
    page.press_with_control("\u{e011}").await?;
    page.press("oops = 1 ").await?;
    page.has("#editor[data-state=changed]").await?;
    page.press_with_control("s").await?;
    page.until("document.querySelector('#editor[data-state=rejected]')")
        .await?;
    page.says("#diagnoses li:first-child", "Line 1, column 1")
        .await?;
    page.says("#diagnoses li:first-child", "unknown key \"oops\"")
        .await?;
    page.has("#gutter [data-severity=error]").await?;
    page.has("#marks mark").await?;
    // The one before is still there.
    page.press_with_control("\u{e007}").await?;
    page.is_sent(4).await?;
    page.has("#result[data-outcome=allowed][data-agreement=agree]")
        .await?;
    // The text is no trap, and the diagnosis leads back to it.
    page.tab_to("#diagnoses button.link").await?;
    page.press("\u{e007}").await?;
    page.until("document.activeElement.id === 'policy-text'")
        .await?;
    page.until("getSelection().toString() === 'oops' || document.activeElement.selectionEnd === 4")
        .await?;
    page.tab_to("#reset").await?;
    page.press("\u{e007}").await?;
    page.until("!document.querySelector('#policy-text').value.includes('oops')")
        .await?;
    page.tab_back_to("#replace").await?;
    page.press("\u{e007}").await?;
    page.until("document.querySelector('#editor[data-state=served]')")
        .await?;
    page.until("document.querySelectorAll('#diagnoses li').length === 0")
        .await
}

/// What a browser remembers makes it do other than the model, and that is said.
async fn a_kept_preflight(page: &Page<'_>) -> Result<()> {
    page.go("#method=PUT&policy=private&route=/echo&credentials=include&caches")
        .await?;
    page.press_with_control("\u{e007}").await?;
    page.is_sent(5).await?;
    page.says("#saw-body", "OPTIONS").await?;
    page.replace("\"PUT\", \"DELETE\"", "\"DELETE\"").await?;
    page.press_with_control("\u{e007}").await?;
    page.is_sent(6).await?;
    page.has("#result[data-outcome=allowed][data-agreement=disagree]")
        .await?;
    page.says("#agreement", "has kept a preflight’s answer")
        .await?;
    page.says("#no-preflight", "still holds").await?;
    page.replace("\"DELETE\"", "\"PUT\", \"DELETE\"").await
}

async fn other_origins(page: &Page<'_>, playground: &Playground) -> Result<()> {
    page.go("#method=DELETE&policy=private&route=/echo&credentials=omit&header=x-api-key:1")
        .await?;
    page.choose("#origin", "null").await?;
    page.press_with_control("\u{e007}").await?;
    page.is_sent(7).await?;
    page.has("#result[data-outcome=blocked][data-agreement=agree]")
        .await?;
    page.says("#saw-body", "origin: null").await?;
    page.nothing_was_blocked().await?;
    // What is written in the text comes along.
    page.run(
        "const area = document.querySelector('#policy-text');
        area.value = `# mine\n${area.value}`;
        area.dispatchEvent(new Event('input', { bubbles: true }));",
    )
    .await?;
    for origin in playground.origins() {
        page.choose("#origin", origin).await?;
        page.press_with_control("\u{e007}").await?;
        page.until(&format!("location.origin === '{origin}'"))
            .await?;
        page.says("#saw-body", &format!("origin: {origin}")).await?;
        page.says("#saw-body", "access-control-request-method: DELETE")
            .await?;
        page.has("#result[data-agreement=agree]").await?;
        let is_allowed = origin.starts_with("http://localhost:");
        let outcome = if is_allowed { "allowed" } else { "blocked" };
        page.has(&format!("#result[data-outcome={outcome}]"))
            .await?;
        let code = if is_allowed {
            "allowed"
        } else {
            "origin-not-allowed"
        };
        page.has(&format!("#reasons [data-code={code}]")).await?;
        page.holds("#policy-text", "# mine").await?;
        page.has("#editor[data-state=changed]").await?;
    }
    Ok(())
}
