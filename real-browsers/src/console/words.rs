//! What a browser has printed to its console since it was last asked.

use anyhow::{Context, Result, bail};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::driver::{Engine, Session};

/// A command that only one of the drivers has.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// The messages since the last time, in their order.
pub(super) async fn take(engine: Engine, session: &Session) -> Result<Vec<String>> {
    match engine {
        Engine::Chromium => chromium(session).await,
        Engine::Firefox => firefox(session).await,
        Engine::WebKit => bail!("it tells nobody while it is driven"),
    }
}

/// `goog:loggingPrefs` has to ask for it. Each has where it is from before it.
async fn chromium(session: &Session) -> Result<Vec<String>> {
    let command = Own {
        path: "se/log",
        body: json!({ "type": "browser" }),
    };
    let entries = session.client().issue_cmd(command).await?;
    let entries = entries.as_array().context("a list of log entries")?;
    let messages = entries
        .iter()
        .filter_map(|entry| entry.get("message")?.as_str());
    Ok(messages.map(str::to_owned).collect())
}

/// The browser's own scripts may read what is printed.
async fn firefox(session: &Session) -> Result<Vec<String>> {
    // Its own scripts have things to say as well.
    const READ: &str = "const messages = Services.console.getMessageArray()\
        .filter((message) => message instanceof Ci.nsIScriptError)\
        .filter((message) => /^(http.*)?$/.test(message.sourceName))\
        .map((message) => message.errorMessage);\
        Services.console.reset(); return messages;";

    let context = |name| Own {
        path: "moz/context",
        body: json!({ "context": name }),
    };
    session.client().issue_cmd(context("chrome")).await?;
    let messages = session.client().execute(READ, Vec::new()).await;
    session.client().issue_cmd(context("content")).await?;
    Ok(serde_json::from_value(messages?)?)
}
