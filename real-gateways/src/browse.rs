//! Pages ask through a gateway, in the modelled browser: each gets what it would get of the policy itself in front of
//! the same server.

use std::{collections::BTreeSet, sync::OnceLock};

use anyhow::{Result, anyhow};
use bytes::Bytes;
use cors_browser::{Browser, Credentials, Outcome, PageRequest};
use cors_conformance::{Suite, reference};
use cors_core::adapter::{Head, Responder};
use cors_export::{Code, LossKind};
use http::{HeaderValue, Request, Response, header::ACCESS_CONTROL_REQUEST_METHOD};

use crate::{
    client::Client,
    judge::is_page,
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

/// What pages ask, and what they get of the policies themselves.
pub(crate) struct Pages<'a> {
    suite: &'a Suite,
    /// Only every so many-th request is made.
    step: usize,
    expected: OnceLock<Result<Vec<Expected>>>,
}

/// One request of a page, and what comes of it.
struct Expected {
    policy: String,
    page: String,
    request: PageRequest,
    asked: Asked,
}

/// A gateway that is asked.
pub(crate) struct Asking<'a> {
    pub(crate) mounts: &'a Mounts,
    pub(crate) upstream: &'a Upstream,
}

/// What came of it.
#[derive(Default)]
pub(crate) struct Browsed {
    pub(crate) requests: usize,
    /// Those of which the page gets less, as the exporter has told.
    pub(crate) narrower: usize,
    pub(crate) wrong: Vec<String>,
}

impl<'a> Pages<'a> {
    pub(crate) fn new(suite: &'a Suite, step: usize) -> Self {
        Self {
            suite,
            step,
            expected: OnceLock::new(),
        }
    }

    /// Asks below every policy that is written.
    pub(crate) fn ask(&self, asking: &Asking<'_>, client: &mut Client) -> Result<Browsed> {
        let expected = self.expected.get_or_init(|| self.expect());
        let expected = expected.as_ref().map_err(|error| anyhow!("{error:#}"))?;
        let mut browsed = Browsed::default();
        for expected in expected {
            let mounted = asking.mounts.get(&expected.policy);
            if let Some(mounted) = mounted.filter(|mounted| mounted.is_written()) {
                let through = Asked::new(
                    &expected.page,
                    &expected.request,
                    asking.upstream,
                    |request| client.send(request),
                );
                browsed.compare(mounted, &through, expected);
            }
        }
        Ok(browsed)
    }

    /// Asks the policies themselves.
    fn expect(&self) -> Result<Vec<Expected>> {
        let upstream = Upstream::start(self.suite.policies().map(|(name, _)| name))?;
        let mut direct = Client::new(upstream.address())?;
        let mut all = Vec::new();
        let mut number = 0;
        for (policy, rules) in self.suite.policies() {
            let responder = Responder::new(rules);
            for page in pages(self.suite, policy) {
                for request in requests(policy) {
                    number += 1;
                    if number % self.step == 0 {
                        let asked = Asked::new(&page, &request, &upstream, |request| {
                            answer(&responder, request, &mut direct)
                        });
                        all.push(Expected {
                            policy: policy.to_owned(),
                            page: page.clone(),
                            request,
                            asked,
                        });
                    }
                }
            }
        }
        Ok(all)
    }
}

impl Browsed {
    fn compare(&mut self, mounted: &Mounted, through: &Asked, expected: &Expected) {
        self.requests += 1;
        let of_policy = &expected.asked;
        let mut losses = mounted.export.losses().iter();
        let is_usual = ["GET", "HEAD", "POST"].contains(&&*of_policy.method);
        let is_told = losses.any(|loss| {
            loss.kind() == LossKind::Narrower && (loss.code() != Code::Method || !is_usual)
        });
        let what = if let Some(error) = &through.error {
            format!("there is no answer: {error}")
        } else if !through.sees.is_subset(&of_policy.sees) {
            "looser: the page sees more than the policy lets it".to_owned()
        } else if through.runs > of_policy.runs {
            "looser: a handler runs that the policy keeps from running".to_owned()
        } else if through.sees == of_policy.sees && through.runs == of_policy.runs {
            return;
        } else if is_told {
            self.narrower += 1;
            return;
        } else {
            "the page sees less than the policy lets it, and no loss says so".to_owned()
        };
        let Expected {
            page,
            policy,
            request,
            ..
        } = expected;
        let (through, of_policy) = (&through.outcome, &of_policy.outcome);
        self.wrong.push(format!(
            "a page of {page} below {policy}: {what}\n{request:?}\n\
             through the gateway:\n{through}of the policy itself:\n{of_policy}"
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
    /// Of the request, after the preflight if there was one.
    method: String,
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
        let (mut runs, mut method, mut error) = (0, String::new(), None);
        while let Some(request) = fetch.next_request() {
            let asked_for = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD);
            let is_preflight = asked_for.is_some();
            let asked_for = asked_for.and_then(|value| value.to_str().ok());
            asked_for
                .unwrap_or_else(|| request.method().as_str())
                .clone_into(&mut method);
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
            method,
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
        .filter(|origin| is_page(origin))
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
