//! The verdict: what the named page sees of the live server, asked by the modelled browser.

use cors_browser::{Blocked, Browser, Outcome, PageRequest, Reason};
use http::{HeaderValue, Method, Request, StatusCode};

use super::server::{NoAnswer, Server};
use crate::verdict::{self, Note};

/// What came of the page's request.
#[derive(Debug)]
pub(super) struct Verdict {
    outcome: Outcome,
    /// Why the last request was not answered, if it was not.
    no_answer: Option<NoAnswer>,
    /// Where another method was sent than the page asks with.
    stand_in: Option<StandIn>,
}

/// GET in the place of a method that may change something.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StandIn {
    method: Method,
    /// The answer to GET.
    status: Option<StatusCode>,
}

/// Asks as a page would. Only what changes nothing is sent, unless all may be.
pub(super) async fn ask(
    server: &mut impl Server,
    browser: &mut Browser,
    request: PageRequest,
    may_send: bool,
) -> Verdict {
    let mut fetch = browser.start(request);
    let mut no_answer = None;
    let mut stand_in = None;
    while let Some(mut request) = fetch.next_request() {
        let asked_with = request.method().clone();
        let is_changed = !may_send && !asked_with.is_safe();
        if is_changed {
            request = in_the_place_of(request);
        }
        let answer = server.ask(&request).await;
        if is_changed {
            stand_in = Some(StandIn {
                method: asked_with,
                status: answer.as_ref().ok().map(http::Response::status),
            });
        }
        match answer {
            Ok(response) => fetch.receive(&response),
            Err(no) => {
                no_answer = Some(no);
                fetch.fail();
            }
        }
    }
    Verdict {
        outcome: fetch.finish(),
        no_answer,
        stand_in,
    }
}

/// What is sent for a request that may change something.
pub(super) fn in_the_place_of(mut request: Request<()>) -> Request<()> {
    *request.method_mut() = Method::GET;
    request
}

impl Verdict {
    /// As the model has it, in which the page's own method was sent.
    pub(super) fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    pub(super) fn no_answer(&self) -> Option<&NoAnswer> {
        self.no_answer.as_ref()
    }

    /// Whether nothing at all was answered.
    pub(super) fn is_silent(&self) -> bool {
        self.no_answer.is_some() && self.outcome.exchanges().is_empty()
    }

    /// The preflight has allowed the request, which was not sent, and GET is answered with an error that lacks the
    /// headers: nothing is known of the answer that the page would get.
    pub(super) fn is_open(&self) -> bool {
        let is_error = |stand_in: &StandIn| {
            let status = stand_in.status;
            status.is_some_and(|status| status.is_client_error() || status.is_server_error())
        };
        let is_unread = matches!(
            self.outcome.result(),
            Err(Blocked::CorsCheck {
                preflight: false,
                after_preflight: true,
                ..
            })
        );
        is_unread && self.stand_in.as_ref().is_some_and(is_error)
    }

    /// Whether the page may have what it asked for, as far as that was asked.
    pub(super) fn is_allowed(&self) -> bool {
        verdict::is_allowed(&self.outcome) || self.is_open()
    }

    pub(super) fn reason(&self) -> Option<Reason> {
        verdict::reason(&self.outcome).filter(|_| !self.is_open())
    }

    pub(super) fn sentence(&self) -> String {
        let sentence = verdict::sentence(&self.outcome);
        match (&self.stand_in, &self.no_answer) {
            (Some(stand_in), _) if self.is_open() => {
                format!(
                    "the preflight allows {}, which was not sent",
                    stand_in.method
                )
            }
            (_, Some(no_answer)) => format!("{sentence}: {}", no_answer.sentence),
            _ => sentence,
        }
    }

    /// What the browser did, and what was really sent.
    pub(super) fn steps(&self) -> Vec<(String, &'static str)> {
        let mut steps = verdict::steps(&self.outcome);
        let Some(stand_in) = &self.stand_in else {
            return steps;
        };
        let sent = format!("{} ", stand_in.method);
        let mut last = steps.len();
        for (index, (sentence, _)) in steps.iter_mut().enumerate() {
            if let Some(rest) = sentence
                .strip_prefix(&sent)
                .filter(|rest| rest.contains(" is sent"))
            {
                *sentence = format!("GET {rest}, in the place of {}", stand_in.method);
                last = index + 1;
            }
        }
        if self.is_open() {
            steps.truncate(last);
        }
        steps
    }

    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = verdict::notes(&self.outcome);
        let note = self.stand_in.as_ref().map(|stand_in| {
            let method = &stand_in.method;
            let found = match stand_in.status {
                Some(status) if self.is_open() => format!(
                    "{method} was not sent; GET was in its place, and its answer, {}, has no CORS headers: \
                     whether the answer to {method} has them is not known",
                    status.as_u16()
                ),
                _ => format!(
                    "{method} was not sent: GET was in its place, and what the page sees is taken from its answer"
                ),
            };
            Note::new(format!("{found}; --send sends {method}, which may change something"))
        });
        notes.extend(note);
        notes
    }
}

/// The browser with the page, and the cookies that go with its requests.
pub(super) fn browser(origin: &str, cookie: Option<&HeaderValue>) -> Browser {
    let browser = Browser::at(origin);
    match cookie.and_then(|cookie| cookie.to_str().ok()) {
        Some(cookie) => browser.cookie(cookie),
        None => browser,
    }
}
