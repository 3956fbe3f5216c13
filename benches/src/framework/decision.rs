//! No framework: the decision about a method and a map of headers, and what it puts into another.

use core::hint::black_box;

use cors_core::adapter::{Decision, Responder};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::{Answer, Contender, Subject, core_only, floor::Floor};
use crate::{Setting, request::RequestHead};

/// The decision alone.
pub(super) fn subject(contender: Contender, setting: Setting) -> Box<dyn Subject> {
    match contender {
        Contender::Bare => decides(|_, _| 200),
        Contender::Ours => {
            let responder = Responder::<HeaderValue>::new(setting.policy());
            decides(
                move |method, headers| match responder.respond(&(method, headers)) {
                    Decision::Forward(headers) => {
                        black_box(&headers);
                        200
                    }
                    Decision::Preflight(preflight) => black_box(&preflight).status(),
                },
            )
        }
        Contender::Peer => {
            let cors = core_only::bunner(setting);
            decides(move |method, headers| {
                let (status, headers) = core_only::check_bunner(&cors, method, headers);
                black_box(&headers);
                status
            })
        }
        Contender::OtherPeer => {
            let cors = core_only::cors_core(setting);
            decides(move |method, headers| {
                let (status, headers) = core_only::check_cors_core(&cors, method, headers);
                black_box(&headers);
                status
            })
        }
        Contender::Floor => {
            let floor = Floor::of(setting);
            decides(move |method, headers| {
                let answer = floor.answer(method, headers);
                if black_box(&answer).is_preflight() {
                    answer.status().as_u16()
                } else {
                    200
                }
            })
        }
    }
}

/// The decision, and its headers put into a map that was empty.
pub(super) fn with_headers(contender: Contender, setting: Setting) -> Box<dyn Subject> {
    match contender {
        Contender::Bare => responds(|_, _, _| 200),
        Contender::Ours => {
            let responder = Responder::<HeaderValue>::new(setting.policy());
            responds(
                move |method, headers, response| match responder.respond(&(method, headers)) {
                    Decision::Forward(headers) => {
                        black_box(headers.apply(response));
                        200
                    }
                    Decision::Preflight(preflight) => {
                        black_box(preflight.apply(response));
                        preflight.status()
                    }
                },
            )
        }
        Contender::Peer => {
            let cors = core_only::bunner(setting);
            responds(move |method, headers, response| {
                let (status, headers) = core_only::check_bunner(&cors, method, headers);
                core_only::put_bunner(headers, response);
                status
            })
        }
        Contender::OtherPeer => {
            let cors = core_only::cors_core(setting);
            responds(move |method, headers, response| {
                let (status, headers) = core_only::check_cors_core(&cors, method, headers);
                core_only::put_cors_core(headers, response);
                status
            })
        }
        Contender::Floor => {
            let floor = Floor::of(setting);
            responds(move |method, headers, response| {
                let answer = floor.answer(method, headers);
                if answer.is_preflight() {
                    let status = answer.status();
                    floor.grant(answer, response);
                    status.as_u16()
                } else {
                    floor.decorate(answer, response);
                    200
                }
            })
        }
    }
}

/// What returns the status, which is 200 where a handler would run.
struct Deciding<F> {
    decide: F,
    method: Method,
    headers: HeaderMap,
}

fn decides(decide: impl Fn(&Method, &HeaderMap) -> u16 + 'static) -> Box<dyn Subject> {
    Box::new(Deciding {
        decide,
        method: Method::GET,
        headers: HeaderMap::new(),
    })
}

impl<F: Fn(&Method, &HeaderMap) -> u16> Subject for Deciding<F> {
    fn prepare(&mut self, request: &RequestHead) {
        (self.method, self.headers) = parts(request);
    }

    fn call(&mut self) -> u16 {
        (self.decide)(&self.method, &self.headers)
    }

    /// Without headers: there are none to see.
    fn answer(&mut self) -> Answer {
        Answer {
            status: self.call(),
            headers: Vec::new(),
        }
    }
}

/// What puts headers into the response, too.
struct Responding<F> {
    respond: F,
    method: Method,
    headers: HeaderMap,
}

fn responds(
    respond: impl Fn(&Method, &HeaderMap, &mut HeaderMap) -> u16 + 'static,
) -> Box<dyn Subject> {
    Box::new(Responding {
        respond,
        method: Method::GET,
        headers: HeaderMap::new(),
    })
}

impl<F: Fn(&Method, &HeaderMap, &mut HeaderMap) -> u16> Subject for Responding<F> {
    fn prepare(&mut self, request: &RequestHead) {
        (self.method, self.headers) = parts(request);
    }

    fn call(&mut self) -> u16 {
        let mut response = HeaderMap::new();
        let status = (self.respond)(&self.method, &self.headers, &mut response);
        black_box(&response);
        status
    }

    fn answer(&mut self) -> Answer {
        let mut response = HeaderMap::new();
        let status = (self.respond)(&self.method, &self.headers, &mut response);
        let status = StatusCode::from_u16(status).expect("a status");
        Answer::of_map(status, &response)
    }
}

fn parts(request: &RequestHead) -> (Method, HeaderMap) {
    let lines = request.headers.iter().map(|(name, value)| {
        let name = http::HeaderName::from_static(name);
        (
            name,
            HeaderValue::try_from(value).expect("a header's value"),
        )
    });
    let method = request.method.parse().expect("a method");
    (method, lines.collect())
}
