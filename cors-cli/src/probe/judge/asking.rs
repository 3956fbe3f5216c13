//! Asking the server, and what it has answered until now.

use cors_browser::Outcome;
use http::{Method, Request};
use url::Url;

use super::super::server::{NoAnswer, NoAnswerKind, Server};
use super::{Plan, answers::Answer, requests, trust::Trust};

/// As many requests in a row without an answer are the last: something between may drop only what looks odd.
const MOST_UNANSWERED: u8 = 8;

/// As many are waited for at all.
const MOST_TIMEOUTS: u8 = 2;

/// A server that is asked.
pub(super) struct Asking<'a, S> {
    server: &'a mut S,
    pub(super) plan: &'a Plan<'a>,
    pub(super) trust: Trust<'a>,
    /// Where redirects led the named page.
    pub(super) url: String,
    answers: Vec<Answer>,
    /// In a row.
    unanswered: u8,
    timeouts: u8,
}

impl<'a, S: Server> Asking<'a, S> {
    pub(super) fn new(server: &'a mut S, plan: &'a Plan<'a>, outcome: &Outcome) -> Self {
        let sent = outcome.exchanges().iter().map(Answer::of);
        let answers: Vec<_> = sent.map(|answer| really_sent(answer, plan)).collect();
        Self {
            server,
            trust: Trust::new(&plan.trusted, plan.policy),
            url: target(plan.url, &answers),
            plan,
            answers,
            unanswered: 0,
            timeouts: 0,
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
        if self.unanswered >= MOST_UNANSWERED || self.timeouts >= MOST_TIMEOUTS {
            return None;
        }
        match self.server.ask(&request).await {
            Ok(response) => {
                self.unanswered = 0;
                let answer = Answer { request, response };
                self.answers.push(answer.clone());
                Some(answer)
            }
            Err(NoAnswer { kind, .. }) => {
                self.unanswered += 1;
                match kind {
                    NoAnswerKind::Timeout => self.timeouts += 1,
                    // None is left, and none will be.
                    NoAnswerKind::Budget => self.unanswered = MOST_UNANSWERED,
                    _ => {}
                }
                None
            }
        }
    }

    pub(super) async fn get(&mut self, origin: &str) -> Option<Answer> {
        let request = requests::actual("GET", &self.url, origin);
        self.ask(request).await
    }

    /// The named page's method as browsers write it: <https://fetch.spec.whatwg.org/#concept-method-normalize>.
    pub(super) fn method(&self) -> &'a str {
        let written = self.plan.method;
        let normalised = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"].into_iter();
        let mut same = normalised.filter(|method| method.eq_ignore_ascii_case(written));
        same.next().unwrap_or(written)
    }

    /// The method that has to be asked for by a preflight, whoever sends it.
    pub(super) fn unsafe_method(&self) -> &'a str {
        match self.method() {
            "GET" | "HEAD" | "POST" => "PUT",
            method => method,
        }
    }

    /// The named page's method, if it may be sent.
    pub(super) fn sendable(&self) -> Option<&'a str> {
        let method = self.method();
        let is_safe = matches!(method, "GET" | "HEAD" | "OPTIONS");
        (is_safe || self.plan.may_send).then_some(method)
    }
}

/// GET is sent in the place of what may change something, unless that may be sent.
fn really_sent(mut answer: Answer, plan: &Plan<'_>) -> Answer {
    if !plan.may_send && !answer.request.method().is_safe() {
        *answer.request.method_mut() = Method::GET;
    }
    answer
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
