//! The [application] without a framework, with the bare core in front:
//! adapter zero.
//!
//! Where it passes a case and an adapter doesn't, the mistake is the adapter's. It is also the
//! application in its shortest form, to be read before it is mounted on a framework. Only the bodies
//! of handlers are left out, because no case looks at them, and what comes after a handshake.

use core::panic::AssertUnwindSafe;
use std::{collections::HashMap, panic::catch_unwind};

use cors_core::adapter::{Decision, Head, Responder};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri,
    header::{LOCATION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE},
};

use crate::{Place, Reply, Request, Spy, Suite, application};

/// The application of a [`Suite`], guarded by its policies.
#[derive(Debug)]
pub struct Application {
    responders: HashMap<String, Responder<HeaderValue>>,
    spy: Spy,
}

impl Application {
    /// The routes below `/NAME` for every policy of the suite, and below `/none`.
    #[must_use]
    pub fn new(suite: &Suite) -> Self {
        Self {
            responders: suite
                .policies()
                .map(|(name, policy)| (name.to_owned(), Responder::new(policy)))
                .collect(),
            spy: Spy::new(),
        }
    }

    /// Answers a request.
    ///
    /// # Panics
    ///
    /// On a request that HTTP can't express. No case has one.
    #[must_use]
    pub fn send(&self, request: &Request) -> Reply {
        let method = Method::from_bytes(request.method().as_bytes()).expect("a method");
        let headers = request
            .headers()
            .map(|(name, value)| {
                (
                    HeaderName::from_bytes(name.as_bytes()).expect("a header name"),
                    HeaderValue::from_bytes(value).expect("a header value"),
                )
            })
            .collect();
        let uri = request.uri().parse().expect("a target");
        let response = self.respond(&method, &uri, &headers);
        Reply::new(
            response.status().as_u16(),
            response.headers(),
            Some(self.spy.take()),
        )
        .with_body(response.into_body())
    }

    fn respond(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response<&'static str> {
        let Some((name, path)) = uri.path()[1..].split_once('/') else {
            return status(StatusCode::NOT_FOUND);
        };
        let Some(responder) = self.responders.get(name) else {
            return match Place::parse(name) {
                Place::None => self.route(method, path, uri.query(), headers),
                _ => status(StatusCode::NOT_FOUND),
            };
        };
        let head = Head::new(method, uri, headers);
        let refuse = |body| body;
        guard(responder, &head, refuse, || {
            self.route(method, path, uri.query(), headers)
        })
    }

    /// The handlers, found by the path below `/NAME/`.
    fn route(
        &self,
        method: &Method,
        path: &str,
        query: Option<&str>,
        headers: &HeaderMap,
    ) -> Response<&'static str> {
        let segments: Vec<_> = path.split('/').collect();
        match (&segments[..], method.as_str()) {
            (["echo"], "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => {
                self.spy.visit();
                response(StatusCode::OK, application::ECHO_HEADERS)
            }
            (["get-only" | "stream"], "GET") => {
                self.spy.visit();
                status(StatusCode::OK)
            }
            (["status", code], "GET" | "POST") => {
                self.spy.visit();
                let code = application::status_code(code);
                match code.and_then(|code| StatusCode::from_u16(code).ok()) {
                    Some(code) => response(code, application::STATUS_HEADERS),
                    None => status(StatusCode::BAD_REQUEST),
                }
            }
            (["fail"], "GET") => {
                self.spy.visit();
                status(StatusCode::INTERNAL_SERVER_ERROR)
            }
            (["panic"], "GET") => catch_unwind(AssertUnwindSafe(|| self.panic()))
                .unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR)),
            (["override"], "GET") => {
                self.spy.visit();
                response(StatusCode::OK, application::OVERRIDE_HEADERS)
            }
            (["cached"], "GET") => {
                self.spy.visit();
                response(StatusCode::OK, application::CACHED_HEADERS)
            }
            (["redirect"], "GET" | "PUT" | "POST") => {
                self.spy.visit();
                redirect(query)
            }
            (["counter"], "GET" | "POST" | "PUT" | "PATCH" | "DELETE") => {
                self.spy.visit();
                status(StatusCode::OK)
            }
            (["socket"], "GET") if is_handshake(headers) => {
                self.spy.visit();
                status(StatusCode::SWITCHING_PROTOCOLS)
            }
            (["socket"], "GET") => status(StatusCode::BAD_REQUEST),
            (
                [
                    "echo" | "get-only" | "stream" | "fail" | "panic" | "override" | "cached"
                    | "redirect" | "counter" | "socket",
                ]
                | ["status", _],
                _,
            ) => status(StatusCode::METHOD_NOT_ALLOWED),
            _ => status(StatusCode::NOT_FOUND),
        }
    }

    fn panic(&self) -> Response<&'static str> {
        self.spy.visit();
        panic!("the handler of /panic");
    }
}

/// Does what an adapter does: asks for the decision before the handler runs, and applies it after. `body`
/// makes the framework's body of the text of an answer, which is empty for preflights.
#[must_use]
pub fn guard<B>(
    responder: &Responder<HeaderValue>,
    head: &Head<'_>,
    body: impl FnOnce(&'static str) -> B,
    handler: impl FnOnce() -> Response<B>,
) -> Response<B> {
    match responder.respond(head) {
        Decision::Answer(answer) => {
            let mut response = Response::new(body(answer.body()));
            *response.status_mut() = answer.status_code();
            answer.apply(response.headers_mut());
            response
        }
        Decision::Forward(headers) => {
            let mut response = handler();
            headers.apply(response.headers_mut());
            response
        }
    }
}

fn is_handshake(headers: &HeaderMap) -> bool {
    let is = |name, value| headers.get(name).is_some_and(|line| line == value);
    is(UPGRADE, "websocket")
        && is(SEC_WEBSOCKET_VERSION, "13")
        && headers.contains_key(SEC_WEBSOCKET_KEY)
}

fn redirect(query: Option<&str>) -> Response<&'static str> {
    match application::redirect_location(query) {
        Some(to) => response(
            StatusCode::TEMPORARY_REDIRECT,
            &[(LOCATION.as_str(), to.as_str())],
        ),
        None => status(StatusCode::BAD_REQUEST),
    }
}

fn status(status: StatusCode) -> Response<&'static str> {
    response(status, &[])
}

fn response(status: StatusCode, headers: &[(&str, &str)]) -> Response<&'static str> {
    let builder = headers.iter().fold(
        Response::builder().status(status),
        |builder, (name, value)| builder.header(*name, *value),
    );
    builder.body("").expect("names and values are legal")
}
