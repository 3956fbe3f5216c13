//! Rocket, through its local client.

use cors_conformance::{Reply, Skip};
use cors_examples::app::{self, Framework};
use rocket::{
    http::{Header, Method},
    local::blocking::Client,
};

use crate::{in_process, over_http_1, over_http_2};

/// Over every version of HTTP.
const SKIPS: &[Skip] = &[
    Skip::new("method-that-nobody-knows", UNKNOWN),
    Skip::new("guard-covers-query", UNKNOWN),
    Skip::new("guard-covers-get-in-lower-case", UNKNOWN),
    Skip::new("origin-of-non-ascii-bytes-in-a-preflight", DROPPED),
    Skip::new("request-method-of-non-ascii-bytes", DROPPED),
    Skip::new("minimal-request-method-of-non-ascii-bytes", DROPPED),
    Skip::new("echo-of-what-is-no-method", DROPPED),
    Skip::new(
        "form-that-asks-for-another-method",
        "Rocket takes the method from a form's field _method, before any fairing",
    ),
    Skip::new("guard-origin-of-other-bytes", DROPPED_BY_NO_BROWSER),
    Skip::new("guard-upgrade-of-other-bytes", DROPPED_BY_NO_BROWSER),
];

const SKIPS_OF_HTTP_1: &[Skip] = &[
    Skip::new("own-host-and-another-target", HIDDEN),
    Skip::new("own-target-and-host-of-another-port", HIDDEN),
    Skip::new("host-unknown-host-and-another-target", HIDDEN),
    Skip::new("host-unknown-target-and-another-expected-host", HIDDEN),
    Skip::new("host-unknown-target-and-host-of-another-port", HIDDEN),
    Skip::new("host-target-of-another-port-than-that-left-out", HIDDEN),
];

const SKIPS_OF_HTTP_2: &[Skip] = &[
    Skip::new("own-malformed-host-port-that-is-none", SPLIT),
    Skip::new("own-malformed-host-port-of-letters", SPLIT),
    Skip::new("own-malformed-host-with-user", SPLIT),
    Skip::new("host-unknown-malformed-port-that-is-none", SPLIT),
    Skip::new("host-unknown-malformed-port-of-letters", SPLIT),
    Skip::new("host-unknown-malformed-with-user", SPLIT),
    Skip::new("host-unknown-long-port", SPLIT),
];

/// Over HTTP/1.1 and in process.
pub(crate) fn skips() -> Vec<Skip> {
    [SKIPS, SKIPS_OF_HTTP_1].concat()
}

const UNKNOWN: &str = "Rocket answers methods that it doesn't know with 400, before any fairing";

const DROPPED_BY_NO_BROWSER: &str = "Rocket drops headers that are not UTF-8 before any fairing, which no \
                                     browser sends";

const HIDDEN: &str = "Rocket hides the authority of an absolute target";

const SPLIT: &str =
    "Rocket shows name and port of :authority, and neither a port that is none nor a user";

const DROPPED: &str = "Rocket drops headers that are not UTF-8 before any fairing, so that without \
                       Origin or Access-Control-Request-Method it is no preflight";

#[test]
fn conforms_in_process() {
    in_process(Framework::Rocket, &skips(), |policies, spy| {
        let client = Client::untracked(app::rocket::app(policies, &spy)).unwrap();
        move |request| {
            // Its client knows the methods that the server does, which answers others by itself.
            let method = request.method().parse::<Method>();
            let known = method
                .ok()
                .filter(|method| method.as_str() == request.method());
            let Some(method) = known else {
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
    over_http_1(Framework::Rocket, &skips());
}

#[test]
fn conforms_over_http_2() {
    over_http_2(Framework::Rocket, &[SKIPS, SKIPS_OF_HTTP_2].concat());
}
