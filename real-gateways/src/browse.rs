//! Pages ask through a gateway, in the modelled browser: each gets what it would get of the policy itself in front of
//! the same server.

use std::collections::BTreeSet;

use anyhow::Result;
use bytes::Bytes;
use cors_browser::{Browser, Credentials, Outcome, PageRequest};
use cors_conformance::{Suite, reference};
use cors_core::{
    Policy,
    adapter::{Head, Responder},
};
use cors_export::LossKind;
use http::{HeaderValue, Request, Response, header::ACCESS_CONTROL_REQUEST_METHOD};

use crate::{
    client::Client,
    mounts::{Mounted, Mounts},
    upstream::Upstream,
};

/// Where the server is, for pages.
const SERVER: &str = "https://server.example";

/// Pages that ask below every policy, beside those that its cases are about.
const PAGES: [&str; 5] = [
    "https://app.example.com",
    "https://stranger.example",
    "http://localhost:3000",
    "null",
    SERVER,
];

/// What handlers answer besides what every page may read.
pub(crate) const OF_HANDLER: [&str; 2] = ["x-request-id", "x-secret"];

/// What came of it.
#[derive(Default)]
pub(crate) struct Browsed {
    pub(crate) requests: usize,
    /// Those of which the page gets less, as the exporter has told.
    pub(crate) narrower: usize,
    pub(crate) wrong: Vec<String>,
}

/// Asks below every policy that is written; every `step`th request only.
pub(crate) fn browse(
    suite: &Suite,
    mounts: &Mounts,
    upstream: &Upstream,
    client: &mut Client,
    step: usize,
) -> Result<Browsed> {
    let mut direct = Client::new(upstream.address())?;
    let mut browsed = Browsed::default();
    let mut number = 0;
    for (name, policy) in suite.policies() {
        let Some(mounted) = mounts.get(name).filter(|mounted| mounted.is_written()) else {
            continue;
        };
        let responder = Responder::new(policy);
        for page in pages(suite, name) {
            for asked in requests(name) {
                number += 1;
                if number % step != 0 {
                    continue;
                }
                let through = Asked::new(&page, &asked, upstream, |request| client.send(request));
                let expected = Asked::new(&page, &asked, upstream, |request| {
                    answer(&responder, request, &mut direct)
                });
                browsed.compare(mounted, policy, &page, &asked, &through, &expected);
            }
        }
    }
    Ok(browsed)
}

impl Browsed {
    fn compare(
        &mut self,
        mounted: &Mounted,
        policy: &Policy,
        page: &str,
        asked: &PageRequest,
        through: &Asked,
        expected: &Asked,
    ) {
        self.requests += 1;
        let mut losses = mounted.export.losses().iter();
        let is_told = losses.any(|loss| loss.kind() == LossKind::Narrower);
        let what = if let Some(error) = &through.error {
            format!("there is no answer: {error}")
        } else if !through.sees.is_subset(&expected.sees) {
            "looser: the page sees more than the policy lets it".to_owned()
        } else if through.runs > expected.runs {
            "looser: a handler runs that the policy keeps from running".to_owned()
        } else if through.sees == expected.sees && through.runs == expected.runs {
            return;
        } else if is_told {
            self.narrower += 1;
            return;
        } else {
            "the page sees less than the policy lets it, and no loss says so".to_owned()
        };
        let (name, through, expected) = (&mounted.name, &through.outcome, &expected.outcome);
        self.wrong.push(format!(
            "a page of {page} below {name}: {what}\n{asked:?}\n{policy:?}\n\
             through the gateway:\n{through}of the policy itself:\n{expected}"
        ));
    }
}

/// What a page gets.
struct Asked {
    outcome: Outcome,
    /// `readable`, and the names of headers that it sees.
    sees: BTreeSet<String>,
    /// How many handlers have run, other than for preflights.
    runs: u32,
    error: Option<String>,
}

impl Asked {
    fn new(
        page: &str,
        asked: &PageRequest,
        upstream: &Upstream,
        mut send: impl FnMut(Request<Bytes>) -> Result<Response<Bytes>>,
    ) -> Self {
        let mut browser = Browser::at(page).cookie("session=1");
        let mut fetch = browser.start(asked.clone());
        let (mut runs, mut error) = (0, None);
        while let Some(request) = fetch.next_request() {
            let is_preflight = request
                .headers()
                .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
            let _ = upstream.take();
            match send(as_it_is_sent(request)) {
                Ok(response) => fetch.receive(&response),
                Err(failed) => {
                    error = Some(format!("{failed:#}"));
                    fetch.fail();
                }
            }
            let served = upstream.take();
            runs += if is_preflight { 0 } else { served.runs };
        }
        let outcome = fetch.finish();
        let mut sees = BTreeSet::new();
        if let Ok(response) = outcome.result() {
            sees.insert("readable".to_owned());
            // Gateways add what is their own, and a page of the server's origin sees everything.
            let of_handler = OF_HANDLER
                .iter()
                .filter(|name| response.headers().contains_key(**name));
            sees.extend(of_handler.map(|name| (*name).to_owned()));
        }
        Self {
            outcome,
            sees,
            runs,
            error,
        }
    }
}

/// The engine, and behind it the server without a gateway.
fn answer(
    responder: &Responder<HeaderValue>,
    request: Request<Bytes>,
    direct: &mut Client,
) -> Result<Response<Bytes>> {
    let mut error = None;
    let head = Head::of(&request);
    let refuse = |text: &'static str| Bytes::from_static(text.as_bytes());
    let response = reference::guard(responder, &head, refuse, || {
        let response = direct.send(request.clone());
        response.unwrap_or_else(|failed| {
            error = Some(failed);
            Response::default()
        })
    });
    error.map_or(Ok(response), Err)
}

/// A request to a server, which is not for a proxy.
pub(crate) fn as_it_is_sent(request: Request<()>) -> Request<Bytes> {
    let mut request = request.map(|()| Bytes::new());
    let path = request.uri().path_and_query().cloned();
    *request.uri_mut() = path.map(Into::into).unwrap_or_default();
    request
}

/// Every origin that a page can have, of those that the policy's cases are about.
fn pages(suite: &Suite, policy: &str) -> BTreeSet<String> {
    let cases = { suite.cases().iter() }.map(|case| case.request());
    let of_policy = cases.filter(|request| request.place().policy() == Some(policy));
    let lines = of_policy.flat_map(|request| request.headers());
    let origins = lines
        .filter(|(name, _)| *name == "origin")
        .map(|(_, value)| value);
    let origins = origins.filter_map(|value| str::from_utf8(value).ok());
    { origins.chain(PAGES) }
        .filter(|origin| Browser::try_at(origin).is_ok())
        .map(str::to_owned)
        .collect()
}

/// What pages ask of a policy's routes.
fn requests(policy: &str) -> Vec<PageRequest> {
    let url = |path: &str| format!("{SERVER}/{policy}{path}");
    let new = |method: &str| PageRequest::new(method, url("/echo"));
    let get = |path: &str| PageRequest::get(url(path));
    let include = |request: PageRequest| request.credentials(Credentials::Include);
    let json = |request: PageRequest| request.header("content-type", "application/json");
    vec![
        new("GET"),
        include(new("GET")),
        new("GET").read("x-request-id"),
        include(new("GET")).read("x-secret"),
        new("GET").header("x-api-key", "1"),
        new("GET").header("x-other", "1"),
        new("GET").header("authorization", "Bearer 1"),
        include(new("GET")).header("authorization", "Bearer 1"),
        new("HEAD"),
        new("POST"),
        json(new("POST")),
        include(json(new("POST"))),
        new("POST").upload_listener(),
        new("PUT"),
        include(new("PUT")).header("x-api-key", "1"),
        new("PUT").upload_listener(),
        new("PATCH").upload_listener(),
        include(new("PATCH")).header("content-type", "application/json"),
        new("patch"),
        include(new("DELETE")).header("x-other", "1"),
        new("DELETE"),
        new("OPTIONS"),
        new("QUERY"),
        include(new("QUERY")).upload_listener(),
        include(get("/override")),
        get("/override"),
        get("/status/500"),
        include(get("/absent")),
        PageRequest::form(url("/echo")),
        PageRequest::link(url("/echo")),
        PageRequest::beacon(url("/echo")),
        PageRequest::handshake(url("/socket")),
    ]
}
