//! Servers that don't answer everything, and methods that are not sent.

use cors_browser::{Browser, PageRequest};
use http::{Method, Request, Response, StatusCode};

use super::{
    super::{Plan, findings},
    codes,
    museum::{self, APP, page},
    probe,
};
use crate::probe::{
    finding::Finding,
    server::{NoAnswer, NoAnswerKind, Server},
};

const URL: &str = "https://api.example.net/things";

/// A server that answers only some requests.
struct Silent<'a> {
    answers: &'a dyn Fn(&Request<()>) -> Option<Response<()>>,
    asked: Vec<Request<()>>,
    kind: NoAnswerKind,
}

impl Server for Silent<'_> {
    async fn ask(&mut self, request: &Request<()>) -> Result<Response<()>, NoAnswer> {
        self.asked.push(request.clone());
        (self.answers)(request).ok_or_else(|| NoAnswer {
            kind: self.kind,
            sentence: "there was no answer within 10 seconds".to_owned(),
        })
    }
}

fn ask(
    answers: &dyn Fn(&Request<()>) -> Option<Response<()>>,
    method: &str,
    may_send: bool,
) -> (Vec<Finding>, Vec<Request<()>>) {
    ask_in_vain(answers, method, may_send, NoAnswerKind::Timeout)
}

fn ask_in_vain(
    answers: &dyn Fn(&Request<()>) -> Option<Response<()>>,
    method: &str,
    may_send: bool,
    kind: NoAnswerKind,
) -> (Vec<Finding>, Vec<Request<()>>) {
    let mut browser = Browser::at(APP);
    let mut fetch = browser.start(PageRequest::new(method, URL));
    while let Some(mut request) = fetch.next_request() {
        if !may_send && !request.method().is_safe() {
            *request.method_mut() = Method::GET;
        }
        match answers(&request) {
            Some(response) => fetch.receive(&response),
            None => fetch.fail(),
        }
    }
    let outcome = fetch.finish();
    let plan = Plan {
        url: URL,
        origin: APP,
        method,
        trusted: vec![APP.to_owned()],
        policy: None,
        may_send,
    };
    let mut server = Silent {
        answers,
        asked: Vec::new(),
        kind,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let found = runtime.block_on(findings(&mut server, &plan, &outcome));
    (found, server.asked)
}

/// A firewall that drops what looks odd to it, and what comes after that is still found.
#[test]
fn odd_origins_that_nobody_answers() {
    let serve = museum::allowing(
        |origin| matches!(origin, APP | "http://localhost:3000"),
        true,
    );
    let is_odd = |request: &Request<()>| {
        let origin = request.headers().get("origin");
        origin.is_some_and(|origin| origin.as_bytes().iter().any(|byte| b"_}!`~".contains(byte)))
    };
    let answers = |request: &Request<()>| (!is_odd(request)).then(|| serve(request));
    let (found, _) = ask_in_vain(&answers, "GET", false, NoAnswerKind::Closed);
    assert_eq!(codes(&found), [("allows-localhost", "warning")]);
    // Each of them would be waited for.
    let (found, asked) = ask_in_vain(&answers, "GET", false, NoAnswerKind::Timeout);
    assert_eq!(codes(&found), []);
    let unanswered = asked.iter().filter(|request| is_odd(request)).count();
    assert_eq!(unanswered, 2);
}

#[test]
fn preflights_that_nobody_answers() {
    let serve = museum::allowing(|origin| origin == APP, true);
    let answers =
        |request: &Request<()>| (*request.method() != Method::OPTIONS).then(|| serve(request));
    let (found, _) = ask(&answers, "PUT", false);
    assert_eq!(codes(&found), [("preflight-failed", "error")]);
    assert_eq!(
        found[0].message,
        "the page is blocked: the preflight was not answered"
    );
    assert_eq!(
        found[0].advice,
        "find out what drops OPTIONS: a firewall, a proxy, a handler that never answers"
    );
    let request = found[0].request.as_ref().unwrap();
    assert_eq!(request.method(), Method::OPTIONS);
    assert_eq!(request.headers()["access-control-request-method"], "PUT");
}

#[test]
fn answers_that_never_come_after_a_preflight() {
    let serve = museum::allowing(|origin| origin == APP, true);
    let answers =
        |request: &Request<()>| (*request.method() == Method::OPTIONS).then(|| serve(request));
    let (found, asked) = ask(&answers, "PUT", true);
    assert_eq!(codes(&found), [("no-response", "error")]);
    assert_eq!(
        found[0].message,
        "the page is blocked: there was no response"
    );
    assert!(asked.len() < 10, "{}", asked.len());
}

#[test]
fn a_server_that_is_gone_is_left_alone() {
    let (found, asked) = ask(&|_| None, "GET", false);
    assert_eq!(codes(&found), [("no-response", "error")]);
    assert_eq!(asked.len(), 2);
}

/// `GET` is no route of it, and only its error handler answers.
fn writable(allows: fn(&str) -> bool) -> impl Fn(&Request<()>) -> Option<Response<()>> {
    let serve = museum::allowing(allows, true);
    move |request| {
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        Some(if is_read {
            let mut response = Response::new(());
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response
        } else {
            serve(request)
        })
    }
}

#[test]
fn what_is_not_sent_is_judged_by_its_preflights() {
    let missing = ("headers-missing-on-error", "warning");
    let (found, asked) = ask(&writable(|origin| origin == APP), "PUT", false);
    assert_eq!(codes(&found), [missing]);
    assert!(asked.iter().all(|request| request.method().is_safe()));
    let (found, _) = ask(&writable(|origin| origin.starts_with(APP)), "PUT", false);
    assert_eq!(codes(&found), [("allows-prefix", "error"), missing]);
    let (found, _) = ask(&writable(|_| true), "PUT", false);
    assert_eq!(codes(&found), [missing, ("reflects-any-origin", "error")]);
}

#[test]
fn what_may_be_sent_is() {
    let missing = ("headers-missing-on-error", "warning");
    let (found, asked) = ask(&writable(|_| true), "PUT", true);
    assert_eq!(codes(&found), [missing, ("reflects-any-origin", "error")]);
    assert!(asked.iter().any(|request| *request.method() == Method::PUT));
    let (found, _) = ask(&writable(|origin| origin == APP), "PUT", true);
    assert_eq!(codes(&found), [missing]);
}

#[test]
fn a_page_of_the_servers_own() {
    let own = page().origins(&["https://api.example.net"]);
    let (found, _) = probe(&|_| Response::new(()), &own, None);
    assert_eq!(codes(&found), []);
    let serve = museum::allowing(|origin| origin.ends_with("example.net"), true);
    let (found, _) = probe(&serve, &own, None);
    assert_eq!(codes(&found), [("allows-suffix", "error")]);
}

#[test]
fn methods_as_pages_may_write_them() {
    let serve = museum::allowing(|origin| origin == APP, true);
    for method in ["get", "Head", "post", "put", "delete", "options"] {
        let (found, asked) = ask(&|request| Some(serve(request)), method, false);
        let expected: &[_] = match method {
            "options" => &[("method-not-allowed", "error")],
            _ => &[],
        };
        assert_eq!(codes(&found), expected, "{method}");
        assert!(
            asked.iter().all(|request| request.method().is_safe()),
            "{method}"
        );
    }
    let (found, _) = ask(&|request| Some(serve(request)), "TRACE", false);
    assert_eq!(codes(&found), []);
}
