//! Asking the server, and what it has answered until now.

use cors_browser::Outcome;
use http::{Method, Request, StatusCode};
use url::Url;

use super::super::server::{NoAnswer, NoAnswerKind, Server};
use super::{Plan, answers::Answer, requests, trust::Trust};

/// As many requests in a row without an answer are the last: something between may drop only what looks odd.
const MOST_UNANSWERED: u8 = 8;

/// As many of each method are waited for in vain: a firewall that drops OPTIONS drops all of them.
const MOST_TIMEOUTS: usize = 2;

/// As many in a row, whatever their methods, come from a server that is gone.
const MOST_TIMEOUTS_IN_A_ROW: u8 = 3;

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
    /// The methods that were waited for in vain, one for each time.
    timeouts: Vec<Method>,
    timeouts_in_a_row: u8,
    /// The answer that says that these are too many requests.
    limited: Option<Answer>,
    /// How many were sent and not answered.
    lost: usize,
    /// Why something was not asked.
    unasked: Option<String>,
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
            timeouts: Vec::new(),
            timeouts_in_a_row: 0,
            limited: None,
            lost: 0,
            unasked: None,
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
        if let Some(why) = self.why_not(request.method()) {
            self.unasked.get_or_insert(why);
            return None;
        }
        match self.server.ask(&request).await {
            Ok(response) => {
                self.unanswered = 0;
                self.timeouts_in_a_row = 0;
                let answer = Answer { request, response };
                // It says nothing of CORS elsewhere, and more requests would make it worse.
                if answer.status() == StatusCode::TOO_MANY_REQUESTS {
                    self.unasked.get_or_insert_with(|| too_many(&answer));
                    self.limited = Some(answer);
                    return None;
                }
                self.answers.push(answer.clone());
                Some(answer)
            }
            Err(NoAnswer { kind, sentence }) => {
                self.unanswered += 1;
                if kind != NoAnswerKind::Budget {
                    self.lost += 1;
                }
                match kind {
                    NoAnswerKind::Timeout => {
                        self.timeouts_in_a_row += 1;
                        self.timeouts.push(request.method().clone());
                    }
                    // None is left, and none will be.
                    NoAnswerKind::Budget => {
                        self.unanswered = MOST_UNANSWERED;
                        self.unasked.get_or_insert(sentence);
                    }
                    _ => {}
                }
                None
            }
        }
    }

    /// Why a request is not sent.
    fn why_not(&self, method: &Method) -> Option<String> {
        if let Some(answer) = &self.limited {
            return Some(too_many(answer));
        }
        if self.unanswered >= MOST_UNANSWERED {
            return Some(format!(
                "{MOST_UNANSWERED} requests in a row were not answered"
            ));
        }
        if self.timeouts_in_a_row >= MOST_TIMEOUTS_IN_A_ROW {
            return Some(format!(
                "{MOST_TIMEOUTS_IN_A_ROW} requests in a row were not answered in time; --timeout grants more"
            ));
        }
        let timeouts = self.timeouts.iter().filter(|of| *of == method);
        (timeouts.count() >= MOST_TIMEOUTS).then(|| {
            format!(
                "{MOST_TIMEOUTS} {method} requests were not answered in time; --timeout grants more"
            )
        })
    }

    /// How many requests were not answered.
    pub(super) fn lost(&self) -> usize {
        self.lost
    }

    /// Why not everything was asked, if it was not.
    pub(super) fn unasked(&self) -> Option<String> {
        self.unasked.clone()
    }

    /// The answer that ended the asking, where the server says that these are too many requests.
    pub(super) fn limited(&self) -> Option<&Answer> {
        self.limited.as_ref()
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

fn too_many(answer: &Answer) -> String {
    let status = answer.status().as_u16();
    format!("the server answered with {status}, which asks for fewer requests; try again later")
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
