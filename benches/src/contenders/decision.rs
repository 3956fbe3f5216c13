//! No framework: the decision about a method and a map of headers, and what it puts into another.

use core::{hint::black_box, mem::take};

use cors_core::adapter::{Decision, Head, Responder};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE},
};

use super::{Answer, Contender, Subject, core_only, floor::Floor, received};
use crate::{PolicyKind, request::RequestHead};

/// The decision alone.
pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Box<dyn Subject> {
    match contender {
        Contender::Bare => decides(|_, _| 200),
        Contender::Ours => {
            let responder = Responder::with_constants(policy.build(), HeaderValue::from_static);
            decides(move |method, headers| {
                match responder.respond(&Head::new(method, None, headers)) {
                    Decision::Forward(headers) => {
                        black_box(&headers);
                        200
                    }
                    Decision::Answer(ref answer) => black_box(answer).status(),
                }
            })
        }
        Contender::Peer => {
            let cors = core_only::bunner(policy);
            decides(move |method, headers| {
                let (status, headers) = core_only::check_bunner(&cors, method, headers);
                black_box(&headers);
                status
            })
        }
        Contender::OtherPeer => {
            let cors = core_only::cors_core(policy);
            decides(move |method, headers| {
                let (status, headers) = core_only::check_cors_core(&cors, method, headers);
                black_box(&headers);
                status
            })
        }
        Contender::Floor => {
            let floor = Floor::of(policy);
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

/// The decision, and its headers put into a response's map.
pub(super) fn with_headers(contender: Contender, policy: PolicyKind) -> Box<dyn Subject> {
    match contender {
        Contender::Bare => responds(|_, _, _| 200),
        Contender::Ours => {
            let responder = Responder::with_constants(policy.build(), HeaderValue::from_static);
            responds(move |method, headers, response| {
                match responder.respond(&Head::new(method, None, headers)) {
                    Decision::Forward(headers) => {
                        black_box(headers.apply(response));
                        200
                    }
                    Decision::Answer(answer) => {
                        let status = answer.status();
                        black_box(answer.apply(response));
                        status
                    }
                }
            })
        }
        Contender::Peer => {
            let cors = core_only::bunner(policy);
            responds(move |method, headers, response| {
                let (status, headers) = core_only::check_bunner(&cors, method, headers);
                core_only::put_bunner(headers, response);
                status
            })
        }
        Contender::OtherPeer => {
            let cors = core_only::cors_core(policy);
            responds(move |method, headers, response| {
                let (status, headers) = core_only::check_cors_core(&cors, method, headers);
                core_only::put_cors_core(headers, response);
                status
            })
        }
        Contender::Floor => {
            let floor = Floor::of(policy);
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
    request: Option<(Method, HeaderMap)>,
    /// Of a handler that set one header, or new for a preflight's answer: the first header of a map
    /// allocates, and is the handler's where there is one.
    response: HeaderMap,
}

fn responds(
    respond: impl Fn(&Method, &HeaderMap, &mut HeaderMap) -> u16 + 'static,
) -> Box<dyn Subject> {
    Box::new(Responding {
        respond,
        request: None,
        response: HeaderMap::new(),
    })
}

impl<F: Fn(&Method, &HeaderMap, &mut HeaderMap) -> u16> Responding<F> {
    fn respond(&mut self) -> (u16, HeaderMap) {
        let (method, headers) = self.request.as_ref().expect("a request is prepared");
        let mut response = take(&mut self.response);
        let status = (self.respond)(method, headers, &mut response);
        (status, response)
    }
}

impl<F: Fn(&Method, &HeaderMap, &mut HeaderMap) -> u16> Subject for Responding<F> {
    fn prepare(&mut self, request: &RequestHead) {
        let (method, headers) = self.request.insert(parts(request));
        let is_preflight =
            *method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        self.response = HeaderMap::new();
        if !is_preflight {
            let value = HeaderValue::from_static("text/plain; charset=utf-8");
            self.response.insert(CONTENT_TYPE, value);
        }
    }

    fn call(&mut self) -> u16 {
        let (status, response) = self.respond();
        black_box(&response);
        status
    }

    fn answer(&mut self) -> Answer {
        let (status, response) = self.respond();
        let status = StatusCode::from_u16(status).expect("a status");
        Answer::of_map(status, &response)
    }
}

fn parts(request: &RequestHead) -> (Method, HeaderMap) {
    let lines = request.headers.iter();
    let lines = lines.map(|(name, value)| (HeaderName::from_static(name), received(value)));
    let method = request.method.parse().expect("a method");
    (method, lines.collect())
}
