//! A browser of one engine, and what is asked of it.

use core::time::Duration;
use std::net::TcpListener;

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, wd::TimeoutConfiguration};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{Engine, Process, Setup};

/// How long a driver may take to listen, and a browser to start.
const START: Duration = Duration::from_secs(60);

/// How long a page may take to load.
const LOAD: Duration = Duration::from_secs(30);

/// How long a script may take. A script gives up waiting for its requests long before.
const SCRIPT: Duration = Duration::from_secs(180);

/// A browser that is driven, until this is dropped.
pub struct Session {
    client: Client,
    driver: Process,
    // Dropped in this order: what uses it is gone by then.
    _display: Option<Process>,
    _home: TempDir,
}

impl Session {
    /// Starts a browser; once more, if it fails to.
    pub async fn start(engine: Engine) -> Result<Self> {
        Self::start_with(engine, &Setup::default()).await
    }

    /// The same, set up for more than to be driven.
    pub async fn start_with(engine: Engine, setup: &Setup) -> Result<Self> {
        match Self::try_start(engine, setup).await {
            Ok(session) => Ok(session),
            Err(error) => {
                eprintln!("{engine} has not started, and gets a second chance: {error:#}");
                Self::try_start(engine, setup).await
            }
        }
        .with_context(|| format!("{engine} can't be driven"))
    }

    async fn try_start(engine: Engine, setup: &Setup) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("browser").tempdir()?;
        let (display, name) = match engine.needs_display() {
            true => {
                Process::display(home.path()).map(|(display, name)| (Some(display), Some(name)))?
            }
            false => (None, None),
        };
        let [port, other] = free_ports()?;
        let command = engine.driver([port, other], setup)?;
        let command: Vec<_> = command.iter().map(String::as_str).collect();
        let driver = Process::start(home.path(), &command, name.as_deref())?;
        let client = match timeout(START, connect(engine, port, setup)).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => bail!("{error:#}\n{}", driver.output()),
            Err(_) => bail!("it took too long\n{}", driver.output()),
        };
        let session = Self {
            client,
            driver,
            _display: display,
            _home: home,
        };
        let timeouts = TimeoutConfiguration::new(Some(SCRIPT), Some(LOAD), None);
        session.client.update_timeouts(timeouts).await?;
        Ok(session)
    }

    /// The browser's name and version.
    pub fn version(&self) -> String {
        let capabilities = self.client.capabilities();
        let text = |key| {
            let value = capabilities.and_then(|capabilities| capabilities.get(key));
            value.and_then(Value::as_str).unwrap_or("?").to_owned()
        };
        format!("{} {}", text("browserName"), text("browserVersion"))
    }

    /// What else can be asked of it.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a page.
    pub async fn open(&self, url: &str) -> Result<()> {
        let open = timeout(2 * LOAD, self.client.goto(url)).await;
        let opened = open
            .context("it took too long")
            .and_then(|result| Ok(result?));
        opened.with_context(|| self.failed(&format!("could not open {url}")))
    }

    /// Makes the page's first frame the one in which scripts run.
    pub async fn enter_frame(&self) -> Result<()> {
        let entered = self.client.enter_frame(0).await;
        entered.with_context(|| self.failed("could not enter the frame"))
    }

    /// Runs an asynchronous script in the page.
    pub async fn run(&self, script: &str, argument: Value) -> Result<Value> {
        let run = self.client.execute_async(script, vec![argument]);
        let run = timeout(SCRIPT + LOAD, run).await;
        let ran = run
            .context("it took too long")
            .and_then(|result| Ok(result?));
        ran.with_context(|| self.failed("the page's script failed"))
    }

    /// Closes the browser in its own way. What is left of it ends with this in any case.
    pub async fn close(self) {
        let _ = timeout(LOAD, self.client.clone().close()).await;
    }

    fn failed(&self, what: &str) -> String {
        format!("{what}; the driver says:\n{}", self.driver.output())
    }
}

async fn connect(engine: Engine, port: u16, setup: &Setup) -> Result<Client> {
    // There is no telling from outside when a driver listens.
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        sleep(Duration::from_millis(50)).await;
    }
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(engine.capabilities(setup)?);
    Ok(builder.connect(&format!("http://127.0.0.1:{port}")).await?)
}

/// Ports that were free a moment ago: drivers want to be told.
fn free_ports() -> Result<[u16; 2]> {
    let listeners = [
        TcpListener::bind("127.0.0.1:0")?,
        TcpListener::bind("127.0.0.1:0")?,
    ];
    let [one, other] = listeners.each_ref().map(TcpListener::local_addr);
    Ok([one?.port(), other?.port()])
}
