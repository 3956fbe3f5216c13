//! Asking the server, and what it has answered until now.

use cors_browser::Outcome;
use http::{Method, Request};
use url::Url;

use super::super::server::{NoAnswer, NoAnswerKind, Server};
use super::{Plan, answers::Answer, requests, trust::Trust};

/// As many requests in a row without an answer are the last.
const PATIENCE: u8 = 2;

/// A server that is asked.
pub(super) struct Asking<'a, S> {
    server: &'a mut S,
    pub(super) plan: &'a Plan<'a>,
    pub(super) trust: Trust<'a>,
    /// Where redirects led the named page.
    pub(super) url: String,
    answers: Vec<Answer>,
    patience: u8,
}

impl<'a, S: Server> Asking<'a, S> {
    pub(super) fn new(server: &'a mut S, plan: &'a Plan<'a>, outcome: &Outcome) -> Self {
        let answers: Vec<_> = outcome.exchanges().iter().map(Answer::of).collect();
        Self {
            server,
            trust: Trust::new(&plan.trusted, plan.policy),
            url: target(plan.url, &answers),
            plan,
            answers,
            patience: PATIENCE,
        }
    }

    /// Every answer.
    pub(super) fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The answer, unless the server has fallen silent. What was asked before is not asked again.
    pub(super) async fn ask(&mut self, request: Option<Request<()>>) -> Option<Answer> {
        let request = request?;
        let known = self
            .answers
            .iter()
            .find(|known| is_same(&known.request, &request));
        if let Some(known) = known {
            return Some(known.clone());
        }
        if self.patience == 0 {
            return None;
        }
        match self.server.ask(&request).await {
            Ok(response) => {
                self.patience = PATIENCE;
                let answer = Answer { request, response };
                self.answers.push(answer.clone());
                Some(answer)
            }
            Err(NoAnswer { kind, .. }) => {
                self.patience = match kind {
                    // None is left, and none will be.
                    NoAnswerKind::Budget => 0,
                    _ => self.patience - 1,
                };
                None
            }
        }
    }

    pub(super) async fn get(&mut self, origin: &str) -> Option<Answer> {
        let request = requests::actual("GET", &self.url, origin);
        self.ask(request).await
    }

    /// The method that has to be asked for by a preflight, whoever sends it.
    pub(super) fn unsafe_method(&self) -> &'a str {
        match self.plan.method {
            "GET" | "HEAD" | "POST" => "PUT",
            method => method,
        }
    }

    /// The named page's method, if it may be sent.
    pub(super) fn sendable(&self) -> Option<&'a str> {
        let method = self.plan.method;
        let is_safe = matches!(method, "GET" | "HEAD" | "OPTIONS");
        (is_safe || self.plan.may_send).then_some(method)
    }
}

fn is_same(one: &Request<()>, other: &Request<()>) -> bool {
    one.method() == other.method() && one.uri() == other.uri() && one.headers() == other.headers()
}

/// Where the last actual request went, if that is the same host: the page reads nothing else.
fn target(url: &str, answers: &[Answer]) -> String {
    let actual = answers
        .iter()
        .rfind(|answer| *answer.request.method() != Method::OPTIONS);
    let last = actual.and_then(|answer| Url::parse(&answer.request.uri().to_string()).ok());
    match (Url::parse(url).ok(), last) {
        (Some(url), Some(last)) if url.host_str() == last.host_str() => last.into(),
        (Some(mut url), _) => {
            url.set_fragment(None);
            url.into()
        }
        (None, _) => url.to_owned(),
    }
}
