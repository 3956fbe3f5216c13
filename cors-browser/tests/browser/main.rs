//! The modelled browser, step by step of the standard.

mod cache;
mod credentials;
mod curl;
mod explanation;
mod guarded;
mod hostile;
mod notes;
mod notes_law;
mod preflight;
mod reasons;
mod redirects;
mod responses;

use cors_browser::{Browser, Outcome, PageRequest};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};

const PAGE: &str = "https://app.example.com";
const API: &str = "https://api.example.com/things";

/// A server that gives the same answers to all: one to `OPTIONS`, one to anything else.
struct Server {
    preflight: Response<()>,
    actual: Response<()>,
}

impl Server {
    /// Both with these header lines.
    fn new(lines: &[(&'static str, &str)]) -> Self {
        Self {
            preflight: response(204, lines),
            actual: response(200, lines),
        }
    }

    fn preflight(mut self, status: u16, lines: &[(&'static str, &str)]) -> Self {
        self.preflight = response(status, lines);
        self
    }

    fn actual(mut self, status: u16, lines: &[(&'static str, &str)]) -> Self {
        self.actual = response(status, lines);
        self
    }

    fn answer(&self, request: &Request<()>) -> Response<()> {
        if request.method() == "OPTIONS" {
            self.preflight.clone()
        } else {
            self.actual.clone()
        }
    }

    fn fetch(&self, request: PageRequest) -> Outcome {
        self.fetch_by(&mut Browser::at(PAGE), request)
    }

    fn fetch_by(&self, browser: &mut Browser, request: PageRequest) -> Outcome {
        browser.fetch(&mut |request| self.answer(&request), request)
    }
}

fn response(status: u16, lines: &[(&'static str, &str)]) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = status.try_into().unwrap();
    for &(name, value) in lines {
        let value = HeaderValue::from_str(value).unwrap();
        response
            .headers_mut()
            .append(HeaderName::from_static(name), value);
    }
    response
}

/// `METHOD URI` of everything that was sent.
fn sent(outcome: &Outcome) -> Vec<String> {
    let line = |request: &Request<()>| format!("{} {}", request.method(), request.uri());
    outcome
        .exchanges()
        .iter()
        .map(|e| line(e.request()))
        .collect()
}

/// The lines of the request that was sent as number `index`, except `host`, `accept` and `sec-fetch-*`.
fn lines(outcome: &Outcome, index: usize) -> Vec<String> {
    let headers = outcome.exchanges()[index].request().headers().clone();
    let mut lines = show(&headers);
    let others = ["host: ", "accept: ", "sec-fetch-"];
    lines.retain(|line| !others.iter().any(|other| line.starts_with(other)));
    lines
}

fn show(headers: &HeaderMap) -> Vec<String> {
    let line = |(name, value): (&HeaderName, &HeaderValue)| {
        format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))
    };
    let mut lines: Vec<_> = headers.iter().map(line).collect();
    lines.sort();
    lines
}

#[track_caller]
fn blocked(outcome: &Outcome) -> String {
    match outcome.result() {
        Ok(response) => panic!("not blocked: {response:#?}"),
        Err(blocked) => blocked.to_string(),
    }
}
