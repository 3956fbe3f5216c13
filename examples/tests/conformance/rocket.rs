//! Rocket, through its local client.

use cors_conformance::{Reply, Skip};
use cors_examples::app::{self, Framework};
use rocket::{
    http::{Header, Method},
    local::blocking::Client,
};

use crate::{in_process, over_http_1, over_http_2};

pub(crate) const SKIPS: &[Skip] = &[
    Skip::new(
        "method-that-nobody-knows",
        "Rocket answers methods that it doesn't know with 400, before any fairing",
    ),
    Skip::new("origin-of-non-ascii-bytes-in-a-preflight", DROPPED),
    Skip::new("request-method-of-non-ascii-bytes", DROPPED),
    Skip::new("minimal-request-method-of-non-ascii-bytes", DROPPED),
    Skip::new("echo-of-what-is-no-method", DROPPED),
    Skip::new(
        "form-that-asks-for-another-method",
        "Rocket takes the method from a form's field _method, before any fairing",
    ),
];

const DROPPED: &str = "Rocket drops headers that are not UTF-8 before any fairing, so that without \
                       Origin or Access-Control-Request-Method it is no preflight";

#[test]
fn conforms_in_process() {
    in_process(Framework::Rocket, SKIPS, |policies, spy| {
        let client = Client::untracked(app::rocket::app(policies, &spy)).unwrap();
        move |request| {
            // Its client knows the methods that the server does, which answers others by itself.
            let Ok(method) = request.method().parse::<Method>() else {
                return Reply {
                    status: 400,
                    headers: Vec::new(),
                    handler_runs: Some(0),
                    body: None,
                };
            };
            let mut sent = client.req(method, request.target());
            for (name, value) in request.headers() {
                // Rocket's server drops values that are not UTF-8, which its client can't have.
                if let Ok(value) = str::from_utf8(value) {
                    sent.add_header(Header::new(name.to_owned(), value.to_owned()));
                }
            }
            sent.set_body(request.body());
            let answer = sent.dispatch();
            let lines: Vec<_> = answer.headers().iter().collect();
            let headers = lines
                .iter()
                .map(|line| (line.name().as_str(), line.value()));
            let reply = Reply::new(answer.status().code, headers, None);
            // Streams run on until they are read.
            let reply = reply.with_body(answer.into_bytes().unwrap_or_default());
            Reply {
                handler_runs: Some(spy.take()),
                ..reply
            }
        }
    });
}

#[test]
fn conforms_over_http_1() {
    over_http_1(Framework::Rocket, SKIPS);
}

#[test]
fn conforms_over_http_2() {
    over_http_2(Framework::Rocket, SKIPS);
}
