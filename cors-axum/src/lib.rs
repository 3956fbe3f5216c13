//! CORS for axum, and for everything else that takes a tower layer: hyper, tonic, warp's services.
//!
//! ```
//! use axum::{Router, routing::get};
//! use cors_axum::{CorsLayer, Policy};
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com", "http://localhost:*"])
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers(["content-type"])
//!     .build()?;
//! let app: Router = Router::new()
//!     .route("/", get(|| async { "hello" }))
//!     .layer(CorsLayer::new(policy));
//! # Ok::<(), cors_axum::PolicyError>(())
//! ```
//!
//! See [`Policy`] and its [builder](PolicyBuilder) for what a policy allows and what it rejects, and
//! [`cors-core`](cors_core#what-a-policy-answers) for how it answers. A policy with mistakes does not
//! build. The error lists all of them, each with its fix.
//!
//! # Where to put it
//!
//! Outermost: around all routes and the fallback, and around the layers that answer by themselves
//! (authentication, limits, catching panics), because their responses need the headers too. A
//! preflight carries no credentials, so it has to be answered before an authentication layer sees it.
//!
//! | layers are given to | the outermost is | CORS outside authentication |
//! |---|---|---|
//! | [`Router::layer`] | the last | `.layer(authenticate).layer(cors)` |
//! | tower's `ServiceBuilder` | the **first** | `.layer(cors).layer(authenticate)` |
//! | tonic's `Server::layer` | the **first** | `.layer(cors).layer(authenticate)` |
//!
//! The other way round, authentication answers every preflight with **401**. The same goes for layers
//! that serve a path of their own, such as socketioxide's: inside CORS, their answers have the headers;
//! outside, CORS sees nothing of that path.
//!
//! A layer covers the routes that a router has when [`Router::layer`] is called:
//!
//! | placement | preflights | 405 | 404 | routes added later |
//! |---|---|---|---|---|
//! | [`Router::layer`] after all routes | of any path | covered | covered | not covered |
//! | [`Router::layer`] of a nested router with a fallback of its own | of any path below it | covered | covered | not covered |
//! | [`Router::layer`] of a nested router without one | of its paths | covered | not covered | not covered |
//! | around the router: `CorsLayer::new(policy).layer(app)` | of any path | covered | covered | covered |
//! | [`Router::route_layer`] | of its paths | covered | not covered | not covered |
//! | `get(handler).layer(..)` | of that path | covered | – | – |
//! | `get(handler).route_layer(..)` | **405** | not covered | – | – |
//! | `get(read).layer(a).merge(put(write).layer(b))` | **all by one of the two** | covered | – | – |
//!
//! A path has one policy: its preflights are `OPTIONS` whatever method they ask for, and axum keeps
//! one layer for those. Write `get(read).put(write).layer(cors)`.
//!
//! To put it around the router, use tower's [`Layer`] and axum's `ServiceExt`:
//!
//! ```no_run
//! use axum::{Router, ServiceExt, extract::Request, routing::get};
//! use cors_axum::{CorsLayer, Policy};
//! use tower::Layer;
//!
//! # async fn serve(listener: tokio::net::TcpListener) -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let app = Router::new().route("/", get(|| async { "hello" }));
//! let app = CorsLayer::new(policy).layer(app);
//! axum::serve(listener, ServiceExt::<Request>::into_make_service(app)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! In tonic's server the first layer is the outermost:
//! `Server::builder().accept_http1(true).layer(cors).layer(GrpcWebLayer::new())`. The other way
//! round, `GrpcWebLayer` answers preflights with 400. gRPC-Web needs a policy that allows
//! `content-type`, `grpc-timeout`, `x-grpc-web` and `x-user-agent`, and that exposes `grpc-status`,
//! `grpc-message` and `grpc-status-details-bin`.
//!
//! The wrong place, and what happens there: `MethodRouter::route_layer` runs only for the methods
//! that the route has, and a preflight's `OPTIONS` is not one of them. The browser gets axum's 405,
//! without the headers, and blocks what the policy allows:
//!
//! ```
//! use axum::{Router, body::Body, http::Request, routing::get};
//! use cors_axum::{CorsLayer, Policy};
//! use tower::ServiceExt;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let cors = CorsLayer::new(policy);
//! let preflight = || {
//!     Request::options("/")
//!         .header("origin", "https://app.example.com")
//!         .header("access-control-request-method", "GET")
//!         .body(Body::empty())
//! };
//!
//! let wrong = Router::new().route("/", get(|| async { "hello" }).route_layer(cors.clone()));
//! assert_eq!(wrong.oneshot(preflight()?).await?.status(), 405);
//!
//! let right = Router::new().route("/", get(|| async { "hello" }).layer(cors));
//! assert_eq!(right.oneshot(preflight()?).await?.status(), 204);
//! # Ok(())
//! # }
//! ```
//!
//! # A policy for each nested router
//!
//! A preflight gets the policy of the router that would serve the request. With a fallback of its
//! own, a nested router answers for everything below it:
//!
//! ```
//! use axum::{Router, http::StatusCode, routing::get};
//! use cors_axum::{CorsLayer, Policy};
//!
//! let public = Policy::builder().allow_origins(["*"]).build()?;
//! let admin = Policy::builder()
//!     .allow_origins(["https://admin.example.com"])
//!     .allow_credentials(true)
//!     .build()?;
//! let routes = || {
//!     Router::new()
//!         .route("/", get(|| async { "hello" }))
//!         .fallback(|| async { StatusCode::NOT_FOUND })
//! };
//! let app: Router = Router::new()
//!     .nest("/public", routes().layer(CorsLayer::new(public)))
//!     .nest("/admin", routes().layer(CorsLayer::new(admin)))
//!     .nest("/internal", routes());
//! # Ok::<(), cors_axum::PolicyError>(())
//! ```
//!
//! Where policies are nested, the outer one answers all preflights, and has the last word on every
//! response. An open part of a guarded whole therefore stands beside it, added after the whole's layer:
//!
//! ```
//! # use axum::{Router, routing::get};
//! # use cors_axum::{CorsLayer, Policy};
//! # let public = Policy::builder().allow_origins(["*"]).build()?;
//! # let site = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let open = Router::new().route("/status", get(|| async { "fine" }));
//! let app: Router = Router::new()
//!     .route("/account", get(|| async { "yours" }))
//!     .layer(CorsLayer::new(site))
//!     .nest("/open", open.layer(CorsLayer::new(public)));
//! # Ok::<(), cors_axum::PolicyError>(())
//! ```
//!
//! # Turning it off
//!
//! Where the configuration has no policy, there is none to build: `option_layer` of tower's `util`
//! takes an `Option`.
//!
//! ```
//! use axum::{Router, routing::get};
//! use cors_axum::{CorsLayer, Policy};
//! use tower::util::option_layer;
//!
//! let policy: Option<Policy> = None;
//! let app: Router = Router::new()
//!     .route("/", get(|| async { "hello" }))
//!     .layer(option_layer(policy.map(CorsLayer::new)));
//! ```
//!
#![doc = include_str!("guards.md")]
//!
#![doc = include_str!("serving.md")]
//!
//! # What it costs
//!
//! Allocations per request:
//!
//! | | without | with |
//! |---|---|---|
//! | `GET` of a router's handler | 9, more with some features of axum's | 2 more, as with a layer that does nothing |
//! | any request to a plain tower service | n | n |
//! | preflight answered around a plain tower service | – | 2, for its map of headers |
//!
//! axum clones the service for every request, which counts one reference; the decision counts
//! another. No future is boxed.
//!
//! # What axum makes impossible
//!
//! - A panic that nobody catches closes the connection without a response. Put
//!   `tower_http::catch_panic::CatchPanicLayer` inside, that is before, this layer.
//! - What is no HTTP is answered by hyper, with 400 or by closing the stream: a malformed target, or over
//!   HTTP/2 a malformed `:authority`.
//! - Around the methods of a path, axum adds `Allow` to what is answered to a method that the path lacks,
//!   preflights and refusals included.
//!
//! # Crate features
//!
//! `public-suffix` (default), `regex` and `serde` are the features of
//! [`cors-core`](cors_core#crate-features) with the same names.
//!
//! [`Layer`]: https://docs.rs/tower/0.5/tower/trait.Layer.html
//! [`Router::layer`]: https://docs.rs/axum/0.8/axum/struct.Router.html#method.layer
//! [`Router::route_layer`]: https://docs.rs/axum/0.8/axum/struct.Router.html#method.route_layer

#![forbid(unsafe_code)]

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use cors_core::adapter::{Answer, Decision, Head, Responder, ResponseHeaders};
pub use cors_core::{
    self, Cure, CureValue, Difference, Explanation, GuardRule, GuardVerdict, HostFlaw, InvalidHost,
    InvalidOrigin, LivePolicy, Nearest, NotAnOrigin, Origin, OriginEntry, OriginFlaw,
    OriginPattern, OriginVerdict, Outcome, Policy, PolicyBuilder, PolicyError, PolicySource,
    Problem, ProblemKind, Reason, ReasonKind, RefusedBy, RequestKind, Setting, Settings, Severity,
    Texts, Verdict,
};
use http::{HeaderValue, Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

mod refusal;

/// Answers cross-origin requests for the services it wraps, as a [`Policy`] says.
///
/// See the [crate's documentation](crate) for where to put it.
#[derive(Clone, Debug)]
#[must_use = "a layer has no effect until it is given to a router or service"]
pub struct CorsLayer {
    responder: Responder<HeaderValue>,
}

impl CorsLayer {
    /// Makes the headers of every answer, and logs the policy's warnings. Takes a [`Policy`], or
    /// a [`LivePolicy`] that can be replaced while it serves.
    pub fn new(policy: impl Into<PolicySource>) -> Self {
        Self {
            responder: Responder::with_constants(policy, HeaderValue::from_static),
        }
    }

    /// Calls `count` with what came of each request that has an `Origin` or is refused. Repeated calls
    /// add up. See [the crate's documentation](crate#counting-what-comes-of-requests).
    pub fn on_outcome(mut self, count: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        self.responder = self.responder.on_outcome(count);
        self
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = CorsService<S>;

    fn layer(&self, inner: S) -> CorsService<S> {
        CorsService {
            inner,
            responder: self.responder.clone(),
        }
    }
}

/// The service that [`CorsLayer`] makes.
#[derive(Clone, Debug)]
pub struct CorsService<S> {
    inner: S,
    responder: Responder<HeaderValue>,
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for CorsService<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    ResBody: Default + 'static,
{
    type Response = Response<ResBody>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<ReqBody>) -> ResponseFuture<S::Future> {
        match self.responder.respond(&Head::of(&request)) {
            Decision::Forward(headers) => ResponseFuture {
                kind: Kind::Forward {
                    inner: self.inner.call(request),
                    headers: Some(headers),
                },
            },
            Decision::Answer(answer) => ResponseFuture {
                kind: Kind::Answer {
                    answer: Some(answer),
                },
            },
        }
    }
}

pin_project! {
    /// The response of [`CorsService`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F> {
        #[pin]
        kind: Kind<F>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = KindProjection]
    enum Kind<F> {
        Forward {
            #[pin]
            inner: F,
            // None once they have been applied.
            headers: Option<ResponseHeaders<HeaderValue>>,
        },
        Answer {
            // None once it has been given.
            answer: Option<Answer<HeaderValue>>,
        },
    }
}

impl<F, ResBody, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<ResBody>, E>>,
    ResBody: Default + 'static,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        match self.project().kind.project() {
            KindProjection::Forward { inner, headers } => {
                let mut response = ready!(inner.poll(cx))?;
                if let Some(headers) = headers.take() {
                    headers.apply(response.headers_mut());
                }
                Poll::Ready(Ok(response))
            }
            KindProjection::Answer { answer } => {
                let mut response = Response::new(ResBody::default());
                if let Some(answer) = answer.take() {
                    *response.status_mut() = answer.status_code();
                    if let Some(by) = answer.refused_by() {
                        // For those who want a page of their own in its place.
                        response.extensions_mut().insert(by.outcome());
                        refusal::write(response.body_mut(), answer.body());
                    }
                    answer.apply(response.headers_mut());
                }
                Poll::Ready(Ok(response))
            }
        }
    }
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
