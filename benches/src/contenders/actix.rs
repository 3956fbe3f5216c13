//! actix-web: an app with one resource.

use core::{
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::rc::Rc;

use actix_web::{
    App, Error, HttpResponse,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::{
        Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
            ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN, VARY,
        },
    },
    test::{TestRequest, init_service},
    web,
};
use pin_project_lite::pin_project;

use super::{
    Answer, Contender, Subject,
    floor::{Decision, Floor, varies_by_origin},
    peer::{METHODS, predicate},
    polled,
};
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE},
    request::RequestHead,
};

pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Option<Box<dyn Subject>> {
    // The type of the request has no name outside of actix-http.
    macro_rules! in_process {
        ($app:expr) => {
            Some(boxed(polled::output(init_service($app)), |head| {
                builder(head).to_request()
            }))
        };
    }
    let app = || {
        let methods = [web::get().to(ok), web::method(Method::OPTIONS).to(ok)];
        let resource = methods
            .into_iter()
            .fold(web::resource("/"), |all, route| all.route(route));
        App::new().service(resource)
    };
    match contender {
        Contender::Bare => in_process!(app()),
        Contender::Ours => in_process!(app().wrap(cors_actix::Cors::new(policy.build()))),
        Contender::Peer => in_process!(app().wrap(peer(policy))),
        Contender::OtherPeer => None,
        Contender::Floor => in_process!(app().wrap(FloorTransform(Rc::new(Floor::new(
            policy,
            HeaderValue::from_static
        ))))),
    }
}

async fn ok() -> &'static str {
    "ok"
}

struct InProcess<S, Q> {
    service: S,
    to_request: fn(&RequestHead) -> Q,
    request: Option<Q>,
}

fn boxed<S, Q, B>(service: S, to_request: fn(&RequestHead) -> Q) -> Box<dyn Subject>
where
    S: Service<Q, Response = ServiceResponse<B>, Error = Error> + 'static,
    Q: 'static,
    B: 'static,
{
    Box::new(InProcess {
        service,
        to_request,
        request: None,
    })
}

impl<S, Q> InProcess<S, Q> {
    fn send<B>(&mut self) -> ServiceResponse<B>
    where
        S: Service<Q, Response = ServiceResponse<B>, Error = Error>,
    {
        let request = self.request.take().expect("a request is prepared");
        polled::output(self.service.call(request)).expect("no error is left at the end of an app")
    }
}

impl<S, Q, B> Subject for InProcess<S, Q>
where
    S: Service<Q, Response = ServiceResponse<B>, Error = Error>,
{
    fn prepare(&mut self, request: &RequestHead) {
        self.request = Some((self.to_request)(request));
    }

    fn call(&mut self) -> u16 {
        self.send().status().as_u16()
    }

    fn answer(&mut self) -> Answer {
        let response = self.send();
        let lines = response.headers().iter();
        let lines = lines.map(|(name, value)| (name.as_str(), value.as_bytes()));
        Answer::new(response.status().as_u16(), lines)
    }
}

fn builder(head: &RequestHead) -> TestRequest {
    let method = head.method.parse().expect("a method");
    let request = TestRequest::with_uri("/").method(method);
    head.headers.iter().fold(request, |request, (name, value)| {
        let value = HeaderValue::from_str(value).expect("a header's value");
        // As `super::received` does, for the other version of this type.
        drop(value.clone());
        request.insert_header((*name, value))
    })
}

/// actix-cors. Patterns are functions, which is what it has.
///
/// Beyond what is due it exposes headers and allows credentials to everybody, and every response
/// varies by all three headers. A refused preflight is answered with 400.
fn peer(policy: PolicyKind) -> actix_cors::Cors {
    let cors = actix_cors::Cors::default()
        .allowed_methods(METHODS)
        .allowed_headers(HEADERS)
        .expose_headers(EXPOSED)
        .max_age(MAX_AGE.as_secs() as usize);
    if policy == PolicyKind::Any {
        return cors.allow_any_origin().send_wildcard();
    }
    let cors = cors.supports_credentials();
    match predicate(policy) {
        None => {
            let origins = policy.origins();
            origins
                .iter()
                .fold(cors, |cors, origin| cors.allowed_origin(origin))
        }
        Some(allows) => cors.allowed_origin_fn(move |origin, _| origin.to_str().is_ok_and(&allows)),
    }
}

/// The floor: a future with a name, and one count of references, which is not atomic.
struct FloorTransform(Rc<Floor<HeaderValue>>);

impl<S, B> Transform<S, ServiceRequest> for FloorTransform
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = FloorService<S>;
    type InitError = ();
    type Future = Ready<Result<FloorService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(FloorService {
            inner,
            floor: Rc::clone(&self.0),
        }))
    }
}

struct FloorService<S> {
    inner: S,
    floor: Rc<Floor<HeaderValue>>,
}

impl<S, B> Service<ServiceRequest> for FloorService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = FloorFuture<S::Future, B>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let floor = &self.floor;
        let headers = request.headers();
        let origin = headers.get(ORIGIN);
        let decision = floor.decide(
            request.method() == Method::OPTIONS,
            origin.map(HeaderValue::as_bytes),
            || Some(headers.get(ACCESS_CONTROL_REQUEST_METHOD)?.as_bytes()),
            || {
                let lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS);
                lines.map(HeaderValue::as_bytes)
            },
        );
        let origin = floor.shared(decision, origin).cloned();
        if let Decision {
            is_preflight: true, ..
        } = decision
        {
            let status = match origin {
                Some(_) => StatusCode::NO_CONTENT,
                None => StatusCode::FORBIDDEN,
            };
            let mut response = HttpResponse::new(status);
            floor.grant(origin, response.headers_mut());
            let response = request.into_response(response).map_into_right_body();
            return FloorFuture::Preflight {
                response: Some(response),
            };
        }
        FloorFuture::Forward {
            inner: self.inner.call(request),
            origin,
            floor: Rc::clone(floor),
        }
    }
}

impl Floor<HeaderValue> {
    fn decorate(&self, origin: Option<HeaderValue>, response: &mut HeaderMap) {
        if let Some(origin) = origin {
            // One look at the names: each `insert` costs more than an `append`.
            let mut names = response.keys().map(|name| name.as_str());
            if names.any(|name| name.starts_with("access-control-")) {
                response.remove(ACCESS_CONTROL_ALLOW_ORIGIN);
                response.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
                response.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
            }
            response.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if let Some(credentials) = &self.credentials {
                response.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials.clone());
            }
            response.append(ACCESS_CONTROL_EXPOSE_HEADERS, self.exposed.clone());
        }
        if let Some(vary) = &self.vary
            && !varies_by_origin(response.get_all(VARY).map(HeaderValue::as_bytes))
        {
            response.append(VARY, vary.clone());
        }
    }

    fn grant(&self, origin: Option<HeaderValue>, response: &mut HeaderMap) {
        if let Some(origin) = origin {
            response.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if let Some(credentials) = &self.credentials {
                response.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials.clone());
            }
            response.append(ACCESS_CONTROL_ALLOW_METHODS, self.methods.clone());
            response.append(ACCESS_CONTROL_ALLOW_HEADERS, self.headers.clone());
            response.append(ACCESS_CONTROL_MAX_AGE, self.max_age.clone());
        }
        response.append(VARY, self.preflight_vary.clone());
    }
}

pin_project! {
    #[project = FloorFutureProjection]
    enum FloorFuture<F, B> {
        Forward {
            #[pin]
            inner: F,
            origin: Option<HeaderValue>,
            floor: Rc<Floor<HeaderValue>>,
        },
        Preflight {
            response: Option<ServiceResponse<EitherBody<B>>>,
        },
    }
}

impl<F, B> Future for FloorFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            FloorFutureProjection::Forward {
                inner,
                origin,
                floor,
            } => {
                let mut response = ready!(inner.poll(cx))?;
                floor.decorate(origin.take(), response.headers_mut());
                Poll::Ready(Ok(response.map_into_left_body()))
            }
            FloorFutureProjection::Preflight { response } => {
                Poll::Ready(Ok(response.take().expect("polled once")))
            }
        }
    }
}
