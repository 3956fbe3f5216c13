//! CORS for actix-web.
//!
//! ```
//! use actix_web::{App, web};
//! use cors_actix::{Cors, Policy};
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com", "http://localhost:*"])
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers(["content-type"])
//!     .build()?;
//! let app = App::new()
//!     .service(web::resource("/").get(async || "hello"))
//!     .wrap(Cors::new(policy));
//! # Ok::<(), cors_actix::PolicyError>(())
//! ```
//!
//! See [`Policy`] and its [builder](PolicyBuilder) for what a policy allows and what it rejects, and
//! [`cors-core`](cors_core#what-a-policy-answers) for how it answers. A policy with mistakes does not
//! build. The error lists all of them, each with its fix.
//!
//! A server makes an app for every worker. Make the middleware once, outside, and wrap each app in
//! a clone, as [below](#replacing-a-policy-while-it-serves). Then mistakes are found before anything
//! is served, and warnings are logged once.
//!
//! # Where to put it
//!
//! Outermost, which the last `wrap` is: around the middleware that answers by itself (authentication,
//! limits, what serves a path of its own), because its responses need the headers too. A preflight
//! carries no credentials, so it has to be answered before authentication sees it.
//!
//! | placement | preflights | 405 | 404 | services added later |
//! |---|---|---|---|---|
//! | [`App::wrap`] | of any path | covered | covered | covered |
//! | [`Scope::wrap`] | of any path below it | covered | covered | covered, in the scope |
//! | [`Resource::wrap`] | of that path | covered | – | – |
//! | [`Route::wrap`]: `web::get().to(h).wrap(..)` | **405** | not covered | – | – |
//! | the same within `App::route` or `Scope::route` | **404** | – | not covered | – |
//! | `#[get("/", wrap = "..")]` | **404** | – | not covered | – |
//! | any, behind a [guard](actix_web::guard) for the method | **404** | – | not covered | – |
//! | any, inside authentication: `.wrap(cors).wrap(authenticate)` | **401** | once let in | once let in | once let in |
//!
//! A path has one policy: a preflight's `OPTIONS` passes no guard for another method, and of two
//! resources that let it in, the first one answers. Wrap one resource that has all methods.
//!
//! A 405 is for methods that a resource does not have. `App::route` and attributes mount a resource
//! behind a guard for the method: other methods get 404. `App::wrap` covers both.
//!
//! The wrong place, and what happens there: a route's middleware runs only for the method that the
//! route has, and a preflight's `OPTIONS` is another. The browser gets actix-web's 405, without the
//! headers, and blocks what the policy allows:
//!
//! ```
//! use actix_web::{App, http::Method, test, web};
//! use cors_actix::{Cors, Policy};
//!
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cors = Cors::new(Policy::builder().allow_origins(["https://app.example.com"]).build()?);
//! let preflight = || {
//!     let request = test::TestRequest::with_uri("/").method(Method::OPTIONS);
//!     let request = request.insert_header(("origin", "https://app.example.com"));
//!     request.insert_header(("access-control-request-method", "GET")).to_request()
//! };
//!
//! let wrong = web::get().to(async || "hello").wrap(cors.clone());
//! let wrong = web::resource("/").route(wrong);
//! let wrong = test::init_service(App::new().service(wrong)).await;
//! assert_eq!(test::call_service(&wrong, preflight()).await.status(), 405);
//!
//! let right = web::resource("/").get(async || "hello").wrap(cors);
//! let right = test::init_service(App::new().service(right)).await;
//! assert_eq!(test::call_service(&right, preflight()).await.status(), 204);
//! # Ok(())
//! # }
//! ```
//!
//! # A policy for each scope
//!
//! A preflight is answered by the policy of the scope that would serve the request, since
//! actix-web finds both in the same way: it takes the first scope that was added and whose prefix
//! fits. If an app and a scope in it are both wrapped, the app answers all preflights and its policy
//! replaces the scope's. An open part of a guarded whole therefore stands beside it:
//! `.service(web::scope("/open").wrap(open))`, and then `.service(web::scope("").wrap(site))` with
//! everything else.
//!
//! ```
//! use actix_web::{App, web};
//! use cors_actix::{Cors, Policy};
//!
//! let cors = |origin| Ok(Cors::new(Policy::builder().allow_origins([origin]).build()?));
//! let things = || web::resource("/things/{id}").get(async |id: web::Path<u32>| id.to_string());
//! let app = App::new()
//!     .service(web::scope("/account").service(things()).wrap(cors("https://app.example.com")?))
//!     .service(web::scope("/public").service(things()).wrap(cors("*")?))
//!     .service(web::scope("/internal").service(things()));
//! # Ok::<(), cors_actix::PolicyError>(())
//! ```
//!
//! # Turning it off
//!
//! Where the configuration has no policy, there is none to build: [`Cors::off`] changes nothing. If
//! there is a policy in any case, actix-web's `Condition` will do.
//!
//! ```
//! use actix_web::App;
//! use cors_actix::{Cors, Policy};
//!
//! let policy: Option<Policy> = None;
//! let app = App::new().wrap(policy.map_or(Cors::off(), Cors::new));
//! ```
//!
#![doc = include_str!("guards.md")]
//!
#![doc = include_str!("serving.md")]
//!
//! # What it costs
//!
//! No allocation and no boxed future. A request for a resource that answers without headers makes
//! actix-web allocate 6 times, with this middleware around the app or the resource as without it. A
//! preflight that the app answers allocates once, as any middleware's empty answer does. An error
//! of other middleware costs two more. It stays an error of its type, and whatever response is made
//! of it has the headers.
//!
//! # What actix-web makes impossible
//!
//! - A panic that nobody catches closes the connection without a response. actix-web itself catches
//!   none. Middleware that does, such as that of `actix-web-lab`, belongs inside this one.
//! - Bytes that are not an HTTP request reach no app: the server answers 400 without the headers. So it does,
//!   since `actix-http` 3.18.11, where HTTP/1.1 has no `Host` or several; what else is for no expected host
//!   gets 421.
//! - A refused request with `Expect: 100-continue` is told to continue first, before any middleware runs.
//!
//! # Crate features
//!
//! `public-suffix` (default), `regex` and `serde` are the features of
//! [`cors-core`](cors_core#crate-features) with the same names.
//!
//! [`App::wrap`]: actix_web::App::wrap
//! [`Resource::wrap`]: actix_web::Resource::wrap
//! [`Route::wrap`]: actix_web::Route::wrap
//! [`Scope::wrap`]: actix_web::Scope::wrap

#![forbid(unsafe_code)]

use core::{
    future::{Future, Ready, ready},
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error, HttpResponse,
    body::{self, BoxBody, EitherBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::header::HeaderValue,
};
use cors_core::adapter::{Decision, Responder, ResponseHeaders};
pub use cors_core::{
    self, Cure, CureValue, Difference, Explanation, GuardRule, GuardVerdict, HostFlaw, InvalidHost,
    InvalidOrigin, LivePolicy, Nearest, NotAnOrigin, Origin, OriginEntry, OriginFlaw,
    OriginPattern, OriginVerdict, Outcome, Policy, PolicyBuilder, PolicyError, PolicySource,
    Problem, ProblemKind, Reason, ReasonKind, RefusedBy, RequestKind, Setting, Settings, Severity,
    Texts, Verdict,
};
use pin_project_lite::pin_project;

use self::head::{RequestParts, ResponseHeaderMap, status};

mod head;

/// Answers cross-origin requests for the app, scope or resource that it wraps, as a [`Policy`]
/// says.
///
/// See the [crate's documentation](crate) for where to put it.
#[derive(Clone, Debug)]
#[must_use = "a middleware has no effect until something is wrapped in it"]
pub struct Cors {
    /// None changes nothing.
    responder: Option<Responder<HeaderValue>>,
}

impl Cors {
    /// Makes the headers of every answer, and logs the policy's warnings. Takes a [`Policy`], or
    /// a [`LivePolicy`] that can be replaced while it serves.
    pub fn new(policy: impl Into<PolicySource>) -> Self {
        Self {
            responder: Some(Responder::with_constants(policy, HeaderValue::from_static)),
        }
    }

    /// Calls `count` with what came of each request that has an `Origin` or is refused. Repeated calls
    /// add up. See [the crate's documentation](crate#counting-what-comes-of-requests).
    pub fn on_outcome(mut self, count: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        self.responder = self.responder.map(|responder| responder.on_outcome(count));
        self
    }

    /// A middleware without a policy, which changes nothing: preflights are left to the app.
    ///
    /// Whether an app has CORS is decided at run time, and its type is one. See
    /// [the crate's documentation](crate#turning-it-off).
    pub const fn off() -> Self {
        Self { responder: None }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Cors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S>;
    type InitError = ();
    type Future = Ready<Result<CorsService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(CorsService {
            inner,
            responder: self.responder.clone(),
        }))
    }
}

/// The service that [`Cors`] makes.
#[derive(Clone, Debug)]
pub struct CorsService<S> {
    inner: S,
    responder: Option<Responder<HeaderValue>>,
}

impl<S, B> Service<ServiceRequest> for CorsService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = ResponseFuture<S::Future, B>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> ResponseFuture<S::Future, B> {
        let Some(responder) = &self.responder else {
            let (inner, headers) = (self.inner.call(request), None);
            let kind = Kind::Forward { inner, headers };
            return ResponseFuture { kind };
        };
        let kind = match responder.respond(&RequestParts(&request)) {
            // What is kept borrows and counts nothing of the request: the router writes path
            // parameters into it, and panics if somebody else holds it.
            Decision::Forward(headers) => {
                // From here, as moving it on costs up to 40 instructions of 1,600.
                return ResponseFuture {
                    kind: Kind::Forward {
                        inner: self.inner.call(request),
                        headers: Some(headers),
                    },
                };
            }
            Decision::Answer(answer) => {
                let mut response = HttpResponse::new(status(&answer));
                if let Some(by) = answer.refused_by() {
                    response = refusal(response, by.outcome(), answer.body());
                }
                answer.apply(&mut ResponseHeaderMap(response.headers_mut()));
                let response = request.into_response(response).map_into_right_body();
                let response = ready(Ok(response));
                Kind::Answer { response }
            }
        };
        ResponseFuture { kind }
    }
}

pin_project! {
    /// The response of [`CorsService`].
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F, B> {
        #[pin]
        kind: Kind<F, B>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<F, B> {
        Forward {
            #[pin]
            inner: F,
            // None once they have been applied.
            headers: Option<ResponseHeaders<HeaderValue>>,
        },
        Answer {
            #[pin]
            response: Ready<Result<ServiceResponse<EitherBody<B>>, Error>>,
        },
    }
}

impl<F, B> Future for ResponseFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().kind.project() {
            KindProjection::Forward { inner, headers } => match ready!(inner.poll(cx)) {
                Ok(mut response) => {
                    if let Some(headers) = headers.take() {
                        headers.apply(&mut ResponseHeaderMap(response.headers_mut()));
                    }
                    Poll::Ready(Ok(response.map_into_left_body()))
                }
                Err(mut error) => {
                    if let Some(headers) = headers.take() {
                        // Its response may be made more than once.
                        error.add_response_mapper(move |mut response| {
                            let map = &mut ResponseHeaderMap(response.headers_mut());
                            headers.clone().apply(map);
                            response
                        });
                    }
                    Poll::Ready(Err(error))
                }
            },
            KindProjection::Answer { response } => response.poll(cx),
        }
    }
}

/// A response with this body, and with what came of the request for whoever has a page of their own.
#[cold]
fn refusal(mut response: HttpResponse, outcome: Outcome, body: &'static str) -> HttpResponse {
    response.extensions_mut().insert(outcome);
    // Of none, which `HEAD` gets, the length is not said: it would have to be that of the line.
    // https://httpwg.org/specs/rfc9110.html#field.content-length
    response.set_body(match body {
        "" => BoxBody::new(body::None::new()),
        line => BoxBody::new(line),
    })
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
