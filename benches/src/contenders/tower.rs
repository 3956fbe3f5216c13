//! A bare tower service, and what axum's router has in common with it.

use core::{
    convert::Infallible,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method, Request, Response, header::CONTENT_TYPE};
use pin_project_lite::pin_project;
use tower::{Layer, Service};
use tower_http::{
    cors::{AllowOrigin, Any, CorsLayer},
    csrf::CsrfLayer,
};

use super::{
    Answer, Contender, Subject,
    floor::Floor,
    floor_map,
    peer::{METHODS, predicate},
    polled, received,
};
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE},
    request::RequestHead,
};

pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Option<Box<dyn Subject>> {
    Some(match contender {
        Contender::Bare => boxed(Handler),
        Contender::Ours => boxed(cors_axum::CorsLayer::new(policy.build()).layer(Handler)),
        // The guard stands inside: as outer layer, it would leave `Vary` out of its refusals.
        Contender::Peer if policy == PolicyKind::Guarded => {
            boxed(peer(policy).layer(csrf(policy).layer(Handler)))
        }
        Contender::Peer => boxed(peer(policy).layer(Handler)),
        Contender::Floor => boxed(FloorLayer::new(policy).layer(Handler)),
        Contender::OtherPeer => return None,
    })
}

/// A service, called as hyper calls it: a clone for each request.
pub(super) struct InProcess<S, B> {
    service: S,
    request: Option<Request<B>>,
}

impl<S, B> InProcess<S, B> {
    pub(super) fn new(service: S) -> Self {
        Self {
            service,
            request: None,
        }
    }

    fn send<R>(&mut self) -> Response<R>
    where
        S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
    {
        let request = self.request.take().expect("a request is prepared");
        let mut service = self.service.clone();
        let Ok(response) = polled::output(async {
            core::future::poll_fn(|cx| service.poll_ready(cx)).await?;
            service.call(request).await
        });
        response
    }
}

impl<S, B, R> Subject for InProcess<S, B>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
    B: Default,
{
    fn prepare(&mut self, request: &RequestHead) {
        let mut prepared = Request::builder().method(request.method).uri("/");
        for (name, value) in &request.headers {
            prepared = prepared.header(*name, received(value));
        }
        self.request = Some(prepared.body(B::default()).expect("a request"));
    }

    fn call(&mut self) -> u16 {
        self.send().status().as_u16()
    }

    fn answer(&mut self) -> Answer {
        let response = self.send();
        Answer::of_map(response.status(), response.headers())
    }
}

fn boxed<S, R>(service: S) -> Box<dyn Subject>
where
    S: Service<Request<()>, Response = Response<R>, Error = Infallible> + Clone + 'static,
    R: 'static,
{
    Box::new(InProcess::<_, ()>::new(service))
}

/// tower-http's layer. Patterns are predicates, which is what it has.
///
/// Beyond what is due it exposes headers and allows credentials to everybody, and answers every
/// `OPTIONS` by itself. Preflights vary by `Origin` alone.
pub(super) fn peer(policy: PolicyKind) -> CorsLayer {
    let listed = || policy.origins().into_iter().map(value);
    let layer = CorsLayer::new()
        .allow_methods(METHODS.map(|method| method.parse::<Method>().expect("a method")))
        .allow_headers(HEADERS.map(HeaderName::from_static))
        .expose_headers(EXPOSED.map(HeaderName::from_static))
        .max_age(MAX_AGE);
    if policy == PolicyKind::Any {
        return layer.allow_origin(Any);
    }
    let layer = layer.allow_credentials(true);
    match predicate(policy) {
        None => layer.allow_origin(AllowOrigin::list(listed())),
        Some(allows) => layer.allow_origin(AllowOrigin::predicate(
            move |origin: &HeaderValue, _: &http::request::Parts| {
                origin.to_str().is_ok_and(&allows)
            },
        )),
    }
}

/// tower-http's guard of the same origins: a list of its own.
pub(super) fn csrf(policy: PolicyKind) -> CsrfLayer {
    let origins = policy.origins().into_iter();
    origins.fold(CsrfLayer::new(), |layer, origin| {
        layer.add_trusted_origin(origin).expect("an origin")
    })
}

fn value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).expect("an origin is a header's value")
}

/// `ok` to whatever comes, with the one header that a handler's response has at least.
#[derive(Clone)]
struct Handler;

impl Service<Request<()>> for Handler {
    type Response = Response<&'static str>;
    type Error = Infallible;
    type Future = Ready<Result<Response<&'static str>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut response = Response::new("ok");
        let value = HeaderValue::from_static("text/plain; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, value);
        ready(Ok(response))
    }
}

/// The floor: one count of references per clone, one per request, and a future with a name.
#[derive(Clone)]
pub(super) struct FloorLayer(Arc<Floor<HeaderValue>>);

impl FloorLayer {
    pub(super) fn new(policy: PolicyKind) -> Self {
        Self(Arc::new(Floor::of(policy)))
    }
}

impl<S> Layer<S> for FloorLayer {
    type Service = FloorService<S>;

    fn layer(&self, inner: S) -> FloorService<S> {
        FloorService {
            inner,
            floor: Arc::clone(&self.0),
        }
    }
}

#[derive(Clone)]
pub(super) struct FloorService<S> {
    inner: S,
    floor: Arc<Floor<HeaderValue>>,
}

impl<S, B, R> Service<Request<B>> for FloorService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = FloorFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let answer = self.floor.answer(request.method(), request.headers());
        FloorFuture {
            inner: if answer.is_preflight() {
                None
            } else {
                Some(self.inner.call(request))
            },
            answer: Some(answer),
            floor: Arc::clone(&self.floor),
        }
    }
}

pin_project! {
    pub(super) struct FloorFuture<F> {
        #[pin]
        inner: Option<F>,
        answer: Option<floor_map::Answer>,
        floor: Arc<Floor<HeaderValue>>,
    }
}

impl<F, R, E> Future for FloorFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let mut response = match this.inner.as_pin_mut() {
            Some(inner) => ready!(inner.poll(cx))?,
            None => Response::new(R::default()),
        };
        if let Some(answer) = this.answer.take() {
            if answer.is_preflight() {
                *response.status_mut() = answer.status();
                this.floor.grant(answer, response.headers_mut());
            } else {
                this.floor.decorate(answer, response.headers_mut());
            }
        }
        Poll::Ready(Ok(response))
    }
}
