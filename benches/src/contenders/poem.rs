//! poem: a route with one endpoint.

use ::poem::{
    Endpoint, EndpointExt, Request, Response, Result, Route, get, handler, middleware::Cors,
};
use http::HeaderValue;

use super::{
    Answer, Contender, Subject,
    floor::Floor,
    peer::{METHODS, predicate},
    polled, received,
};
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE},
    request::RequestHead,
};

pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Option<Box<dyn Subject>> {
    let bare = Route::new().at("/", get(ok).options(ok));
    match contender {
        Contender::Bare => Some(boxed(bare)),
        Contender::Ours => Some(boxed(bare.with(cors_poem::Cors::new(policy.build())))),
        Contender::Peer => Some(boxed(bare.with(peer(policy)))),
        Contender::OtherPeer => None,
        Contender::Floor => Some(boxed(FloorEndpoint {
            inner: bare,
            floor: Floor::of(policy),
        })),
    }
}

#[handler]
fn ok() -> &'static str {
    "ok"
}

struct InProcess<E> {
    endpoint: E,
    request: Option<Request>,
}

fn boxed(endpoint: impl Endpoint + 'static) -> Box<dyn Subject> {
    Box::new(InProcess {
        endpoint,
        request: None,
    })
}

impl<E: Endpoint> InProcess<E> {
    fn send(&mut self) -> Response {
        let request = self.request.take().expect("a request is prepared");
        polled::output(self.endpoint.get_response(request))
    }
}

impl<E: Endpoint> Subject for InProcess<E> {
    fn prepare(&mut self, request: &RequestHead) {
        let method = request.method.parse().expect("a method");
        let prepared = Request::builder().method(method).uri_str("/");
        let headers = request.headers.iter();
        let prepared = headers.fold(prepared, |prepared, (name, value)| {
            prepared.header(*name, received(value))
        });
        self.request = Some(prepared.finish());
    }

    fn call(&mut self) -> u16 {
        self.send().status().as_u16()
    }

    fn answer(&mut self) -> Answer {
        let response = self.send();
        Answer::of_map(response.status(), response.headers())
    }
}

/// poem's own, with its wildcards and its function.
///
/// It leaves out `Vary` for origins that are listed, and echoes the origin where any is allowed. A
/// refused request is answered with 403, and the handler does not run.
fn peer(policy: PolicyKind) -> Cors {
    let origins = policy.origins();
    let cors = Cors::new()
        .allow_methods(METHODS)
        .allow_headers(HEADERS)
        .expose_headers(EXPOSED)
        .allow_credentials(policy.credentials())
        .max_age(MAX_AGE.as_secs() as i32);
    match (policy, predicate(policy)) {
        (PolicyKind::Any, _) => cors,
        (PolicyKind::Subdomains, _) => origins.iter().fold(cors, Cors::allow_origin_regex),
        (_, Some(allows)) => cors.allow_origins_fn(allows),
        (_, None) => cors.allow_origins(origins),
    }
}

/// The floor: no more than a call within a call.
struct FloorEndpoint<E> {
    inner: E,
    floor: Floor<HeaderValue>,
}

impl<E: Endpoint> Endpoint for FloorEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let answer = self.floor.answer(request.method(), request.headers());
        if answer.is_preflight() {
            let mut response = Response::from(answer.status());
            self.floor.grant(answer, response.headers_mut());
            return Ok(response);
        }
        let mut response = self.inner.get_response(request).await;
        self.floor.decorate(answer, response.headers_mut());
        Ok(response)
    }
}
