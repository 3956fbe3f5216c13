//! The modelled browser, sent to the core without a framework.

use std::collections::HashMap;

use cors_browser::{Browser, Engine, ReferrerPolicy};
use cors_conformance::reference;
use cors_core::{
    Policy,
    adapter::{Head, Responder},
};
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{LOCATION, ORIGIN},
};
use url::form_urlencoded;

use super::{
    network::TO,
    plan::{Act, Case, Page, Who},
    told::Told,
};

/// What is guarded, by the policies' names.
pub(super) struct Model {
    responders: HashMap<&'static str, Responder<HeaderValue>>,
}

/// What follows from the standard, and from the policy.
pub(super) struct Modelled {
    pub(super) told: Vec<Told>,
    /// Whether the page gets what it asks for. What is sent without CORS always does.
    pub(super) is_opened: bool,
    pub(super) explanation: String,
}

impl Model {
    pub(super) fn new(policies: &[(&'static str, Policy)]) -> Self {
        let responder = |(name, policy): &(&'static str, Policy)| (*name, Responder::new(policy));
        Self {
            responders: policies.iter().map(responder).collect(),
        }
    }

    pub(super) fn ask(&self, engine: Engine, page: &Page, case: &Case) -> Modelled {
        let mut browser = Browser::at(&page.origin).engine(engine);
        let mut fetch = browser.start(case.request(page));
        let mut told = Vec::new();
        while let Some(mut request) = fetch.next_request() {
            if tells_the_url(engine, page, case) {
                let origin = HeaderValue::from_str(&page.of_url);
                let origin = origin.unwrap_or(HeaderValue::from_static("null"));
                request.headers_mut().insert(ORIGIN, origin);
            }
            let answer = self.answer(&request);
            told.push(Told::modelled(&request, answer.status().as_u16()));
            fetch.receive(&answer);
        }
        let outcome = fetch.finish();
        Modelled {
            told,
            is_opened: outcome.result().is_ok(),
            explanation: outcome.to_string(),
        }
    }

    fn answer(&self, request: &Request<()>) -> Response<()> {
        let path = request.uri().path();
        if path == TO {
            return elsewhere(request);
        }
        let mut segments = path.trim_start_matches('/').split('/');
        let name = segments.next().unwrap_or_default();
        let Some(responder) = self.responders.get(name) else {
            return status(StatusCode::NOT_FOUND);
        };
        let handler = || match segments.next() {
            Some("counter") => status(StatusCode::OK),
            Some("socket") => status(StatusCode::SWITCHING_PROTOCOLS),
            Some("redirect") => redirect(request),
            _ => status(StatusCode::NOT_FOUND),
        };
        reference::guard(responder, &Head::of(request), |_| (), handler)
    }
}

/// Beacons of `WebKitGTK` have the origin of the frame's URL where the frame's own is `null`, unless its
/// referrer policy hides it. The model of a browser knows no such URL.
fn tells_the_url(engine: Engine, page: &Page, case: &Case) -> bool {
    engine == Engine::WebKit
        && page.who == Who::Sandboxed
        && case.act == Act::Beacon
        && page.policy != ReferrerPolicy::NoReferrer
}

fn status(status: StatusCode) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = status;
    response
}

fn redirect(request: &Request<()>) -> Response<()> {
    let query = request.uri().query().unwrap_or_default();
    let to = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "to");
    let to = to.and_then(|(_, to)| HeaderValue::from_str(&to).ok());
    let mut response = status(StatusCode::TEMPORARY_REDIRECT);
    if let Some(to) = to {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// It lets everybody read that it leads on.
fn elsewhere(request: &Request<()>) -> Response<()> {
    let mut response = match request.method().as_str() {
        "OPTIONS" => status(StatusCode::NO_CONTENT),
        _ => redirect(request),
    };
    let origin = request.headers().get("origin");
    let origin = origin.cloned().unwrap_or(HeaderValue::from_static("*"));
    let headers = response.headers_mut();
    headers.insert("access-control-allow-origin", origin);
    headers.insert(
        "access-control-allow-credentials",
        HeaderValue::from_static("true"),
    );
    headers.insert(
        "access-control-allow-methods",
        HeaderValue::from_static("PUT"),
    );
    response
}
