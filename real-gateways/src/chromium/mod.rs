//! Chromium asks through the gateways, and sees what the modelled browser does.

mod asks;

use std::net::TcpListener;

use anyhow::{Context, Result};
use axum::{Router, response::Html};
use cors_browser::{Browser, Engine as Modelled};
use cors_real_browsers::driver::{Engine, Session};
use cors_real_servers::process::listener;
use serde_json::Value;
use tokio::runtime::Runtime;

use self::asks::{Ask, asks};
use crate::{
    browse::{OF_HANDLER, as_it_is_sent},
    client::Client,
    gateways::Gateway,
    mounts::Mounts,
    report::Row,
    upstream::Upstream,
};

const SCRIPT: &str = include_str!("page.js");

/// A browser, and pages for it.
pub(crate) struct Chromium {
    runtime: Runtime,
    session: Session,
    /// Of the pages.
    port: u16,
}

impl Chromium {
    pub(crate) fn start() -> Result<Self> {
        let runtime = Runtime::new()?;
        let listener = listener()?;
        let port = listener.local_addr()?.port();
        runtime.spawn(serve(listener));
        let session = runtime.block_on(Session::start(Engine::Chromium))?;
        Ok(Self {
            runtime,
            session,
            port,
        })
    }

    /// The browser's name and version.
    pub(crate) fn version(&self) -> String {
        self.session.version()
    }

    /// Opens a page that is allowed and one that is not, and asks from both.
    pub(crate) fn ask(&self, gateway: &Gateway, row: &mut Row) -> Result<()> {
        let allowed = format!("http://app.localhost:{}", self.port);
        let stranger = format!("http://stranger.localhost:{}", self.port);
        let policies = asks::policies(&allowed)?;
        let policies = || policies.iter().map(|(name, policy)| (*name, policy));
        let upstream = Upstream::start(policies().map(|(name, _)| name))?;
        let mounts = Mounts::of(policies(), gateway.target, upstream.address());
        let running = (gateway.start)(&mounts)?;
        let server = format!("http://{}", running.address);
        let is_written = |policy: &str| {
            mounts
                .get(policy)
                .is_some_and(|mounted| mounted.is_written())
        };
        let asks: Vec<_> = { asks(&server).into_iter() }
            .filter(|ask| is_written(ask.policy))
            .collect();
        let mut client = Client::new(running.address)?;
        for page in [&allowed, &stranger] {
            let scripts: Value = asks.iter().map(Ask::script).collect();
            let seen = self.runtime.block_on(async {
                self.session.open(&format!("{page}/")).await?;
                self.session.run(SCRIPT, scripts).await
            })?;
            let seen: Vec<String> = serde_json::from_value(seen).context("what the page saw")?;
            let mut browser = Browser::at(page).engine(Modelled::Chromium);
            for (ask, seen) in asks.iter().zip(seen) {
                let modelled = model(&mut browser, &mut client, ask)?;
                let is_so = seen == modelled && ask.is_expected(*page == allowed, &seen);
                row.drove(is_so, || format!(
                    "Chromium, a page of {page}, {ask:?}: it sees {seen:?}, and the modelled browser {modelled:?}"
                ));
            }
        }
        Ok(())
    }

    pub(crate) fn close(self) {
        self.runtime.block_on(self.session.close());
    }
}

/// What the modelled browser sees, in the words of the script.
fn model(browser: &mut Browser, client: &mut Client, ask: &Ask) -> Result<String> {
    let mut fetch = browser.start(ask.request());
    while let Some(request) = fetch.next_request() {
        fetch.receive(&client.send(as_it_is_sent(request))?);
    }
    let outcome = fetch.finish();
    Ok(match outcome.result() {
        Err(_) => "blocked".to_owned(),
        Ok(_) if ask.socket => "opened".to_owned(),
        Ok(response) => {
            let has = |name: &&&str| response.headers().contains_key(**name);
            let names = OF_HANDLER.iter().filter(has).copied();
            let status = response.status().to_string();
            let seen: Vec<_> = [&*status].into_iter().chain(names).collect();
            seen.join(" ")
        }
    })
}

async fn serve(listener: TcpListener) -> Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let page = || async { Html("<!doctype html><title>A page</title>") };
    Ok(axum::serve(listener, Router::new().fallback(page)).await?)
}
