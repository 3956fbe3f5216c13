//! The pictures of the README.

use core::time::Duration;
use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cors_playground::Playground;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::page::Page;
use crate::driver::{Engine, Session};

/// As large as a picture may be that comes with every clone.
const MAX_BYTES: usize = 250_000;

const WIDTH: u32 = 1200;

const REQUEST: &str = "#method=PATCH&policy=private&route=/echo&credentials=include&header=content-type:application/json&header=x-api-key:42";

/// The policy with itself: what was logged before is logged at `info` once more.
const REPLACE: &str = "
    const text = document.querySelector('#policy-text').value;
    const headers = { 'content-type': 'application/json' };
    return fetch('/api/policies', { method: 'PUT', headers, body: JSON.stringify({ text }) }).then(({ ok }) => ok);";

/// A blocked request, and what the policy's text has to say about its cure, by day and by night.
pub(crate) async fn take(folder: &Path) -> Result<()> {
    let playground = super::start(Playground::PORT)?;
    // It stands in the picture.
    let has_its_port = playground
        .page()
        .ends_with(&format!(":{}", Playground::PORT));
    ensure!(has_its_port, "port {} is taken", Playground::PORT);
    let session = Session::start(Engine::Chromium).await?;
    let screen = json!({ "width": WIDTH, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
    tool(&session, "Emulation.setDeviceMetricsOverride", screen).await?;
    tool(
        &session,
        "Emulation.setScrollbarsHidden",
        json!({ "hidden": true }),
    )
    .await?;
    for scheme in ["light", "dark"] {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        tool(&session, "Emulation.setEmulatedMedia", features).await?;
        session.open("about:blank").await?;
        let page = Page::open(&session, playground.page()).await?;
        page.run(REPLACE).await?;
        page.go(REQUEST).await?;
        page.run("document.querySelector('#send').click()").await?;
        page.is_sent(1).await?;
        page.run("document.querySelector('#cure').click()").await?;
        page.has("#editor[data-state=changed]").await?;
        page.run("document.activeElement.blur(); getSelection().empty(); scrollTo(0, 0)")
            .await?;
        // Colours fade.
        sleep(Duration::from_millis(400)).await;
        let end = "return document.querySelector('#saw').getBoundingClientRect().bottom + 20";
        let height = page.run(end).await?;
        let clip = json!({ "x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1 });
        let picture = json!({ "format": "png", "clip": clip, "captureBeyondViewport": true });
        let picture = tool(&session, "Page.captureScreenshot", picture).await?;
        let picture = picture["data"].as_str().context("there is a picture")?;
        let picture = BASE64_STANDARD.decode(picture)?;
        ensure!(picture.len() <= MAX_BYTES, "{} bytes", picture.len());
        let path = folder.join(format!("screenshot-{scheme}.png"));
        fs::write(&path, picture).with_context(|| format!("could not write {}", path.display()))?;
        println!("{}", path.display());
    }
    session.close().await;
    Ok(())
}

/// Uses one of the browser's tools for developers.
async fn tool(session: &Session, command: &str, parameters: Value) -> Result<Value> {
    let tool = Tool(json!({ "cmd": command, "params": parameters }));
    Ok(session.client().issue_cmd(tool).await?)
}

#[derive(Debug)]
struct Tool(Value);

impl WebDriverCompatibleCommand for Tool {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}
