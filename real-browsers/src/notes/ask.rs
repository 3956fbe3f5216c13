//! A question that a page and the model ask the same server.

use core::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use cors_browser::{Browser, Credentials, Mode, Outcome, PageRequest};
use http::{Request, Response};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{
    server::{self, Server},
    tls,
};
use crate::driver::{Engine, Session};

const SCRIPT: &str = include_str!("page.js");

/// A request of a page, and the answer that it gets.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    /// The hosts of the page and of the server.
    pub(super) page: &'static str,
    pub(super) host: &'static str,
    /// Whether the page is taken for one of the public internet, and whether it is one with TLS.
    pub(super) public: bool,
    pub(super) tls: bool,
    /// Its own, so that the server knows it again.
    pub(super) path: String,
    pub(super) method: &'static str,
    pub(super) mode: Mode,
    /// Whether it is a `<script>` that asks.
    pub(super) script: bool,
    pub(super) credentials: Credentials,
    pub(super) headers: Vec<(&'static str, &'static str)>,
    /// Lines that the answer has besides its grants.
    pub(super) answer: Vec<(&'static str, String)>,
    /// How many seconds after the page's first request.
    pub(super) after: u64,
    /// How many seconds the page waits for the answer.
    pub(super) patience: u64,
}

impl Ask {
    /// With credentials, and for nothing else that is special.
    pub(super) fn new(page: &'static str, host: &'static str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);

        Self {
            page,
            host,
            public: false,
            tls: false,
            path: format!("/{}", NEXT.fetch_add(1, Ordering::Relaxed)),
            method: "GET",
            mode: Mode::Cors,
            script: false,
            credentials: Credentials::Include,
            headers: Vec::new(),
            answer: Vec::new(),
            after: 0,
            patience: 20,
        }
    }

    pub(super) fn url(&self, server: &Server) -> String {
        let answer = self.answer.iter();
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(answer)
            .finish();
        format!("http://{}:{}{}?{query}", self.host, server.port, self.path)
    }

    /// What the server got of it.
    pub(super) fn sent(&self, server: &Server) -> Result<Vec<server::Sent>> {
        server.sent(&self.path)
    }

    /// The names of the cookies that were sent with it.
    pub(super) fn cookies(&self, server: &Server) -> Result<Vec<String>> {
        let sent = self.sent(server)?;
        let actual = sent.iter().rev().find(|sent| sent.method == self.method);
        Ok(actual.context("it was not sent")?.cookies.clone())
    }

    fn for_the_page(&self, server: &Server) -> Value {
        json!({
            "url": self.url(server),
            "after": self.after,
            "patience": self.patience,
            "script": self.script,
            "method": self.method,
            "headers": self.headers,
            "mode": if self.mode == Mode::NoCors { "no-cors" } else { "cors" },
            "credentials": match self.credentials {
                Credentials::Omit => "omit",
                Credentials::Include => "include",
                _ => "same-origin",
            },
        })
    }

    /// The page's.
    fn origin(&self, server: &Server) -> String {
        let (scheme, port) = match (self.tls, self.public) {
            (false, false) => ("http", server.pages),
            (false, true) => ("http", server.public),
            (true, public) => ("https", server.tls.ports[usize::from(public)]),
        };
        format!("{scheme}://{}:{port}", self.page)
    }

    /// A browser as it is before it asks.
    pub(super) fn browser(&self, engine: Engine, server: &Server) -> Browser {
        Browser::at(&self.origin(server)).engine(engine.modelled())
    }

    /// What the model makes of it.
    pub(super) fn modelled(&self, browser: &mut Browser, server: &Server) -> Outcome {
        let page = PageRequest::new(self.method, self.url(server))
            .mode(self.mode)
            .credentials(self.credentials);
        let page = self
            .headers
            .iter()
            .fold(page, |page, (name, value)| page.header(*name, value));
        let mut server = |request: Request<()>| {
            let origin = request.headers().get("origin");
            let origin = origin.and_then(|origin| origin.to_str().ok());
            let lines = server::answer(
                request.uri().query().unwrap_or_default(),
                origin.unwrap_or("*"),
            );
            let response = lines
                .iter()
                .fold(Response::builder(), |response, (name, value)| {
                    response.header(name, value)
                });
            response.body(()).unwrap_or_default()
        };
        browser.fetch(&mut server, page)
    }
}

/// Opens the page of all of them, and asks from there. What came of each: `got`, `blocked` or
/// `waiting`, for a visitor who doesn't come.
pub(super) async fn ask(session: &Session, server: &Server, asks: &[Ask]) -> Result<Vec<String>> {
    let origin = asks.first().context("nothing to ask")?.origin(server);
    let is_there = |ask: &Ask| ask.origin(server) == origin;
    ensure!(asks.iter().all(is_there), "one page");
    session.open(&format!("{origin}{}", tls::PATH)).await?;
    ask_again(session, server, asks).await
}

/// The same from the page that is open.
pub(super) async fn ask_again(
    session: &Session,
    server: &Server,
    asks: &[Ask],
) -> Result<Vec<String>> {
    let all: Value = asks.iter().map(|ask| ask.for_the_page(server)).collect();
    let result = session.run(SCRIPT, all).await?;
    let got: Vec<String> =
        serde_json::from_value(result.clone()).with_context(|| result.to_string())?;
    ensure!(got.len() == asks.len(), "an answer for each");
    Ok(got)
}
