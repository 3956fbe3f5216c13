//! The page, its keys, and what stands on it.

use core::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{
    Client,
    actions::{InputSource, KeyAction, KeyActions},
};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::driver::Session;

pub(super) struct Page<'a> {
    session: &'a Session,
    client: &'a Client,
}

/// How long anything on the page may take.
const PATIENCE: Duration = Duration::from_secs(20);

const CONTROL: char = '\u{e009}';
const SHIFT: char = '\u{e008}';
const TAB: char = '\u{e004}';

impl<'a> Page<'a> {
    pub(super) async fn open(session: &'a Session, url: &str) -> Result<Self> {
        let page = Self {
            session,
            client: session.client(),
        };
        page.session.open(url).await?;
        page.is_ready().await?;
        // What the page's policy stops is told here.
        let script = "window.blocked = [];
            addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
                blocked.push(`${violatedDirective} ${blockedURI}`));";
        page.run(script).await?;
        Ok(page)
    }

    /// Chooses something else, by the page's fragment.
    pub(super) async fn go(&self, fragment: &str) -> Result<()> {
        self.run(&format!("location.hash = '{fragment}'")).await?;
        self.until("location.hash.includes('framework=')").await
    }

    pub(super) async fn is_ready(&self) -> Result<()> {
        self.until("document.body.dataset.state === 'idle'").await
    }

    pub(super) async fn is_sent(&self, requests: u32) -> Result<()> {
        self.until(&format!(
            "document.body.dataset.state === 'done' && document.body.dataset.sent === '{requests}'"
        ))
        .await
    }

    /// Waits until there is such an element.
    pub(super) async fn has(&self, selector: &str) -> Result<()> {
        self.until(&format!("document.querySelector('{selector}')"))
            .await
    }

    /// Waits until an element's text holds this one.
    pub(super) async fn says(&self, selector: &str, text: &str) -> Result<()> {
        let text = Value::from(text);
        self.until(&format!(
            "document.querySelector('{selector}')?.textContent.includes({text})"
        ))
        .await
    }

    /// The same for what is written in a field.
    pub(super) async fn holds(&self, selector: &str, text: &str) -> Result<()> {
        let text = Value::from(text);
        self.until(&format!(
            "document.querySelector('{selector}').value.includes({text})"
        ))
        .await
    }

    /// Waits until an expression is true.
    pub(super) async fn until(&self, expression: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            // While the page goes elsewhere there is none to ask.
            let holds = self.run(&format!("return Boolean({expression})")).await;
            match holds {
                Ok(Value::Bool(true)) => return Ok(()),
                _ if start.elapsed() < PATIENCE => sleep(Duration::from_millis(30)).await,
                Ok(_) => {
                    let script = "return `${document.activeElement.id || document.activeElement.outerHTML.slice(0, 200)} at ${location.href}:\n${document.body.innerText}`";
                    let page = self.run(script).await?;
                    let page = page.as_str().unwrap_or_default();
                    bail!("not so: {expression}\nactive is {page}");
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Chooses in a list: what keys do that, every engine has its own opinion.
    pub(super) async fn choose(&self, selector: &str, value: &str) -> Result<()> {
        self.run(&format!(
            "const select = document.querySelector('{selector}');
             select.value = '{value}';
             select.dispatchEvent(new Event('input', {{ bubbles: true }}));
             select.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ))
        .await?;
        Ok(())
    }

    /// Writes another policy, and has it served.
    pub(super) async fn replace(&self, old: &str, new: &str) -> Result<()> {
        let (old, new) = (Value::from(old), Value::from(new));
        self.run(&format!(
            "const area = document.querySelector('#policy-text');
             area.value = area.value.replace({old}, {new});
             area.dispatchEvent(new Event('input', {{ bubbles: true }}));
             document.querySelector('#replace').click();"
        ))
        .await?;
        self.has("#editor[data-state=served]").await
    }

    /// Goes on by the tabulator until there, past everything in between.
    pub(super) async fn tab_to(&self, selector: &str) -> Result<()> {
        self.walk_to(selector, &[]).await
    }

    pub(super) async fn tab_back_to(&self, selector: &str) -> Result<()> {
        self.walk_to(selector, &[SHIFT]).await
    }

    async fn walk_to(&self, selector: &str, held: &[char]) -> Result<()> {
        const STOPS: usize = 150;

        let mut stops = Vec::new();
        for _ in 0..STOPS {
            self.strike(held, &TAB.to_string()).await?;
            let script = format!(
                "const at = document.activeElement;
                 return [at.matches('{selector}'), at.id || at.className || at.tagName]"
            );
            let at = self.run(&script).await?;
            if at[0] == true {
                return Ok(());
            }
            stops.push(at[1].as_str().unwrap_or_default().to_owned());
        }
        bail!("the tabulator does not lead to {selector}: {stops:?}");
    }

    pub(super) async fn press(&self, keys: &str) -> Result<()> {
        self.strike(&[], keys).await
    }

    pub(super) async fn press_with_control(&self, keys: &str) -> Result<()> {
        self.strike(&[CONTROL], keys).await
    }

    /// Real keys: they go wherever the focus is.
    async fn strike(&self, held: &[char], keys: &str) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for &value in held {
            actions = actions.then(KeyAction::Down { value });
        }
        for value in keys.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        for &value in held {
            actions = actions.then(KeyAction::Up { value });
        }
        let pressed = self.client.perform_actions(actions).await;
        pressed.with_context(|| format!("could not press {keys:?}"))
    }

    /// Runs a script at once.
    pub(super) async fn run(&self, script: &str) -> Result<Value> {
        let ran = self.client.execute(script, Vec::new()).await;
        ran.with_context(|| format!("the script failed: {script}"))
    }

    /// Nothing that the page has done since it was opened is against its own policy.
    pub(super) async fn nothing_was_blocked(&self) -> Result<()> {
        let blocked = self.run("return blocked").await?;
        ensure!(blocked == Value::Array(Vec::new()), "blocked: {blocked}");
        Ok(())
    }
}
